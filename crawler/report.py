"""What a run came to, as a table for people; pure."""

from collections.abc import Iterable, Sequence

from crawler.progress import RunReport
from crawler.record import Outcome

SHOWN = 10
"""Problems of a source that are shown; all of them are in the JSON and in the store."""
LONGEST = 300
"""Characters of a problem that are shown."""
EXIT_CODES = {
    Outcome.FAILED: 1,
    Outcome.NOT_PERMITTED: 4,
    Outcome.WARNED: 3,
    Outcome.GOOD: 0,
    Outcome.TRIAL: 0,
}
"""The worst first: a run of several sources exits with the worst of their codes."""
HEADINGS = (
    "source", "listings", "new", "changed", "missing", "withdrawn", "problems", "seconds",
    "verdict",
)  # fmt: skip


def exit_code(reports: Iterable[RunReport]) -> int:
    """Return the exit code of a run; without any report it failed."""
    outcomes = {report.outcome for report in reports} or {Outcome.FAILED}
    return next(code for outcome, code in EXIT_CODES.items() if outcome in outcomes)


def summary(reports: Sequence[RunReport]) -> str:
    """Return a table of the runs, then why any is not good, and their first problems."""
    lines = [*table(HEADINGS, [_cells(report) for report in reports])]
    for report in reports:
        lines += _remarks(report)
    return "\n".join(lines)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table: the first and last column left-aligned, numbers right."""
    columns = zip(headings, *rows, strict=True)
    widths = [max(map(len, column)) for column in columns]
    return [_line(cells, widths) for cells in (headings, *rows)]


def printable(text: str) -> str:
    """Return *text* cut short, without signs that steer a terminal or turn text round."""
    kept = "".join(sign if sign.isprintable() else " " for sign in text)
    return kept if len(kept) <= LONGEST else f"{kept[:LONGEST]}…"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *middle, last = cells
    numbers = (cell.rjust(width) for cell, width in zip(middle, widths[1:-1], strict=True))
    return "  ".join((first.ljust(widths[0]), *numbers, last))


def _cells(report: RunReport) -> tuple[str, ...]:
    changes = report.changes
    counts = (report.listings, changes.new, changes.changed, changes.missing, changes.withdrawn)
    return (
        report.source,
        *map(str, counts),
        str(len(report.problems)),
        f"{report.seconds:.1f}",
        report.outcome.value,
    )


def _remarks(report: RunReport) -> Iterable[str]:
    if not report.reasons and not report.problems:
        return
    yield ""
    yield f"{report.source}: " + ("; ".join(report.reasons) or report.outcome.value)
    for problem in report.problems[:SHOWN]:
        yield "  " + printable(f"{problem.url}: {problem.what}" if problem.url else problem.what)
    if (more := len(report.problems) - SHOWN) > 0:
        yield f"  and {more} more; --json tells all"
