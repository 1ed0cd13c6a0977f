"""Asks an index what a text asks for, so that understanding is never worse than searching words.

The rule, in this order:

1. The text is also searched as words. A clinic whose own name was typed, with or without its town,
   is given apart, whatever was understood: "Denver Ketamine Center" is found in Boulder too.
2. What was understood is asked. If it finds something, that is the answer.
3. Words that are left over may belong to a name, and so may a small town's name that stands alone:
   then the search by words answers, if it finds anything.
4. The radius grows.
5. The search by words answers after all. Or else less is asked: first without the words left over,
   then only for the place and the treatment; `Found.left_out` says so, and so must who shows it. A
   state or country without any is left for its surroundings.

Where a place is meant that we do not know, only the words are searched: an answer from everywhere
would look like one from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from indexer.clinic import Clinic
from indexer.distance import KM_PER_MILE
from indexer.filters import age_bands, value_code
from indexer.normalize import comparable_name, distinct_words, fold
from indexer.place import Place, PlaceKind
from indexer.search import (
    MAX_WORDS_LENGTH,
    UNCOUNTED,
    Answer,
    ClinicIndex,
    Hit,
    Near,
    Query,
    Region,
)
from indexer.understand.lexicon import lexicon
from indexer.understand.meant import KNOWN_TOWN
from indexer.understand.pieces import Meaning, Open, States, Understanding, Value
from indexer.vocabulary import FACET_GROUPS

ESSENTIAL_GROUPS = ("offering", "therapy")
DEFAULT_RADIUS_KM = 50 * KM_PER_MILE
JOINING = frozenset(["a", "and", "at", "by", "for", "in", "of", "on", "or", "the"])
"""Words of a name that people leave out."""
NAMES = 10
"""Clinics found by words whose names are compared with the text."""
NAMED = 3
"""Clinics given apart because their name was typed, at most."""


class Way(StrEnum):
    """How an answer came about."""

    UNDERSTOOD = "understood"
    WORDS = "words"
    """By the words of the text, in place of what was understood."""
    SHORTENED = "shortened"
    """By a part of what was understood; `Found.left_out` is the rest."""
    BEYOND = "beyond"
    """Outside the state or country asked for, the nearest to its middle first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text asked for, and what came of it."""

    understood: Understanding
    query: Query
    """The question that `answer` answers; ask it for the pages that follow."""
    answer: Answer
    named: tuple[Hit, ...]
    """Clinics whose own name was typed, the likeliest first; they may be in the answer too. None
    where nothing was understood: then the answer is by words."""
    way: Way = Way.UNDERSTOOD
    left_out: tuple[str, ...] = ()
    """What was typed and not asked, because nothing was found with it."""


def find(
    understood: Understanding,
    index: ClinicIndex,
    *,
    radius_km: float = DEFAULT_RADIUS_KM,
    limit: int = 25,
) -> Found:
    """Return what *index* answers; *radius_km* counts where the text names no distance."""
    by_words = replace(as_words(understood), limit=limit)
    compared = replace(by_words, limit=NAMES, counted=UNCOUNTED)
    in_words = index.search(compared if understood.pieces else by_words)
    named = tuple(islice(_named(understood, in_words), NAMED)) if understood.pieces else ()
    words: _Try = (by_words, in_words, Way.WORDS, ())
    tried = words
    if understood.pieces and not understood.unknown_place:
        for tried in _tries(understood, index, radius_km, limit, words):
            if tried[1].total:
                break
    query, answer, way, left_out = tried
    if understood.pieces and way is Way.WORDS:
        answer = index.search(query)  # until now only the names of a few were wanted
    return Found(
        understood=understood, query=query, answer=answer, named=named, way=way, left_out=left_out
    )


def question(understood: Understanding, *, radius_km: float = DEFAULT_RADIUS_KM) -> Query:
    """Return what was understood as a question: around the likeliest place, misspelt words mended.

    What searches cannot filter by, such as "ketamine" of any kind, is asked as words. A distance
    asks nothing in a state or country. Words that stand for something understood are never taken
    for misspelt: "medicaid" is not "medical".
    """
    facets = asked_filters(understood)
    others = [m.words for m in understood.demands if not (_is_filter(m) or isinstance(m, Value))]
    return Query(
        place=_around(understood, radius_km),
        words=_joined(understood.words if understood.pieces else understood.text, *others),
        facets=facets,
        open_at=understood.open_at,
        fuzzy=not others,
    )


def asked_filters(understood: Understanding) -> dict[str, frozenset[str]]:
    """Return group -> codes asked for, values among them; {} where nothing is to be filtered by.

    Adults are no filter: nearly every clinic treats them, and few say so.
    """
    asked = {g: codes for g, codes in understood.states.items() if g in FACET_GROUPS}
    for meaning in understood.demands:
        if isinstance(meaning, Value) and meaning.words:
            asked[meaning.code] = asked.get(meaning.code, frozenset()) | {_code(meaning)}
    return asked


def _code(value: Value) -> str:
    """Return the filter for a value: of an age, the band that it is in."""
    if value.code != "ages":
        return value_code(value.code, value.value)
    bands = age_bands(f"{value.value}-{value.value}")
    return next(code for code, is_in in bands.items() if is_in)


def _is_filter(meaning: Meaning) -> bool:
    return isinstance(meaning, States) and bool(meaning.codes) and meaning.group in FACET_GROUPS


def as_words(understood: Understanding) -> Query:
    """Return the text itself as a question; misspelt words are mended if none was understood."""
    return Query(words=understood.text, fuzzy=not understood.pieces)


_Try = tuple[Query, Answer, Way, tuple[str, ...]]


def _tries(
    understood: Understanding, index: ClinicIndex, radius_km: float, limit: int, words: _Try
) -> Iterator[_Try]:
    """Yield answers in the order of the rule; asked only when the one before found nothing."""
    asked = replace(question(understood, radius_km=radius_km), limit=limit)
    if understood.words or _may_be_a_name(understood):
        yield asked, index.search(asked), Way.UNDERSTOOD, ()
        yield words
    wider = replace(asked, widen=True)
    yield wider, (exact := index.search(wider)), Way.UNDERSTOOD, ()
    yield words
    for shorter, left_out in _shortened(understood):
        bare = replace(question(shorter, radius_km=radius_km), limit=limit, widen=True)
        yield bare, index.search(bare), Way.SHORTENED, left_out
        if beyond := _beyond(bare, understood, radius_km):
            yield beyond, index.search(beyond), Way.BEYOND, left_out
    if beyond := _beyond(wider, understood, radius_km):
        yield beyond, index.search(beyond), Way.BEYOND, ()
    yield wider, exact, Way.UNDERSTOOD, ()


def _shortened(understood: Understanding) -> Iterator[tuple[Understanding, tuple[str, ...]]]:
    """Yield what was understood with less and less asked, each with what was left out."""
    words = (understood.words,) if understood.words else ()
    if words:
        yield replace(understood, words=""), words
    kept = tuple(piece for piece in understood.pieces if _is_essential(piece.meaning))
    left_out = [understood.typed(piece) for piece in understood.pieces if piece not in kept]
    if kept and left_out:
        yield replace(understood, pieces=kept, words="", open_at=None), (*left_out, *words)


def _is_essential(meaning: Meaning) -> bool:
    """Whether without it the answer would be to another question."""
    if isinstance(meaning, States):
        return meaning.group in ESSENTIAL_GROUPS
    return not isinstance(meaning, Value | Open)


def _may_be_a_name(understood: Understanding) -> bool:
    """Whether the text is a small town's name and nothing more: "harbor"."""
    places = understood.choices
    alone = bool(places) and fold(understood.text) == fold(places[0].name)
    return alone and all(place.weight < KNOWN_TOWN for place in places)


def _around(understood: Understanding, radius_km: float) -> Near | Region | None:
    if not understood.choices:
        return None
    return around(understood.choices[0], understood.radius_km or radius_km)


def around(place: Place, radius_km: float) -> Near | Region:
    """Return the circle around a town or postcode, or the whole of a state or country."""
    if place.kind in {PlaceKind.STATE, PlaceKind.COUNTRY}:
        return Region(country=place.country, state=place.state)
    return Near(lat=place.lat, lon=place.lon, radius_km=radius_km)


def _beyond(query: Query, understood: Understanding, radius_km: float) -> Query | None:
    """Return the question around the middle of the region it is about; None if about none."""
    if not isinstance(query.place, Region):
        return None
    region = understood.choices[0]
    middle = Near(lat=region.lat, lon=region.lon, radius_km=radius_km)
    return replace(query, place=middle)


def _joined(*parts: str) -> str:
    """Return the parts as one text of words, whole words only, that a question may hold."""
    words = " ".join(part for part in parts if part)
    if len(words) <= MAX_WORDS_LENGTH:
        return words
    return words[: MAX_WORDS_LENGTH + 1].rpartition(" ")[0]


def _named(understood: Understanding, answer: Answer) -> Iterator[Hit]:
    """Yield the hits whose own name was typed, whole first, with their town or without it.

    A part of a name will do if it is the name's own: no town, and no word such as "clinic".
    """
    typed = {answer.corrected.get(word, word) for word in fold(understood.text).split()}
    parts = []
    for hit in answer.hits[:NAMES]:
        clinic = hit.clinic
        about = set(fold(clinic.name).split()) | _place_words(clinic)
        if not typed - lexicon().nothing <= about:
            continue
        if set(comparable_name(clinic.name).split()) - JOINING <= typed:
            yield hit
        elif not typed.isdisjoint(distinct_words(clinic.name, clinic.address.city).split()):
            parts.append(hit)
    yield from parts


def _place_words(clinic: Clinic) -> set[str]:
    address = clinic.address
    return set(fold(f"{address.city} {address.state} {address.postcode} {address.country}").split())
