"""Words in, ways to reach a place out: phones, mail addresses and opening hours, as printed.

Which of the numbers is the clinic's, and not a fax or a help line, is the indexer's question: a
line is kept with all its words.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

_NUMBER = re.compile(r"\d(?:[\s().–‑/-]{0,3}\d){9,13}(?!\d)")
"""Ten digits at least: a ZIP+4 has nine, a short code fewer."""
_LETTERED = re.compile(r"\d{3}\)?[-–‑. ]+(?=[A-Z0-9–‑.-]*[A-Z]{3})[A-Z0-9–‑.-]{7,}")
"""Capitals in place of digits, such as "1-800-KETAMINE"."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DAY = (
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?|weekdays|weekends|daily|every ?day|(?:7|seven) days"
    r"|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?|todos los d[ií]as"
)
_HOURS = re.compile(
    rf"\b(?:{_DAY})\b.{{0,40}}?(?:\b\d{{1,2}}(?::\d\d)?\s*(?:[ap]\.?m|[-–—]|to\b)|\bclosed\b)",
    re.IGNORECASE,
)
_LONGEST_LINE = 400
"""Characters; a longer line is prose, in which numbers are rarely the clinic's own."""
_BESIDE_LINK = 40
"""Characters of a link's words that are kept with its number."""


def numbers_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that bear a phone number, each once; () if none does."""
    short = (line for line in lines if len(line) <= _LONGEST_LINE)
    return tuple(dict.fromkeys(line for line in short if _bears_number(line)))


def digits_of(line: str) -> str:
    """Return what tells a line's first number from another, however it is printed."""
    match = _NUMBER.search(line) or _LETTERED.search(line)
    return re.sub(r"[^A-Z\d]", "", match[0])[-10:] if match else ""


def _bears_number(line: str) -> bool:
    if not _DIGIT.search(line):
        return False
    return bool(_NUMBER.search(line) or _LETTERED.search(line))


def wordless_links(text: str, links: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers, each with its words, and addresses of links whose text prints none.

    "Call us" gives "Call us: 303-555-0111". A link whose text prints a number says nothing that
    the text does not say better.
    """
    found = (unquote(link).partition(":") for link in links)
    told = [(kind.lower(), target) for kind, _, target in found]
    mails = [target for kind, target in told if kind == "mailto"]
    numbers = [] if _bears_number(text) else [target for kind, target in told if kind == "tel"]
    return (*mails, *(f"{text[-_BESIDE_LINK:]}: {number}" for number in numbers))


def mails_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the mail addresses in some lines, in lower case, each once."""
    short = (line[:_LONGEST_LINE] for line in lines if "@" in line)
    found = (match.lower() for line in short for match in _MAIL.findall(line))
    return tuple(dict.fromkeys(found))


def hours_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that tell when a place is open, as printed."""
    return tuple(dict.fromkeys(line for line in lines if len(line) <= 120 and _HOURS.search(line)))
