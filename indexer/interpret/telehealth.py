"""The US states in which a sentence says people can be seen by video, as postal codes."""

import re
from collections.abc import Iterator

from indexer.interpret.value import Value

STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA",
    "kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD",
    "massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "mississippi": "MS",
    "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC",
    "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA",
    "rhode island": "RI", "south carolina": "SC", "south dakota": "SD", "tennessee": "TN",
    "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA", "washington state": "WA",
    "washington, d.c.": "DC", "washington, dc": "DC", "washington dc": "DC",
    "the district of columbia": "DC", "d.c.": "DC", "dc": "DC",
    "washington": "WA", "west virginia": "WV",
    "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
"""Name in lower case -> postal code."""
_BY_VIDEO = re.compile(
    r"\b(?:tele-?(?:health|medicine|psychiatry|therapy)|virtual(?:ly)?|video|online|remote(?:ly)?"
    r"|at[- ]home|by mail|licensed|telesalud)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:in|across|throughout|anywhere in|within|statewide|residents? of|serv(?:e|es|ing)|states?"
    r"|live in|located in|en)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, STATES), key=len, reverse=True))})(?!\w)", re.IGNORECASE
)
_LIST = re.compile(r"\b(?:[A-Z]{2}(?:, (?:and |or )?|,? ?& ?| and | or | \| )){1,50}[A-Z]{2}\b")
_POSTAL = re.compile(r"\b[A-Z]{2}\b")
_CITY_BEFORE = re.compile(r"[A-Z][a-z]+, $")
"""A town before a state: an address, not a territory."""


def video_states_in(sentence: str) -> Iterator[Value]:
    """Yield the states that a cleaned sentence about video visits names, each once."""
    if not (_BY_VIDEO.search(sentence) and _WHERE.search(sentence)):
        return
    known: set[str] = set()
    for value in (*_named(sentence), *_listed(sentence)):
        if value.text not in known:
            known.add(value.text)
            yield value


def _named(sentence: str) -> Iterator[Value]:
    for match in _NAME.finditer(sentence):
        if match[0][0].isupper() and match[0] != "Dc":
            yield Value(text=STATES[match[0].lower()], start=match.start(), end=match.end())


def _listed(sentence: str) -> Iterator[Value]:
    """Yield codes in a list of at least two: one alone may be a word or a credential."""
    for codes in _LIST.finditer(sentence):
        found = [m for m in _POSTAL.finditer(codes[0]) if m[0] in STATES.values()]
        for match in found if len(found) > 1 else ():
            start = codes.start() + match.start()
            yield Value(text=match[0], start=start, end=start + 2)
