"""The ages that a sentence says are treated: "18-" from eighteen on, "12-17" both ends in."""

import re
from collections.abc import Iterator

from indexer.interpret.value import Value

ADULT = 18
_UP = r"(?:and|or|&) (?:up|older|over|above)|(?:y|o) m[áa]s|y mayores"
_FROM = re.compile(
    r"\b(?:ages?|aged|edades?|adults?|patients?|people|clients?|teens?|anyone|be|over)"
    r"(?: \(?(?:from|of|ages?|aged|at least|must be|who are|de|over)\)?){0,2} \(?(?P<low>\d{1,2})"
    rf"(?: ?\+| ?(?:(?:years?|yrs?|años) ?(?:of age|old)? ?)?(?:{_UP}))",
    re.IGNORECASE,
)
_BARE_FROM = re.compile(
    r"\b(?P<low>\d{1,2})(?:\+(?! ?(?:years|locations|clinics|states))"
    rf"| ?(?:(?:years?|yrs?|años) ?(?:of age|old)? ?)(?:{_UP})| (?:and|or|&) (?:older|up)\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?:ages?|aged|between|edades?|adolescents?|teens?|adults?)"
    r"(?: (?:from|of|the ages of|de))? \(?(?P<low>\d{1,2}) ?(?:-|to|through|and|a) ?"
    r"(?P<high>\d{1,2})\b(?! ?(?:min|hour|week|mg))",
    re.IGNORECASE,
)
_ADULTS = re.compile(
    r"\badults only\b|\bonly (?:treat|see|accept|work with) adults\b|\bsolo adultos\b"
    r"|\b(?:must|need to) be an adult\b",
    re.IGNORECASE,
)
_NOT_PATIENTS = re.compile(
    r"\b(?:(?:web|this |our )site|web site|experience|medicare|discount|practic\w+|wine|cookies?"
    r"|terms|privacy|driver"
    r"|companion|ride|escort|in business|per ?cent|studies|trial|since)\b",
    re.IGNORECASE,
)
OLDEST_START = 65
"""Years; "80 and over" is no clinic's rule."""


def ages_in(sentence: str) -> Iterator[Value]:
    """Yield the ages that a cleaned sentence says are treated; none for years of experience."""
    if _NOT_PATIENTS.search(sentence):
        return
    ranges = list(_RANGE.finditer(sentence))
    for match in ranges:
        low, high = int(match["low"]), int(match["high"])
        if low < high:
            yield Value(text=f"{low}-{high}", start=match.start(), end=match.end())
    if not ranges:
        yield from _from_on(sentence)


def _from_on(sentence: str) -> Iterator[Value]:
    match = _FROM.search(sentence) or _BARE_FROM.search(sentence)
    if match and int(match["low"]) <= OLDEST_START:
        yield Value(text=f"{int(match['low'])}-", start=match.start(), end=match.end())
    elif adults := _ADULTS.search(sentence):
        yield Value(text=f"{ADULT}-", start=adults.start(), end=adults.end())
