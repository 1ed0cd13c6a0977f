"""Where the clinics are: unit vectors by row, boxes around blocks of rows, and regions.

Rows follow a curve, so that the rows of a block lie together: a block whose box is outside the
radius is never looked at, and one whose box is inside is taken whole.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Address, Point
from indexer.distance import EARTH_RADIUS_KM
from indexer.engine import arrays
from indexer.engine.bitmaps import EVERY_WORD, WORD, Rows, RowSet, of_mask, words_of
from indexer.search import Near, Region

BLOCK = 4 * WORD
"""Rows to a block."""
Vector: TypeAlias = tuple[float, float, float]
NOWHERE = (math.inf, math.inf, math.inf)
"""The vector of a clinic without a point: farther than anything."""
_SLACK = 1e-9
"""Of the chord on the unit sphere, about 6 mm: more than rounding can hide."""
_FIRST_BLOCKS = 32
"""Blocks to look for the nearest in, before four times as many."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Who is within a radius."""

    rows: RowSet
    least: NDArray[np.float64]
    """For each block the square of a chord than which none of its rows is nearer."""
    centre: Vector


class Places:
    """The points and regions of one snapshot's clinics, by row."""

    def __init__(self, folder: Path) -> None:
        self._vectors = arrays.load(folder, "vectors")
        self._cubes = self._vectors.reshape(3, -1, BLOCK)
        self._lows, self._highs = arrays.load(folder, "boxes")
        self._region_of = arrays.load(folder, "regions")
        names = msgspec.json.decode((folder / "regions.json").read_bytes(), type=list[list[str]])
        self._regions = [(country, state) for country, state in names]

    @staticmethod
    def write(points: Sequence[Point | None], addresses: Sequence[Address], folder: Path) -> None:
        """Write the columns of clinics in row order into *folder*."""
        keys = [(a.country.casefold(), a.state.casefold()) for a in addresses]
        numbers = {region: number for number, region in enumerate(sorted(set(keys)))}
        vectors = np.array([unit_vector(p) if p else NOWHERE for p in points], np.float64)
        vectors = vectors.reshape(-1, 3).T.copy()
        blocks = -(-len(points) // BLOCK)
        missing = blocks * BLOCK - len(points)
        whole = np.pad(vectors, [(0, 0), (0, missing)], constant_values=math.inf)
        cubes = whole.reshape(3, blocks, BLOCK)
        arrays.save(
            folder,
            vectors=whole,
            boxes=np.array([cubes.min(axis=2), cubes.max(axis=2)]),
            regions=np.array([numbers[key] for key in keys], np.int32),
        )
        (folder / "regions.json").write_bytes(msgspec.json.encode(list(numbers)))

    def within(self, near: Near) -> Nearby:
        """Return who is within the radius, inclusive."""
        centre = unit_vector(near)
        least, most = self._bounds(centre)
        reach = _reach(near.radius_km)
        touched = np.flatnonzero(least <= (reach + _SLACK) ** 2)
        bits = np.full((len(touched), BLOCK // WORD), ~np.uint64(0))
        border = np.flatnonzero(most[touched] >= max(0.0, reach - _SLACK) ** 2)
        bits[border] = self._inside(near, centre, touched[border])
        words = touched[:, None] * (BLOCK // WORD) + np.arange(BLOCK // WORD)
        return Nearby(self._fitting(words.ravel(), bits.ravel()), least, centre)

    def nearest(
        self, found: RowSet, nearby: Nearby, count: int
    ) -> tuple[Rows, NDArray[np.float64]]:
        """Return at least the *count* nearest rows of *found*, all as near, and their distances."""
        rows = self._near_rows(found, nearby, count)
        if len(rows) > count:
            chords = self._squared_chords(rows, nearby.centre)
            limit = (math.sqrt(np.partition(chords, count - 1)[count - 1]) + _SLACK) ** 2
            rows = rows[chords <= limit]
        return rows, self.distances_km(rows, nearby.centre)

    def distances_km(self, rows: Rows, centre: Vector) -> NDArray[np.float64]:
        """Return how far each of *rows* is, to the millimetre; NaN for one without a point."""
        x, y, z = centre
        px, py, pz = self._vectors[:, rows]
        chords = (px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2  # squared
        sums = (px + x) ** 2 + (py + y) ** 2 + (pz + z) ** 2
        angles = 2 * np.arctan2(np.sqrt(chords), np.sqrt(sums))  # exact at both ends
        angles[px == math.inf] = math.nan
        distances: NDArray[np.float64] = np.round(EARTH_RADIUS_KM * angles, 6)
        return distances

    def inside(self, region: Region) -> RowSet:
        """Return who has an address in *region*."""
        country, state = region.country.casefold(), region.state.casefold()
        wanted = [
            its_country == country and state in ("", its_state)
            for its_country, its_state in self._regions
        ]
        return of_mask(np.array(wanted, np.bool_)[self._region_of])

    def _bounds(self, centre: Vector) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the squares of the least and the greatest chord to any point of each box."""
        column = np.array(centre)[:, None]
        to_low, to_high = self._lows - column, self._highs - column
        least = np.maximum(np.maximum(to_low, -to_high), 0)
        most = np.maximum(-to_low, to_high)
        return np.einsum("ij,ij->j", least, least), np.einsum("ij,ij->j", most, most)

    def _inside(self, near: Near, centre: Vector, blocks: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the bits of *blocks*' rows within the radius, rounding and all."""
        x, y, z = centre
        px, py, pz = self._cubes[:, blocks]
        chords = (px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2
        reach = _reach(near.radius_km)
        inside = chords < max(0.0, reach - _SLACK) ** 2
        doubtful = np.nonzero((chords <= (reach + _SLACK) ** 2) & ~inside)
        if len(doubtful[0]):
            rows = blocks[doubtful[0]] * BLOCK + doubtful[1]
            inside[doubtful] = self.distances_km(rows, centre) <= near.radius_km
        return np.packbits(inside, axis=-1, bitorder="little").view(np.uint64)

    def _near_rows(self, found: RowSet, nearby: Nearby, count: int) -> Rows:
        """Return the rows of so many of the nearest blocks that no other can be as near."""
        blocks = found.groups_of_words(BLOCK // WORD)
        least = nearby.least[blocks]
        looked = _FIRST_BLOCKS
        while looked < len(blocks):
            near_to_far = np.argpartition(least, looked)
            rows = found.only(np.sort(blocks[near_to_far[:looked]]), BLOCK // WORD).rows()
            if len(rows) >= count:
                chords = self._squared_chords(rows, nearby.centre)
                farthest = math.sqrt(np.partition(chords, count - 1)[count - 1])
                if farthest + _SLACK < math.sqrt(least[near_to_far[looked]]):
                    return rows
            looked *= 4
        return found.rows()

    def _squared_chords(self, rows: Rows, centre: Vector) -> NDArray[np.float64]:
        x, y, z = centre
        px, py, pz = self._vectors[:, rows]
        chords: NDArray[np.float64] = (px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2
        return chords

    def _fitting(self, words: NDArray[np.int64], bits: NDArray[np.uint64]) -> RowSet:
        """Return the set without what stands after the last row."""
        size = len(self._region_of)
        kept = int(np.searchsorted(words, -(-size // WORD)))
        if kept and (words[kept - 1] + 1) * WORD > size:
            bits[kept - 1] &= np.uint64((1 << size % WORD) - 1)
        at = EVERY_WORD if kept == words_of(size) else words[:kept]
        return RowSet(at, bits[:kept])


def _reach(radius_km: float) -> float:
    """Return the chord of a radius."""
    return 2 * math.sin(min(radius_km / EARTH_RADIUS_KM, math.pi) / 2)


def unit_vector(point: Point | Near) -> Vector:
    """Return where a point stands on a sphere of radius 1."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
