"""Weighs whether words that name a place mean it; pure.

A word that is also a place ("reading", "or", "in") is a place only where something says so: a cue
before it ("in Reading"), a state behind it ("Reading PA"), capitals ("OR"), or its standing alone.
"""

import re

from indexer.place import Choices, Place, PlaceKind
from indexer.understand.gazetteer import Gazetteer
from indexer.understand.wording import Words, wording

SHORTEST_STREET = 3
"""Words before a postcode from which on a number in front is a house's."""
KNOWN_TOWN = 15_000
"""People from which on a town in the US or Canada is meant without a cue."""
KNOWN_ABROAD = 200_000
NAMESAKE = 20
"""A town in the state "in" or "or" is meant only if the best-known namesake is no more than this
many times as big: "houston in" is Houston and the beginning of a phrase."""
_FSA = re.compile(r"[a-z]\d[a-z]")
_CODE_AT_END = re.compile(r" ?(?:\b\d{5}(?: \d{4})?|\b\d{9}|\b[a-z]\d[a-z] ?(?:\d[a-z]\d)?)$")
_CODE_IN_FRONT = re.compile(r"^(?:\d{5}(?: \d{4})?|[a-z]\d[a-z](?: ?\d[a-z]\d)?)\b ?")


def is_meant(words: Words, found: tuple[Place, ...], gazetteer: Gazetteer) -> bool:
    """Return whether *words* mean the places *found*, the likeliest first, that they name."""
    if found[0].kind is PlaceKind.ZIP:
        return _postcode_is_meant(words, gazetteer)
    if _is_code(words.name, found[0]):
        return _code_is_meant(words)
    if words.last - words.first > 1 and words.tokens[words.last - 1].word in wording().never_alone:
        return _state_is_meant(words, found, gazetteer)
    if words.cue or (words.is_all and words.name not in wording().town_words):
        return True
    alone = words.is_all or words.name not in wording().town_words
    return alone and _is_known(words, found[0])


def _postcode_is_meant(words: Words, gazetteer: Gazetteer) -> bool:
    """Whether what stands around a postcode is its town or street, never other words."""
    if _FSA.fullmatch(words.name):  # "b1a" alone may be anything
        return bool(words.cue) or words.is_all or words.typed.isupper()
    rest = _CODE_AT_END.sub("", words.name)
    rest = _CODE_IN_FRONT.sub("", words.name) if rest == words.name else rest
    is_street = rest[:1].isdigit() and len(rest.split()) >= SHORTEST_STREET
    return not rest or is_street or _is_no_postcode(gazetteer.named(rest))


def _is_no_postcode(found: Place | Choices | None) -> bool:
    """Whether it is a place, but none that a postcode in the words would name by itself."""
    first = found.places[0] if isinstance(found, Choices) else found
    return first is not None and first.kind is not PlaceKind.ZIP


def _is_code(name: str, place: Place) -> bool:
    """Whether the name is a code or short form, such as "md", "uk" or "calif"."""
    is_region = place.kind in {PlaceKind.STATE, PlaceKind.COUNTRY}
    is_short = len(name) <= 4 and name != place.name.lower()
    return (is_short and is_region) or name in wording().aliases


def _code_is_meant(words: Words) -> bool:
    if words.name not in wording().code_words or words.in_capitals:
        return True
    if words.name in wording().never_alone:
        return False
    return bool(words.cue) or (words.at_end and words.first > 0) or words.is_all


def _state_is_meant(words: Words, found: tuple[Place, ...], gazetteer: Gazetteer) -> bool:
    """Whether "or", "in" or "me" behind a town is its state."""
    between = words.text[words.tokens[words.last - 2].end : words.tokens[words.last - 1].start]
    if words.in_capitals or "," in between:
        return True
    town = gazetteer.named(
        words.text[words.tokens[words.first].start : words.tokens[words.last - 2].end]
    )
    namesakes = town.places if isinstance(town, Choices) else (town,) if town else ()
    if not namesakes or found[0] == namesakes[0]:
        return True
    return words.at_end and namesakes[0].weight <= NAMESAKE * found[0].weight


def _is_known(words: Words, place: Place) -> bool:
    if place.kind in {PlaceKind.STATE, PlaceKind.COUNTRY} or _is_qualified(words, place):
        return True
    return place.weight >= (KNOWN_TOWN if place.country in {"US", "CA"} else KNOWN_ABROAD)


def _is_qualified(words: Words, place: Place) -> bool:
    """Whether the words name the state or country too."""
    return words.last - words.first > len(place.name.replace("-", " ").split())
