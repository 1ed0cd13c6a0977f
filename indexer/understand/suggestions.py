"""What the one box may be about to say: offerings, places and clinics, while it is typed.

An offering or a place completes the words at the end of the text and leaves what stands before; a
clinic is found by all that is typed. The order is fixed: phrases that begin as typed before those
that hold a word that does, short before long, then the vocabulary's order; places by how many
people; clinics as `ClinicNames` says. Nothing is remembered, and popularity counts for nothing.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

from indexer.clinic import Clinic
from indexer.filters import entries
from indexer.place import Place
from indexer.search import MAX_WORDS_LENGTH
from indexer.understand.lexicon import lexicon
from indexer.understand.text import Token, tokens
from indexer.vocabulary import Entry

OF_EACH_KIND = 4
LONGEST_END = 4
"""Words at the end of the text that are completed together: "salt lake city ut"."""
SHORTEST_OFFERING = 2
"""Letters from which on offerings are suggested: one letter begins too many."""
ASKED_GROUPS = ("offering", "therapy", "setting", "payment", "condition", "hours", "access")
_AFTER_ALL = "\U0010ffff"


class Kind(StrEnum):
    """What is suggested."""

    OFFERING = "offering"
    PLACE = "place"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One line under the box."""

    kind: Kind
    text: str
    """What the box holds once this is chosen; a clinic's is its name."""
    label: str
    """What is shown."""
    clinic: Clinic | None = None
    """The clinic to go to; None for others."""


class Completer(Protocol):
    """What suggesting asks of a place table."""

    def complete(self, prefix: str, limit: int = 8) -> list[Place]:
        """Return the places whose name or code begins so, the likeliest first; [] for none."""
        ...


class ClinicNames(Protocol):
    """What suggesting asks of an index."""

    def named(self, typed: str, limit: int) -> Sequence[Clinic]:
        """Return open clinics in whose names every typed word begins a word; none for none."""
        ...


def suggestions(
    text: str, places: Completer, clinics: ClinicNames, limit: int = OF_EACH_KIND
) -> list[Suggestion]:
    """Return at most *limit* offerings, places and clinics each, in this order; [] for none.

    Any text gives a list; the end of one that is too long to be asked is not read.
    """
    text = text[:MAX_WORDS_LENGTH]
    typed = tokens(text)
    if not typed or text[-1:] in '"*':
        return []
    return [
        *_offerings(text, typed, limit),
        *_places(text, typed, places, limit),
        *(_clinic(clinic) for clinic in clinics.named(text, limit)),
    ]


def _offerings(text: str, typed: Sequence[Token], limit: int) -> Iterator[Suggestion]:
    for start in _ends(typed):
        end = " ".join(token.word for token in typed[start:])
        labels = _labels(end, limit) if len(end) >= SHORTEST_OFFERING else []
        for label in labels:
            whole = text[: typed[start].start] + label
            yield Suggestion(kind=Kind.OFFERING, text=whole, label=label)
        if labels:
            return


def _places(
    text: str, typed: Sequence[Token], places: Completer, limit: int
) -> Iterator[Suggestion]:
    for start in _ends(typed):
        found = places.complete(text[typed[start].start :], limit)
        for place in found:
            whole = text[: typed[start].start] + place.label
            yield Suggestion(kind=Kind.PLACE, text=whole, label=place.label)
        if found:
            return


def _clinic(clinic: Clinic) -> Suggestion:
    address = clinic.address
    town = ", ".join(part for part in (address.city, address.state) if part)
    label = f"{clinic.name} ({town})" if town else clinic.name
    return Suggestion(kind=Kind.CLINIC, text=clinic.name, label=label, clinic=clinic)


def _ends(typed: Sequence[Token]) -> range:
    """Return where the end of the text may begin, the longest end first."""
    return range(max(0, len(typed) - LONGEST_END), len(typed))


def _labels(start: str, limit: int) -> list[str]:
    """Return the labels of codes with a phrase, or else a word of one, that begins so."""
    beginnings = _beginnings()
    first = bisect_left(beginnings, (start,))
    last = bisect_left(beginnings, (start + _AFTER_ALL,))
    ordered = sorted((at, len(rest.split()), n) for rest, at, n in beginnings[first:last])
    return [_entries()[number].label for number in dict.fromkeys(n for *_, n in ordered)][:limit]


@cache
def _entries() -> list[Entry]:
    return [entry for group in ASKED_GROUPS for entry in entries(group)]


@cache
def _beginnings() -> list[tuple[str, int, int]]:
    """Return (rest of a phrase, words before it, number of its entry), sorted."""
    numbers = {code: number for number, code in enumerate(entry.code for entry in _entries())}
    return sorted(
        (" ".join(phrase[at:]), at, numbers[code])
        for phrase, meaning in lexicon().phrases.items()
        if meaning.group in ASKED_GROUPS and len(meaning.codes) == 1
        for code in meaning.codes
        for at in range(len(phrase))
        if at == 0 or phrase[at] not in lexicon().nothing
    )
