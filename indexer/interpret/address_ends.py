"""Where addresses may end in running text: at a postcode or state that the place table knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from indexer.place import Gazetteer

CODE_LENGTH = 14
"""Characters of the longest postcode, with what parts it from its state."""
LONGEST_TOWN = 60
"""Characters of a state or town before its postcode."""
LONGEST_STATE = 4
"""Words in "District of Columbia" and one to spare."""
MAX_ENDS = 50
"""What may end an address in one text; a page of nothing but postcodes is no clinic's."""

_CODES = re.compile(
    r"\b\d{5}(?:-\d{4})?\b|\b[ABCEGHJ-NPR-TVXY]\d[A-Z][ -]?\d[A-Z]\d\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b|(?<=[A-Za-z] )[0-8]\d{3}\b(?![-\d%])",
    re.ASCII,
)
_STATE_END = re.compile(r",\s*((?:[A-Z][A-Za-z]*\.?\s?){1,3})(?=$|[\s,.;|·)(])")


@dataclass(frozen=True, slots=True)
class End:
    """Where an address ends in a text, and whether a postcode says so."""

    at: int
    coded: bool


def ends_in(text: str, gazetteer: Gazetteer) -> list[End]:
    """Return where addresses may end, in order; a state that a postcode follows is no end."""
    ordered = sorted(_ends(text, gazetteer), key=lambda end: (end.at, not end.coded))
    coded = [end.at for end in ordered if end.coded]
    return [
        end
        for end in ordered
        if end.coded or not any(0 <= at - end.at < CODE_LENGTH for at in coded)
    ]


def _ends(text: str, gazetteer: Gazetteer) -> Iterator[End]:
    """Yield where addresses may end: at a postcode of the place before it, or at a state."""
    for match in islice(_CODES.finditer(text), MAX_ENDS):
        before = text[max(0, match.start() - LONGEST_TOWN) : match.start()]
        if _confirmed(before, match[0], gazetteer):
            yield End(match.end(), coded=True)
    for match in islice(_STATE_END.finditer(text), MAX_ENDS):
        words = match[1].split()
        state = next((n for n in range(len(words), 0, -1) if _state(words[:n], gazetteer)), 0)
        if state:
            code = re.match(r"[\s,]*\d{5}(?:-\d{4})?\b", text[match.end(1) :])
            yield End(match.end(1) + (code.end() if code else 0), coded=False)


def _state(words: list[str], gazetteer: Gazetteer) -> str:
    """Return the code of the state that the words are, or ""; never of "in" or "me"."""
    name = " ".join(words)
    state = gazetteer.state(name)
    return state.state if state and (len(name) > 2 or name.isupper()) else ""


def _confirmed(before: str, code: str, gazetteer: Gazetteer) -> bool:
    """Return whether what stands before a postcode is its state, or a town that bears it."""
    words = before.rstrip(" ,").split()[-LONGEST_STATE:]
    tails = [" ".join(words[-n:]).strip(" ,") for n in range(1, len(words) + 1)]
    if code.isdigit() and len(code) == 4:
        return any(_australian(tail, gazetteer) for tail in tails)
    country = "US" if code[0].isdigit() else "CA" if re.match(r"[A-Z]\d[A-Z]", code) else "GB"
    place = gazetteer.postcode(code, country)
    if place:
        states = (_state(tail.split(), gazetteer) for tail in tails)
        return place.state in states or any(gazetteer.serves(place, tail) for tail in tails)
    return country == "GB" and any(gazetteer.has_town(tail, "", "GB") for tail in tails)


def _australian(tail: str, gazetteer: Gazetteer) -> bool:
    state = gazetteer.state(tail, "AU")
    return state is not None and (tail.isupper() or len(tail) > 3)
