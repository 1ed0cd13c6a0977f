"""What the engines of the search benchmark have in common: the answer, and geometry.

All answer with the total, the facet counts and the ids of the first page; the clinics of the page
are looked up after that.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.search_rows import BIT, CODES
from indexer.distance import EARTH_RADIUS_KM
from indexer.search import MAX_RADIUS_KM, Near, Query

KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
FEW = 2_000
"""So many hits are all looked at for the nearest; of more, circles."""
GROWING_KM = (25.0, 100.0, 400.0, 1600.0, MAX_RADIUS_KM)
"""The circles in which to look for the nearest few where a question sets no limit."""
SPREAD = 3
"""Facet counters in one 64-bit sum, each of 20 bits: few sums count many codes."""

Facets: TypeAlias = dict[str, dict[str, int]]
Bits: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """One answer, as far as engines are compared by it."""

    total: int
    facets: Facets
    """Without zeros."""
    ids: Sequence[str]
    """Of the first page, in its order."""


NOTHING = Found(0, {group: {} for group in CODES}, ())


class Engine(Protocol):
    """An engine, open for questions."""

    name: ClassVar[str]

    def ask(self, query: Query) -> Found:
        """Answer a question."""
        ...

    def close(self) -> None:
        """Let go of what it holds open."""
        ...


def mask(codes: frozenset[str]) -> int:
    """Return the bits of *codes*."""
    return sum(1 << BIT[code] for code in codes)


def masks(query: Query) -> dict[str, int]:
    """Return for each group that the question filters by the bits of which one must be set."""
    return {group: mask(codes) for group, codes in query.facets.items() if codes}


def spread(bits: int) -> list[int]:
    """Return the counters to add up for one clinic; `gathered` reads their sums."""
    return [
        sum((bits >> first + place & 1) << 20 * place for place in range(SPREAD))
        for first in range(0, len(BIT), SPREAD)
    ]


def gathered(sums: Sequence[int | None]) -> Facets:
    """Return the counts in the sums of `spread`; the sum over no clinic is None."""
    low = (1 << 20) - 1
    return by_group(
        {code: (sums[b // SPREAD] or 0) >> 20 * (b % SPREAD) & low for code, b in BIT.items()}
    )


def by_group(counts: Mapping[str, int]) -> Facets:
    """Return the counts of codes by group, without zeros."""
    return {
        group: {code: counts[code] for code in codes if counts.get(code)}
        for group, codes in CODES.items()
    }


def counted(
    bits: Bits, filters: Mapping[str, int], times: Bits | None = None
) -> tuple[int, Facets]:
    """Return the total and the facet counts of clinics with these bits, each counted *times*."""
    passes = {group: (bits & wanted) != 0 for group, wanted in filters.items()}
    facets: Facets = {}
    for group, codes in CODES.items():
        others = [passing for other, passing in passes.items() if other != group]
        own, weight = _kept(bits, times, others)
        counts = {code: _count(own & 1 << BIT[code], weight) for code in codes}
        facets[group] = {code: count for code, count in counts.items() if count}
    own, weight = _kept(bits, times, list(passes.values()))
    return (len(own) if weight is None else int(weight.sum())), facets


def _kept(
    bits: Bits, times: Bits | None, passing: list[NDArray[np.bool_]]
) -> tuple[Bits, Bits | None]:
    if not passing:
        return bits, times
    keep = np.logical_and.reduce(passing)
    return bits[keep], None if times is None else times[keep]


def _count(hits: Bits, times: Bits | None) -> int:
    return int(np.count_nonzero(hits)) if times is None else int(times[hits != 0].sum())


def is_worldwide(query: Query) -> bool:
    """Whether no place, or every place, is near enough."""
    return not isinstance(query.place, Near) or query.place.radius_km >= MAX_RADIUS_KM


def chord_squared(radius_km: float) -> float:
    """Return how far apart, squared, two points of the unit sphere at that distance are."""
    return float((2 * math.sin(min(radius_km / EARTH_RADIUS_KM, math.pi) / 2)) ** 2)


def box(near: Near, radius_km: float) -> tuple[float, float, float, float]:
    """Return south, north, west and east of the circle; all longitudes where it is in doubt."""
    reach = radius_km / KM_PER_DEGREE
    south, north = near.lat - reach, near.lat + reach
    if max(-south, north) >= 89:
        return south, north, -180.0, 180.0
    wide = math.degrees(math.asin(math.sin(math.radians(reach)) / math.cos(math.radians(near.lat))))
    if abs(near.lon) + wide >= 180:
        return south, north, -180.0, 180.0
    return south, north, near.lon - wide, near.lon + wide


def growing(query: Query, near: Near, total: int) -> Iterator[tuple[Query, Near]]:
    """Yield the question, asked of *near*, in growing circles; the last one leaves out nobody.

    It is the only one where there are but *total* hits and few of them.
    """
    for radius_km in GROWING_KM if total > FEW else GROWING_KM[-1:]:
        circle = replace(near, radius_km=radius_km)
        yield replace(query, place=circle), circle
