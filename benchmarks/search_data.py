"""Seeded synthetic clinics at real ZIP points: any number of them, a thousand in memory at a time.

Places come from the packaged table, weighted by people; what clinics state and half of what they
write comes from the real vocabulary; the rest are invented words, a few of them in most clinics
and most of them in few (Zipf), as on real pages. Nobody here exists.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from random import Random
from typing import overload

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Address, Clinic, Evidence, Fact, Point, Precision, Stance
from indexer.engine.words import terms_in
from indexer.place_rows import PACKAGED
from indexer.vocabulary import vocabulary

CHUNK = 1_000
"""Clinics that are made, and seeded, together."""
INVENTED_WORDS = 20_000
TEXT_LENGTHS = (45, 15)
"""Invented words and vocabulary words in each clinic's text."""
STATEMENTS = 5_000
"""Different sets of statements; clinics that make the same share it in memory."""
JITTER_DEGREES = 0.03
"""How far from their ZIP's centre most clinics lie; one in five lies at it."""
STATED_MOST = {"offering": 4, "therapy": 3, "condition": 6, "payment": 4}
"""Group -> how many of its codes a clinic states at most; each states an offering at least."""
WEEKS = ("", "Mo-Fr 09:00-17:00", "Mo-Th 08:00-18:00; Fr 08:00-14:00", "Mo-Sa 10:00-19:00")


@dataclass(frozen=True, slots=True)
class Zip:
    """A ZIP of the packaged table."""

    address: Address
    lat: float
    lon: float
    time_zone: str
    weight: float
    """People, or what its number of ZIPs suggests; a town's are shared out over its ZIPs."""


class SyntheticClinics(Sequence[Clinic]):
    """*size* synthetic clinics, the same for the same seed, made anew whenever they are read."""

    def __init__(self, size: int, seed: int) -> None:
        self._size = size
        self._seed = seed

    def __len__(self) -> int:
        """How many there are."""
        return self._size

    def __iter__(self) -> Iterator[Clinic]:
        """Make them one after the other; a thousand are in memory at a time."""
        for first in range(0, self._size, CHUNK):
            yield from _chunk(self._seed, first)[: self._size - first]

    @overload
    def __getitem__(self, index: int) -> Clinic: ...
    @overload
    def __getitem__(self, index: slice) -> list[Clinic]: ...
    def __getitem__(self, index: int | slice) -> Clinic | list[Clinic]:
        """Return one of them, or a list."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._size))]
        number = range(self._size)[index]
        return _chunk(self._seed, number - number % CHUNK)[number % CHUNK]


def point_of(clinic: Clinic) -> Point:
    """Return the point that every synthetic clinic has."""
    if clinic.point is None:
        raise ValueError(f"{clinic.id} is no synthetic clinic")
    return clinic.point


@lru_cache(maxsize=2)
def _chunk(seed: int, first: int) -> list[Clinic]:
    random = np.random.default_rng([seed, first])
    places = random.choice(len(zips()), size=CHUNK, p=_zip_shares())
    jitter = random.uniform(-JITTER_DEGREES, JITTER_DEGREES, (CHUNK, 2))
    jitter[random.random(CHUNK) < 0.2] = 0
    names = random.choice(len(invented()), size=(CHUNK, 2), p=_zipf(len(invented())))
    texts = _texts(random)
    statements = random.integers(STATEMENTS, size=CHUNK)
    weeks = random.integers(len(WEEKS), size=CHUNK)
    return [
        _clinic(first + row, zips()[places[row]], jitter[row].tolist(), names[row].tolist(),
                texts[row], _statements(seed)[statements[row]], WEEKS[weeks[row]])
        for row in range(CHUNK)
    ]  # fmt: skip


def _clinic(
    number: int,
    place: Zip,
    jitter: list[float],
    name: list[int],
    text: str,
    facts: tuple[Fact, ...],
    weekly: str,
) -> Clinic:
    lat, lon = round(place.lat + jitter[0], 6), round(place.lon + jitter[1], 6)
    named = " ".join(invented()[word].capitalize() for word in name)
    return Clinic(
        id=f"s{number:07}",
        slug="synthetic",
        name=f"{named} {domain()[number % len(domain())].capitalize()}",
        address=place.address,
        point=Point(lat=lat, lon=lon, precision=Precision.ZIP),
        time_zone=place.time_zone,
        weekly=weekly,
        facts=facts,
        passages=(text,),
    )


def _texts(random: np.random.Generator) -> list[str]:
    """Return the text of each clinic of a chunk: invented and vocabulary words, mixed."""
    rare, known = TEXT_LENGTHS
    drawn = np.hstack([
        random.choice(len(invented()), size=(CHUNK, rare), p=_zipf(len(invented()))),
        random.choice(len(domain()), size=(CHUNK, known), p=_zipf(len(domain())))
        + len(invented()),
    ])  # fmt: skip
    word = (*invented(), *domain())
    return [" ".join([word[n] for n in row]) for row in random.permuted(drawn, axis=1).tolist()]


@cache
def _statements(seed: int) -> list[tuple[Fact, ...]]:
    random = Random(seed)
    return [tuple(_facts(random)) for _ in range(STATEMENTS)]


def _facts(random: Random) -> Iterator[Fact]:
    evidence = Evidence(
        quote="Invented for a benchmark.",
        url="https://synthetic.example/",
        seen_on=date(2026, 11, 2),
        source="benchmark",
    )
    for group, most in STATED_MOST.items():
        codes = [entry.code for entry in vocabulary().group(group)]
        count = random.randint(group == "offering", most)
        for code in random.sample(codes, k=min(count, len(codes))):
            stance = Stance.STATED if random.random() < 0.95 else Stance.STATED_NOT
            yield Fact(code=code, stance=stance, confidence=0.9, evidence=evidence)


@cache
def zips() -> tuple[Zip, ...]:
    """Return every active US ZIP of the packaged table."""
    sql = """SELECT name, state, code, lat, lon, zone, weight * 1.0 / count(*) OVER (
        PARTITION BY town) FROM postcode_place WHERE country = 'US' AND active ORDER BY code"""
    with closing(sqlite3.connect(f"{PACKAGED.as_uri()}?mode=ro", uri=True)) as table:
        return tuple(
            Zip(
                Address(city=town, state=state, postcode=code, country="US"),
                lat / 10_000,
                lon / 10_000,
                zone,
                weight,
            )
            for town, state, code, lat, lon, zone, weight in table.execute(sql)
        )


@cache
def _zip_shares() -> NDArray[np.float64]:
    weights = np.array([place.weight for place in zips()], dtype=np.float64)
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


@cache
def _zipf(size: int) -> NDArray[np.float64]:
    """Return the share of each word of *size*: its rank's share of the first word's."""
    weights = 1 / np.arange(1, size + 1)
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


@cache
def domain() -> tuple[str, ...]:
    """Return the vocabulary's own words that ask for anything, the labels' first."""
    entries = vocabulary().entries.values()
    texts = [entry.label for entry in entries] + [s for entry in entries for s in entry.synonyms]
    words = dict.fromkeys(word.lower() for text in texts for word in text.split())
    return tuple(word for word in words if word.isascii() and word.isalpha() and terms_in(word))


@cache
def invented() -> tuple[str, ...]:
    """Return words of four to twelve letters that mean nothing, the same in every run."""
    random = Random(20_000)
    syllables = [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "l", "n", "r")]
    made: dict[str, None] = {}
    while len(made) < INVENTED_WORDS:
        word = "".join(random.choices(syllables, k=random.randint(2, 4)))
        if len(word) > 3:
            made[word] = None
    return tuple(made)
