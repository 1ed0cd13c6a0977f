"""Six kinds of questions about synthetic clinics, as people ask them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.search_data import STATED_MOST, SyntheticClinics, point_of
from indexer.clinic import Clinic
from indexer.distance import KM_PER_MILE
from indexer.search import MAX_RADIUS_KM, Near, Query
from indexer.vocabulary import vocabulary

PAGE = 20
PREFIX_PAGE = 10
COUNTED = frozenset(STATED_MOST)
WARM_UP = 36
"""Questions asked before the clock runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, of one kind."""

    kind: str
    query: Query


def questions(made: SyntheticClinics, each: int, seed: int) -> list[Question]:
    """Return *each* questions of every kind, mixed, around and about the clinics *made*."""
    random = Random(seed + 1)
    about = sorted(random.randrange(len(made)) for _ in range(each * len(KINDS)))
    clinics = [made[number] for number in about]  # in order, so that each chunk is made once
    random.shuffle(clinics)
    mixed = [
        Question(kind=kind, query=replace(ask(random, clinics.pop()), counted=COUNTED))
        for kind, ask in KINDS.items()
        for _ in range(each)
    ]
    random.shuffle(mixed)
    return mixed


def _radius(random: Random, about: Clinic) -> Query:
    facets = {"offering": _codes(random, "offering", random.randint(1, 2))}
    return Query(place=_around(about, 25 * KM_PER_MILE), facets=facets, limit=PAGE)


def _everything(random: Random, about: Clinic) -> Query:
    return Query(
        place=_around(about, 50 * KM_PER_MILE),
        words=" ".join(_two_words(random, about)),
        facets={"offering": _codes(random, "offering", 2), "therapy": _codes(random, "therapy", 3)},
        limit=PAGE,
    )


def _words(random: Random, about: Clinic) -> Query:
    return Query(words=" ".join(_two_words(random, about)), limit=PAGE)


def _nationwide(random: Random, about: Clinic) -> Query:
    facets = {"offering": _codes(random, "offering", 1), "therapy": _codes(random, "therapy", 1)}
    return Query(place=_around(about, MAX_RADIUS_KM), facets=facets, limit=PAGE)


def _prefix(random: Random, about: Clinic) -> Query:
    """Ask for the beginning of a word of a name or town, as while typing."""
    words = [*about.name.split(), *about.address.city.split()]
    word = random.choice([word for word in words if len(word) > 5 and word.isalpha()] or words)
    return Query(words=word[: random.randint(3, 4)].lower() + "*", limit=PREFIX_PAGE)


def _misspelt(random: Random, about: Clinic) -> Query:
    """Ask for two words of a text, the longer one with two letters swapped or one wrong."""
    right, wrong = sorted(_two_words(random, about), key=len)
    at = random.randrange(1, len(wrong) - 1)
    swapped = wrong[:at] + wrong[at + 1] + wrong[at] + wrong[at + 2 :]
    replaced = wrong[:at] + "x" + wrong[at + 1 :]
    return Query(words=f"{random.choice([swapped, replaced])} {right}", fuzzy=True, limit=PAGE)


KINDS: dict[str, Callable[[Random, Clinic], Query]] = {
    "a radius + offering": _radius,
    "b words + radius + two facets": _everything,
    "c words": _words,
    "d nationwide facets by distance": _nationwide,
    "e prefix": _prefix,
    "f misspelt": _misspelt,
}


def _two_words(random: Random, about: Clinic) -> list[str]:
    different = sorted({word for word in about.passages[0].split() if len(word) > 4})
    return random.sample(different, k=2)


def _codes(random: Random, group: str, count: int) -> frozenset[str]:
    return frozenset(random.sample([entry.code for entry in vocabulary().group(group)], k=count))


def _around(about: Clinic, radius_km: float) -> Near:
    point = point_of(about)
    return Near(lat=point.lat, lon=point.lon, radius_km=radius_km)
