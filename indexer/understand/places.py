"""Finds the places that a text names, and weighs whether they are meant; pure.

A word that is also a place ("reading", "or", "in") is a place only where something says so: a cue
before it ("in Reading"), a state behind it ("Reading PA"), capitals ("OR"), or its standing alone.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

from indexer.place import Choices, Place, PlaceKind
from indexer.understand.candidate import Candidate
from indexer.understand.pieces import At, Here
from indexer.understand.text import Token

LONGEST_NAME = 6
"""Words, state included: "truth or consequences new mexico" has five."""
LONGEST_ADDRESS = 10
"""Words of a name that begins with a house number."""
SHORTEST_STREET = 3
"""Words before a postcode from which on a number in front is a house's."""
KNOWN_TOWN = 15_000
"""People from which on a town in the US or Canada is meant without a cue."""
KNOWN_ABROAD = 200_000
BIG_TOWN = 100_000
"""People of a town that is meant even if it is misspelt, or if an insurer is called so."""
NAMESAKE = 20
"""A town in the state "in" or "or" is meant only if the best-known namesake is no more than this
many times as big: "houston in" is Houston and the beginning of a phrase."""
HERE_RANK, NEAR_RANK, QUALIFIED_RANK, IN_RANK, BARE_RANK = 6, 5, 4, 3, 2
_INSIDE_A_NAME = re.compile(r"[\s,.'’()-]*")
_FSA = re.compile(r"[a-z]\d[a-z]")
_CODE_AT_END = re.compile(r" ?(?:\b\d{5}(?: \d{4})?|\b\d{9}|\b[a-z]\d[a-z] ?(?:\d[a-z]\d)?)$")
_CODE_IN_FRONT = re.compile(r"^(?:\d{5}(?: \d{4})?|[a-z]\d[a-z](?: ?\d[a-z]\d)?)\b ?")


class Gazetteer(Protocol):
    """What understanding asks of a place table."""

    def named(self, text: str) -> Place | Choices | None:
        """Return the place that *text* names as spelt, the possible ones, or None."""
        ...

    def similar(self, text: str) -> Sequence[Place]:
        """Return the places spelt so or nearly so, the nearest spelling first; none if none is."""
        ...


class AskedOnce:
    """A gazetteer that is asked once for each name: a text repeats its words in many ways."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.named = cache(gazetteer.named)
        self.similar = gazetteer.similar


@dataclass(frozen=True, kw_only=True)  # no slots: a cached property needs a dictionary
class Wording:
    """How people name places; `places.toml` explains."""

    near: frozenset[str]
    inside: frozenset[str]
    here: frozenset[str]
    aliases: dict[str, list[str]]
    code_words: frozenset[str]
    never_alone: frozenset[str]
    states: frozenset[str]
    town_words: frozenset[str]

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """The single words of all cues."""
        return frozenset(w for cue in self.near | self.inside | self.here for w in cue.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Some consecutive words of a text, as a possible name, and what stands before them."""

    text: str
    """The whole text."""
    tokens: Sequence[Token]
    """Of the whole text."""
    first: int
    last: int
    cue: str
    """"near", "in" or ""."""
    cue_length: int

    @property
    def name(self) -> str:
        """The words folded."""
        return " ".join(token.word for token in self.tokens[self.first : self.last])

    @property
    def typed(self) -> str:
        """The words as typed."""
        return self.text[self.tokens[self.first].start : self.tokens[self.last - 1].end]

    @property
    def is_all(self) -> bool:
        """Whether there is nothing else in the text."""
        return self.last - self.first + self.cue_length == len(self.tokens)

    @property
    def in_capitals(self) -> bool:
        """Whether the last word is, in a text that is not all so."""
        token = self.tokens[self.last - 1]
        return self.text[token.start : token.end].isupper() and not self.text.isupper()

    @property
    def at_end(self) -> bool:
        """Whether nothing but a number follows."""
        return self.last == len(self.tokens) or self.tokens[self.last].word.isdigit()


def places(text: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield every place that *text* may mean, each with the cue before it, and "near me"."""
    yield from _here(tokens)
    for first in range(len(tokens)):
        cue, cue_length = cue_before(tokens, first)
        longest = LONGEST_ADDRESS if _is_house_number(tokens, first) else LONGEST_NAME
        for last in range(first + 1, min(first + longest, len(tokens)) + 1):
            if not _may_be_one_name(text, tokens, first, last):
                break
            words = Words(
                text=text, tokens=tokens, first=first, last=last, cue=cue, cue_length=cue_length
            )
            found = _named(words, gazetteer)
            if found and _is_meant(words, found, gazetteer):
                yield Candidate(
                    first=first - cue_length,
                    last=last,
                    meaning=At(choices=found),
                    rank=_rank(words, found),
                )


def cue_before(tokens: Sequence[Token], first: int) -> tuple[str, int]:
    """Return "near", "in" or "" for what stands before a word, and in how many words."""
    for length in (3, 2, 1):
        phrase = " ".join(token.word for token in tokens[max(0, first - length) : first])
        if first >= length and phrase in wording().near:
            return "near", length
        if first >= length and phrase in wording().inside:
            return "in", length
    return "", 0


@cache
def wording() -> Wording:
    """Return the packaged list."""
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return Wording(
        near=frozenset(raw["cues"]["near"]),
        inside=frozenset(raw["cues"]["in"]),
        here=frozenset(raw["cues"]["here"]),
        aliases=raw["aliases"],
        code_words=frozenset(raw["codes"]["also_words"]),
        never_alone=frozenset(raw["codes"]["never"]),
        states=frozenset(raw["codes"]["states"]),
        town_words=frozenset(raw["towns"]["also_words"]),
    )


def _here(tokens: Sequence[Token]) -> Iterator[Candidate]:
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + 4, len(tokens)) + 1):
            phrase = " ".join(token.word for token in tokens[first:last])
            longer = " ".join(token.word for token in tokens[first : last + 1])
            # "cerca" is here, "cerca de Tucson" is not.
            if phrase in wording().here and longer not in wording().near - {phrase}:
                yield Candidate(first=first, last=last, meaning=Here(), rank=HERE_RANK)


def _is_house_number(tokens: Sequence[Token], i: int) -> bool:
    followed = i + 1 < len(tokens) and not tokens[i + 1].word.isdigit()
    return tokens[i].word.isdigit() and followed


def _may_be_one_name(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    if not tokens[last - 1].word:
        return False
    between = text[tokens[last - 2].end : tokens[last - 1].start] if last - first > 1 else ""
    return bool(_INSIDE_A_NAME.fullmatch(between))


def _named(words: Words, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return the places of that name, the likeliest first; () for none."""
    names = wording().aliases.get(words.name, [words.typed])
    found = [gazetteer.named(name) for name in names]
    each = [one.places if isinstance(one, Choices) else (one,) for one in found if one]
    return tuple(dict.fromkeys(place for places in each for place in places))


def _is_meant(words: Words, found: tuple[Place, ...], gazetteer: Gazetteer) -> bool:
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


def _rank(words: Words, found: tuple[Place, ...]) -> int:
    if words.cue == "near" or (words.is_all and found[0].weight >= BIG_TOWN):
        return NEAR_RANK
    if words.cue:
        return IN_RANK
    return QUALIFIED_RANK if words.last - words.first > 1 else BARE_RANK
