"""A table's text in, its rows out, each with the line that it begins on; pure.

A row that cannot be read is a `Fault`, and the next line is read: a quote that is never closed
costs one row, not the rest of the file.
"""

import csv
import io
import re
from collections.abc import Sequence

from crawler.reading.file_row import Fault, Record, Rows

ROW_LINES = 50
"""The lines that one row may have; a quote that is never closed would swallow the file."""
DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)
"""What spreadsheets write above the header to say how cells are parted."""


def rows_of_table(text: str, wanted: Sequence[str]) -> Rows:
    """Yield the rows of a table with a header, whose columns hold those *wanted* at least.

    How cells are parted is found out: by what gives the header the most of its columns. Raise
    ValueError for a file without such a header.
    """
    lines = list(io.StringIO(text, newline=""))
    start = 0
    delimiters = DELIMITERS
    if lines and (told := _SEPARATOR_LINE.fullmatch(lines[0].strip("\r\n"))):
        delimiters, start = told[1], 1
    header, start, delimiter = _header(lines, start, delimiters, wanted)
    while start < len(lines):
        line = start + 1
        try:
            cells, length = _row(lines, start, delimiter)
        except csv.Error as error:
            yield Fault(line=line, what=f"the row cannot be read ({error})")
            start += 1
            continue
        start += length
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > len(header):
            yield Fault(line=line, what="the row has more cells than the header")
        else:
            yield Record(line=line, fields=dict(zip(header, cells, strict=False)))


def _header(
    lines: Sequence[str], start: int, delimiters: str, wanted: Sequence[str]
) -> tuple[list[str], int, str]:
    """Return the header's cells, the line after it, and how cells are parted."""
    if start >= len(lines):
        raise ValueError("the file is empty")
    best: tuple[int, list[str], int, str] = (-1, [], 0, "")
    for delimiter in delimiters:
        try:
            cells, length = _row(lines, start, delimiter)
        except csv.Error as error:
            raise ValueError(f"the header cannot be read ({error})") from error
        names = [cell.strip() for cell in cells]
        count = len(set(names) & set(wanted))
        if count > best[0]:
            best = (count, names, start + length, delimiter)
    _, names, after, delimiter = best
    for name in wanted:
        if name not in names:
            told = ", ".join(filter(None, names[:40]))
            raise ValueError(f"the header has no column {name!r}; it has: {told[:500]}")
        if names.count(name) > 1:
            raise ValueError(f"the header has the column {name!r} more than once")
    return names, after, delimiter


def _row(lines: Sequence[str], start: int, delimiter: str) -> tuple[list[str], int]:
    """Return the cells of the row that begins at a line, and how many lines it has."""
    window = (lines[at] for at in range(start, min(start + ROW_LINES, len(lines))))
    reader = csv.reader(window, delimiter=delimiter, strict=True)
    return next(reader), reader.line_num
