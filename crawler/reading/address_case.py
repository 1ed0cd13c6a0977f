"""Gives lines that are printed all in small letters the capitals that addresses are found by; pure.

Some sites print everything small: "12 elm st, denver, co 80202". An address's form needs capitals,
or every "in 12345" would be one of Indiana; so only a line that has no capital at all is read so,
and what is found comes out as it is printed.
"""

import re
from collections.abc import Sequence

from crawler.reading.address_forms import END, MAY_END

_END = re.compile(END.pattern, re.IGNORECASE)
_WORD = re.compile(r"(?<![\w'’])[a-z]")
_REACH = 4
"""Lines: an address's, of which the last bears the postcode."""


def with_capitals(lines: Sequence[str]) -> list[str]:
    """Return the lines, as long as they were, those of small addresses with capitals."""
    ends = [_ends_small(line) for line in lines]
    if not any(ends):
        return list(lines)
    return [
        _capitalised(line) if line.islower() and any(ends[at : at + _REACH]) else line
        for at, line in enumerate(lines)
    ]


def as_printed(part: str, lines: Sequence[str]) -> str:
    """Return a part of lines that got capitals as the *lines* print it; itself if they do not."""
    printed = next((line for line in lines if part.lower() in line), None)
    return part if printed is None else part.lower()


def bears_end(line: str) -> bool:
    """Return whether an address ends in a line, be it in small letters."""
    return bool(MAY_END.search(line) and END.search(line)) or _ends_small(line)


def _ends_small(line: str) -> bool:
    """Return whether an address ends in a line that is all in small letters."""
    return bool(line.islower() and MAY_END.search(line) and _END.search(line))


def _capitalised(line: str) -> str:
    """Return a line with a capital for each word, and its codes in capitals."""
    words = _WORD.sub(lambda letter: letter[0].upper(), line)
    return _END.sub(lambda end: _code_capitals(end[0]), words)


def _code_capitals(end: str) -> str:
    """Return an address's end with its short words, which are codes, in capitals."""
    return re.sub(r"\b(?:[A-Za-z]{2,3}|\w*\d\w*)\b", lambda code: code[0].upper(), end)
