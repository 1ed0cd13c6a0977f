"""One page on how all sources are doing: as text, and as HTML that needs nothing else; pure.

Problems quote others' pages, so all text is escaped, and signs that steer a terminal are dropped.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from html import escape

from crawler.report import printable, table
from crawler.status import Status, when_due

BARS = "▁▂▃▄▅▆▇█"
PROBLEMS_SHOWN = 5
HEADINGS = ("source", "listings", "course", "last good run", "next due", "health")
FIELDS = ("phone", "address", "website")
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1b1b;background:#fff}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #767676}"
    "td.n{text-align:right}svg{stroke:#1b1b1b;fill:none}li{overflow-wrap:anywhere}"
)


def as_text(statuses: Sequence[Status], now: datetime) -> str:
    """Return the page as text."""
    lines = [f"Sources at {now:%Y-%m-%d %H:%M} UTC", ""]
    rows = [(*_cells(one, now)[:2], sparkline(one.counts), *_cells(one, now)[2:])
            for one in statuses]  # fmt: skip
    lines += table(HEADINGS, rows)
    for one in statuses:
        remarks = list(_remarks(one))
        if remarks:
            lines += ["", f"{one.source.name}:", *(f"  {remark}" for remark in remarks)]
    return "\n".join(map(printable, lines)) + "\n"


def as_html(statuses: Sequence[Status], now: datetime) -> str:
    """Return the page as one HTML file, without scripts and without anything from elsewhere."""
    head = "".join(f"<th scope=col>{heading}</th>" for heading in HEADINGS)
    rows = "".join(_row(one, now) for one in statuses)
    details = "".join(_section(one) for one in statuses)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>Sources</title><style>{STYLE}</style><h1>Sources</h1>"
        f"<p>As of {now:%Y-%m-%d %H:%M} UTC.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{details}</html>\n"
    )


def sparkline(counts: Sequence[int]) -> str:
    """Return counts as a line of bars, from nothing to the most; "" for none."""
    most = max(counts, default=0) or 1
    return "".join(BARS[round((len(BARS) - 1) * count / most)] for count in counts)


def _cells(one: Status, now: datetime) -> tuple[str, ...]:
    good = one.last_good
    when = f"{good.finished:%Y-%m-%d %H:%M}" if good and good.finished else "never"
    listings = str(good.coverage.listings) if good else "-"
    return (one.source.name, listings, when, when_due(one, now), one.health.value)


def _remarks(one: Status) -> Iterator[str]:
    """Yield what a maintainer should know of a source: a failure, its fields, its problems."""
    if one.failures and one.last and one.last.finished:
        stands = "the last good run stands" if one.last_good else "there is no good run"
        yield f"{one.failures} runs in a row do not stand; {stands}"
    if one.last_good:
        changes = one.last_good.changes
        yield (
            f"its last good run, number {one.last_good.id}: {changes.new} new, {changes.changed} "
            f"changed, {changes.missing} missing, {changes.withdrawn} withdrawn"
        )
    if one.last_good and (total := one.last_good.coverage.listings):
        shares = (
            f"{field} {100 * getattr(one.last_good.coverage, field) // total} %" for field in FIELDS
        )
        yield f"of its listings say: {', '.join(shares)}"
    for problem in one.problems[-PROBLEMS_SHOWN:]:
        yield f"{problem.url}: {problem.what}" if problem.url else problem.what
    if (more := len(one.problems) - PROBLEMS_SHOWN) > 0:
        yield f"and {more} problems more in its last run"


def _row(one: Status, now: datetime) -> str:
    name, listings, *others = _cells(one, now)
    cells = [_cell(name), f'<td class="n">{escape(listings)}</td>', f"<td>{_svg(one.counts)}</td>"]
    return f"<tr>{''.join([*cells, *map(_cell, others)])}</tr>"


def _cell(text: str) -> str:
    return f"<td>{escape(printable(text))}</td>"


def _svg(counts: Sequence[int]) -> str:
    """Return counts as a drawn line, with the numbers as its words; "" for fewer than two."""
    if len(counts) < 2:
        return ""
    most = max(counts) or 1
    step = 120 / (len(counts) - 1)
    points = " ".join(
        f"{number * step:.1f},{22 - 20 * count / most:.1f}" for number, count in enumerate(counts)
    )
    told = ", ".join(map(str, counts))
    return (
        f'<svg width="120" height="24" role="img" aria-label="listings of the last runs: {told}">'
        f'<polyline points="{points}"/></svg>'
    )


def _section(one: Status) -> str:
    remarks = _items(_remarks(one))
    return f"<h2>{escape(printable(one.source.title))}</h2><ul>{remarks}</ul>" if remarks else ""


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(printable(text))}</li>" for text in texts)
