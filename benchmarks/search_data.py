"""Seeded synthetic clinics at real ZIP points, and questions about them."""

from collections.abc import Iterator
from datetime import date
from random import Random

import zipcodes

from indexer.clinic import Address, Clinic, Evidence, Fact, Point, Precision, Stance
from indexer.search import MAX_RADIUS_KM, Near, Query
from indexer.vocabulary import vocabulary

MILE_KM = 1.609344
PAGE = 20
DOMAIN = [
    word
    for entry in vocabulary().entries.values()
    for word in entry.label.replace("(", "").replace(")", "").split()
]
RARE = [f"word{number}" for number in range(20_000)]
"""A long tail of words, as on real pages; which ones does not matter."""
OFFERINGS = [entry.code for entry in vocabulary().group("offering")]
THERAPIES = [entry.code for entry in vocabulary().group("therapy")]
CONDITIONS = [entry.code for entry in vocabulary().group("condition")]


def clinics(size: int, seed: int) -> list[Clinic]:
    """Return *size* synthetic clinics, the same for the same seed."""
    random = Random(seed)
    zips = [place for place in zipcodes.list_all() if place["lat"] and place["long"]]
    weights = [1 / rank for rank in range(1, len(RARE) + 1)]
    return [_clinic(number, random, random.choice(zips), weights) for number in range(size)]


def _clinic(number: int, random: Random, place: dict[str, str], weights: list[float]) -> Clinic:
    words = random.choices(RARE, weights, k=40) + random.choices(DOMAIN, k=20)
    random.shuffle(words)
    address = Address(
        city=place["city"], state=place["state"], postcode=place["zip_code"], country="US"
    )
    point = Point(lat=float(place["lat"]), lon=float(place["long"]), precision=Precision.ZIP)
    return Clinic(
        id=f"s{number:07}",
        slug="synthetic",
        name=f"Synthetic {random.choice(DOMAIN)} {random.choice(RARE)}",
        address=address,
        point=point,
        facts=tuple(_facts(random)),
        passages=(" ".join(words),),
    )


def _facts(random: Random) -> Iterator[Fact]:
    evidence = Evidence(
        quote="Invented for a benchmark.",
        url="https://synthetic.example/",
        seen_on=date(2026, 11, 2),
        source="benchmark",
    )
    stated = random.sample(OFFERINGS, k=random.randint(1, 4))
    stated += random.sample(THERAPIES, k=random.randint(0, 3))
    stated += random.sample(CONDITIONS, k=random.randint(0, 6))
    for code in stated:
        stance = Stance.STATED if random.random() < 0.95 else Stance.STATED_NOT
        yield Fact(code=code, stance=stance, confidence=0.9, evidence=evidence)


def questions(made: list[Clinic], each: int, seed: int) -> list[tuple[str, Query]]:
    """Return *each* questions of four kinds, mixed, around and about the clinics *made*."""
    random = Random(seed + 1)
    mixed = [
        (kind, _question(kind, random, random.choice(made)))
        for kind in ("radius + offering", "words + radius", "words", "nationwide facets")
        for _ in range(each)
    ]
    random.shuffle(mixed)
    return mixed


def _question(kind: str, random: Random, about: Clinic) -> Query:
    words = " ".join(random.sample(about.passages[0].split(), k=2))
    offering = {"offering": frozenset(random.sample(OFFERINGS, k=random.randint(1, 2)))}
    if kind == "radius + offering":
        return Query(place=_around(about, 25 * MILE_KM), facets=offering, limit=PAGE)
    if kind == "words + radius":
        return Query(place=_around(about, 50 * MILE_KM), words=words, limit=PAGE)
    if kind == "words":
        return Query(words=words, limit=PAGE)
    therapy = {"therapy": frozenset(random.sample(THERAPIES, k=1))}
    return Query(place=_around(about, MAX_RADIUS_KM), facets={**offering, **therapy}, limit=PAGE)


def _around(about: Clinic, radius_km: float) -> Near:
    return Near(lat=point_of(about).lat, lon=point_of(about).lon, radius_km=radius_km)


def point_of(clinic: Clinic) -> Point:
    """Return the point that every synthetic clinic has."""
    if clinic.point is None:
        raise ValueError(f"{clinic.id} is no synthetic clinic")
    return clinic.point
