"""Sums of money in a text, by their currency marks; what they pay for is for others to say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?(?!\d)|\d{1,3}(?:\.\d{3})+(?:,\d\d)?(?![\d.])"
    r"|\d+(?:\.\d{1,2})?(?!\d)"
)
"""Also with a dot between the thousands, as in Spanish: "2.600"."""
_SIGN = r"(?:\b(?:US|CAD?|AU?|NZ))?\$|[£€]"
_CODE = r"USD|CAD|AUD|NZD|GBP|EUR"
_WORD = r"dollars|d[oó]lares|pounds|euros"
_SUM = (
    rf"(?:(?P<mark>(?:{_SIGN})|\b(?:{_CODE})\b ?\$?) ?(?P<sum>{_NUMBER})"
    rf"|(?<![\w.,$£€-])(?P<bare>{_NUMBER})(?= ?(?:{_CODE}|{_WORD})\b| [$€£](?! ?\d)))"
    rf"(?P<k>k\b)?\+?(?: ?(?P<post>(?:{_CODE}|{_WORD})\b|[$€£](?! ?\d)))?"
)
_TO = rf" ?(?:-+|to|up to|a|hasta|and|y) ?(?P<mark2>(?:{_SIGN})|(?:{_CODE}) ?\$?)? ?"
_RANGE_END = re.compile(
    rf"{_TO}(?P<sum2>{_NUMBER})(?P<k2>k\b)?(?: ?(?P<post2>{_CODE}|{_WORD})\b)?"
    r"(?! ?(?:%|-|hours?|min|weeks?|days?|months?|infusi|sessions?|treatments?))",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d\d)?")
_START = re.compile(_SUM, re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|entre|ranges?)\b[^.;]{0,20}$", re.IGNORECASE)
_AND = re.compile(r" ?(?:and|y)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A sum or a range of sums, as a half-open span of characters."""

    amount: float
    upto: float
    currency: str
    """ISO 4217."""
    start: int
    end: int


def sums_in(text: str, dollar: str, marks: Mapping[str, str]) -> Iterator[Sum]:
    """Yield the sums of a cleaned *text*, in order; a bare "$" is of the currency *dollar*.

    *marks* names the currency of every other mark, in lower case.
    """
    at = 0
    while match := _START.search(text, at):
        last = _range_end(text, match)
        at = last.end() if last else match.end()
        low = _low(match, last)
        yield Sum(
            amount=low,
            upto=_amount(last["sum2"], last["k2"]) if last else low,
            currency=_currency(match, last, dollar, marks),
            start=match.start(),
            end=at,
        )


def has_sum(text: str) -> bool:
    """Return whether a text prints any sum of money."""
    return _START.search(text) is not None


def _currency(
    match: re.Match[str], last: re.Match[str] | None, dollar: str, marks: Mapping[str, str]
) -> str:
    told = (match["mark"], match["post"], last["post2"] if last else None)
    names = [(mark or "").lower().replace(" ", "") for mark in told]
    known = (marks.get(name) or marks.get(name.rstrip("$")) for name in names)
    return next(filter(None, known), dollar)


def _range_end(text: str, start: re.Match[str]) -> re.Match[str] | None:
    """Return the upper end of a range; "and" makes one only after "between"."""
    end = _RANGE_END.match(text, start.end())
    if end is None:
        return None
    if _AND.match(text, start.end()) and not _BETWEEN.search(text[: start.start()]):
        return None
    return end if _amount(end["sum2"], end["k2"]) > _low(start, end) else None


def _low(start: re.Match[str], end: re.Match[str] | None) -> float:
    """Return the lower sum: of "$1-2k" a thousand."""
    return _amount(start["sum"] or start["bare"], start["k"] or (end["k2"] if end else None))


def _amount(number: str, thousands: str | None) -> float:
    if _DOTTED.fullmatch(number):
        number = number.replace(".", "").replace(",", ".")
    return float(number.replace(",", "")) * (1000 if thousands else 1)
