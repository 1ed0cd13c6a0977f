"""A weekly table of opening hours out of a clinic's words, or none where it is not certain; pure.

First what the site declares or prints as its hours, then what stands in its passages. "By
appointment", half a word, or two tables that disagree give no table: show the raw words.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from opening_hours import validate

from crawler.listing import Listing, Where
from indexer.interpret.article import is_article
from indexer.interpret.hours_clock import Span
from indexer.interpret.hours_week import Spans, Week, merged, tells, week_of
from indexer.interpret.hours_words import PHONE, Kind, Token, tokens

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LONGEST_LINE = 400
"""Characters; a longer text is prose, in which hours are seldom the clinic's own."""
SHORTEST_PROSE = 80
"""Characters; a longer text tells hours in figures or not at all."""
REACH_OF_A_HEADING = 4
"""Passages; a footer stands under the page's last heading, but does not belong to it."""


def weekly_of(listing: Listing) -> str:
    """Return a place's week in OpenStreetMap's syntax; "" where no certain table follows."""
    return osm(merged(_weeks(listing)))


def weekly_in(lines: Sequence[str]) -> str:
    """Return the week that the lines of one block tell, as `weekly_of` does."""
    return osm(merged(_weeks_in("\n".join(lines))))


def osm(week: Week) -> str:
    """Return a week in OpenStreetMap's syntax; "" if no day of it is surely open."""
    if not any(week.values()):
        return ""
    said = [(week.get(day, ()), day) for day in range(len(DAYS))]
    kinds = dict.fromkeys(spans for spans, _ in said if spans != ())
    rules = (f"{_days([d for s, d in said if s == spans])} {_times(spans)}" for spans in kinds)
    table = "; ".join(rules)
    return table if validate(table) else ""


def _weeks(listing: Listing) -> Iterator[Week]:
    yield from _weeks_in("\n".join(listing.hours))
    for block in _blocks(listing):
        yield from _weeks_in(block)


def _blocks(listing: Listing) -> Iterator[str]:
    """Yield the listing's short passages; neighbours of nothing but days and times as one."""
    bare: list[str] = []
    for text in _short_texts(listing):
        if _is_bare(text):
            bare.append(text)
            continue
        yield "\n".join(bare)
        yield text
        bare = []
    yield "\n".join(bare)


def _short_texts(listing: Listing) -> Iterator[str]:
    """Yield the texts that may tell the clinic's hours: not those close under "Group meetings"."""
    under_others = 0
    for passage in listing.passages:
        if passage.where is Where.HEADING:
            under_others = REACH_OF_A_HEADING if _speaks_of_others(passage.text) else 0
        elif under_others:
            under_others -= 1
            continue
        told = passage.where not in (Where.TITLE, Where.SURVEY)
        if len(passage.text) > LONGEST_LINE or _is_idle(passage.text):
            yield ""
            continue
        # An article's page has the site's footer, and dates of its own.
        ours = _is_bare(passage.text) or not is_article(passage.url)
        if told and ours:
            yield passage.text


def _is_idle(text: str) -> bool:
    """Whether a text surely tells no hours: it is not short and holds no figure."""
    return len(text) > SHORTEST_PROSE and not any(letter.isdigit() for letter in text)


def _is_bare(text: str) -> bool:
    """Whether a text is days and times and nothing else."""
    found = tokens(text)
    words = any(token.kind is Kind.WORD for token in found)
    return not words and any(token.kind is not Kind.BREAK for token in found)


def _weeks_in(text: str) -> Iterator[Week]:
    found = tokens(text)
    for run, around in _runs(found):
        if tells(run) and _is_ours(around):
            yield week_of(run)


def _runs(found: Sequence[Token]) -> Iterator[tuple[list[Token], tuple[str, str]]]:
    """Yield each run without words, with the words before and after it in its sentence."""
    groups = [(word, list(run)) for word, run in groupby(found, lambda t: t.kind is Kind.WORD)]
    for index, (word, run) in enumerate(groups):
        if word:
            continue
        before = groups[index - 1][1] if index and run[0].kind is not Kind.BREAK else []
        more = index + 1 < len(groups) and run[-1].kind is not Kind.BREAK
        after = groups[index + 1][1] if more else []
        told = (
            before if run[0].kind is Kind.AND and _asks_to_call(before) else _after_contact(before)
        )
        yield run, (_text(told), _text(after))


def _asks_to_call(words: Sequence[Token]) -> bool:
    """Whether words with a comma behind them say when to call: "Call 218-555-0117, Monday …"."""
    return bool(re.search(r"\bcall\b", _text(words), re.IGNORECASE))


def _after_contact(words: Sequence[Token]) -> Sequence[Token]:
    """Return words; none of a line whose address or telephone number ends directly there."""
    ends = words and (words[-1].text == PHONE or re.fullmatch(r"\d{5}(?:-\d{4})?", words[-1].text))
    return [] if ends else words


def _text(words: Iterable[Token]) -> str:
    return " ".join(token.text for token in words)


def _is_ours(around: tuple[str, str]) -> bool:
    """Whether hours with these words before and after are when the clinic is open."""
    text = " ".join(filter(None, around))
    if not text:
        return True
    ours, _ = _cues()
    return not _speaks_of_others(text) and bool(ours.search(text))


def _speaks_of_others(text: str) -> bool:
    _, others = _cues()
    return bool(others.search(text)) and not re.search(r"\boffice hours\b", text, re.IGNORECASE)


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    ours, others = (
        re.compile("|".join(tables[name]["cues"]), re.IGNORECASE) for name in ("ours", "others")
    )
    return ours, others


def _days(days: Sequence[int]) -> str:
    """Return days as "Mo-We,Fr"."""
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), lambda p: p[1] - p[0])]
    return ",".join(DAYS[r[0]] if len(r) == 1 else f"{DAYS[r[0]]}-{DAYS[r[-1]]}" for r in runs)


def _times(spans: Spans) -> str:
    if spans is None:
        return 'unknown "by appointment or uncertain"'
    return ",".join(map(_time, spans))


def _time(span: Span) -> str:
    start, end = ((minute // 60, minute % 60) for minute in span)
    return f"{start[0]:02}:{start[1]:02}-{end[0]:02}:{end[1]:02}"
