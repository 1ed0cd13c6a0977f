"""Where the clinics are: unit vectors by row, balls around blocks of rows, and regions.

Rows follow a curve, so that the rows of a block lie together: a block whose ball is outside the
radius is never looked at, and one whose ball is inside is taken whole.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Address, Point
from indexer.distance import EARTH_RADIUS_KM
from indexer.engine import arrays
from indexer.engine.bitmaps import EVERY_WORD, WORD, Rows, RowSet, Words, of_mask, packed, words_of
from indexer.search import Near, Region

BLOCK = 4 * WORD
"""Rows to a block."""
Vector: TypeAlias = NDArray[np.float64]
"""Of three coordinates."""
Town: TypeAlias = tuple[str, str, str]
"""Country, state and town as an address has them; "" for what it does not state."""
_SLACK = 1e-9
"""Radians, about 6 mm: more than rounding to the millimetre can hide."""
_ROUNDING = 1e-14
"""Of the product of two unit vectors, the cosine of the angle between them."""
_NEAR_BLOCK = 1e-7
"""Of the chord to a block, which only tells whether to look into it."""
_FEW = 2_048
"""So many rows are all looked at for the nearest; of more, those of the nearest blocks."""
_FIRST_BLOCKS = 32
"""Blocks to look for the nearest in, before four times as many."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Who is within a radius."""

    rows: RowSet
    centre: Vector


class Places:
    """The points and regions of one snapshot's clinics, by row."""

    def __init__(self, folder: Path) -> None:
        self._blocks = arrays.load(folder, "vectors")
        self._coordinates = self._blocks.reshape(-1)
        self._placed = RowSet(EVERY_WORD, arrays.load(folder, "placed"))
        self._centres, self._squares, self._radii, self._whole = _balls(folder)
        self._region_of = arrays.load(folder, "regions")
        self._named = (folder / "regions.json").read_bytes()
        self._last: tuple[Near, Nearby] | None = None

    @staticmethod
    def write(points: Sequence[Point | None], addresses: Sequence[Address], folder: Path) -> None:
        """Write the columns of clinics in row order into *folder*."""
        written = Counter((a.country, a.region, a.city) for a in addresses)
        best_last = sorted(written, key=lambda town: (-written[town], town), reverse=True)
        towns = {_key(town): town for town in best_last}
        numbers = {key: number for number, key in enumerate(sorted(towns))}
        vectors = np.array([unit_vector(p) if p else _NOWHERE for p in points], np.float64)
        missing = -len(points) % BLOCK
        whole = np.pad(vectors.reshape(-1, 3), [(0, missing), (0, 0)], constant_values=math.nan)
        blocks = whole.reshape(-1, BLOCK, 3).transpose(0, 2, 1).copy()
        arrays.save(
            folder,
            vectors=blocks,
            balls=_balls_around(blocks),
            placed=packed(~np.isnan(whole[: len(points), 0])),
            regions=np.array(
                [numbers[_key((a.country, a.region, a.city))] for a in addresses], np.int32
            ),
        )
        names = [towns[key] for key in numbers]
        (folder / "regions.json").write_bytes(msgspec.json.encode(names))

    @cached_property
    def _towns(self) -> list[Town]:
        """Decoded when the first region is asked for: of a large index they are thousands."""
        return msgspec.json.decode(self._named, type=list[tuple[str, str, str]])

    @cached_property
    def _keys(self) -> list[Town]:
        return list(map(_key, self._towns))

    def within(self, near: Near) -> Nearby:
        """Return who is within the radius, inclusive.

        The last circle is remembered: who asks once asks again, such as for those open now.
        """
        last = self._last
        if last is None or last[0] != near:
            last = self._last = near, self._within(near)
        return last[1]

    def _within(self, near: Near) -> Nearby:
        centre = np.array(unit_vector(near))
        if near.radius_km >= math.pi * EARTH_RADIUS_KM:
            return Nearby(self._placed, centre)
        reach = 2 * math.sin(near.radius_km / EARTH_RADIUS_KM / 2)
        away = self._away(centre)
        touched = (away <= self._radii + (reach + _NEAR_BLOCK)).nonzero()[0]
        border = (away[touched] + self._whole[touched] >= reach - _NEAR_BLOCK).nonzero()[0]
        bits = np.full((len(touched), BLOCK // WORD), ~np.uint64(0))
        bits[border] = self._inside(near, centre, touched[border])
        return Nearby(self._fitting(touched, bits.ravel()), centre)

    def nearest(
        self, found: RowSet, total: int, nearby: Nearby, count: int
    ) -> tuple[Rows, NDArray[np.float64]]:
        """Return at least the *count* nearest rows of *found*, all as near, and their distances."""
        rows = found.rows() if total <= _FEW else self._near_rows(found, nearby.centre, count)
        if len(rows) > count:
            cosines = self._cosines(rows, nearby.centre)
            least = float(np.partition(cosines, -count)[-count])
            slack = _SLACK * math.sqrt(max(0.0, 1 - least * least)) + _ROUNDING
            rows = rows[cosines >= least - slack]
        return rows, self.distances_km(rows, nearby.centre)

    def distances_km(self, rows: Rows, centre: Vector) -> NDArray[np.float64]:
        """Return how far each of *rows* is, to the millimetre; NaN for one without a point."""
        to_and_from = self._points(rows) + np.array([-centre, centre])[:, :, None]
        chord, sum_ = np.sqrt(np.einsum("ijk,ijk->ik", to_and_from, to_and_from))
        angles = np.arctan2(chord, sum_)  # exact at both ends
        distances: NDArray[np.float64] = (2 * EARTH_RADIUS_KM * angles).round(6)
        return distances

    def inside(self, region: Region) -> RowSet:
        """Return who has an address in *region*: its towns stand together in their order."""
        country, state, city = _key((region.country, region.state, region.city))
        asked = (country, state) if state else (country,)
        first = bisect_left(self._keys, asked, key=lambda key: key[: len(asked)])
        end = bisect_right(self._keys, asked, key=lambda key: key[: len(asked)])
        if not city:
            return of_mask((self._region_of >= first) & (self._region_of < end))
        towns = [number for number in range(first, end) if self._keys[number][2] == city]
        return of_mask(np.isin(self._region_of, towns))

    def towns(self) -> dict[Region, int]:
        """Return every town that someone has an address in, with how many have."""
        counts = np.bincount(self._region_of, minlength=len(self._towns)).tolist()
        return {
            Region(country=country, state=state, city=city): count
            for (country, state, city), count in zip(self._towns, counts, strict=True)
        }

    def _away(self, centre: Vector) -> NDArray[np.float64]:
        """Return the chord from *centre* to the middle of each block's ball."""
        away: NDArray[np.float64] = np.sqrt(np.maximum(self._squares - centre @ self._centres, 0))
        return away

    def _inside(self, near: Near, centre: Vector, blocks: NDArray[np.int64]) -> Words:
        """Return the bits of *blocks*' rows within the radius, rounding and all."""
        cosines = centre @ self._blocks[blocks]
        angle = near.radius_km / EARTH_RADIUS_KM
        inside = cosines >= math.cos(max(0.0, angle - _SLACK)) + _ROUNDING
        doubtful = inside ^ (cosines >= math.cos(min(math.pi, angle + _SLACK)) - _ROUNDING)
        if doubtful.any():
            block, row = doubtful.nonzero()
            distances = self.distances_km(blocks[block] * BLOCK + row, centre)
            inside[block, row] = distances <= near.radius_km
        return np.packbits(inside, axis=-1, bitorder="little").view(np.uint64)

    def _near_rows(self, found: RowSet, centre: Vector, count: int) -> Rows:
        """Return the rows of so many of the nearest blocks that no other can be as near."""
        blocks = found.groups_of_words(BLOCK // WORD)
        least = (self._away(centre) - self._radii)[blocks]
        looked = _FIRST_BLOCKS
        while looked < len(blocks):
            near_to_far = np.argpartition(least, looked)
            rows = found.only(np.sort(blocks[near_to_far[:looked]]), BLOCK // WORD).rows()
            if len(rows) >= count:
                cosine = np.partition(self._cosines(rows, centre), -count)[-count]
                farthest = math.sqrt(max(0.0, 2 - 2 * cosine))
                if farthest + _NEAR_BLOCK < least[near_to_far[looked]]:
                    return rows
            looked *= 4
        return found.rows()

    def _points(self, rows: Rows) -> NDArray[np.float64]:
        """Return the three coordinates of *rows*, one after the other."""
        first = rows // BLOCK * (3 * BLOCK) + rows % BLOCK
        points: NDArray[np.float64] = self._coordinates[first + _EACH_COORDINATE]
        return points

    def _cosines(self, rows: Rows, centre: Vector) -> NDArray[np.float64]:
        """Return the cosine of the angle between *centre* and each of *rows*."""
        cosines: NDArray[np.float64] = np.einsum("i,ij->j", centre, self._points(rows))
        return cosines

    def _fitting(self, blocks: NDArray[np.int64], bits: Words) -> RowSet:
        """Return the set of the *bits* of *blocks* without what stands after the last row."""
        words = (blocks[:, None] * (BLOCK // WORD) + _WORDS_OF_BLOCK).ravel()
        count = words_of(len(self._region_of))
        kept = len(words)
        while kept and words[kept - 1] >= count:
            kept -= 1
        at = EVERY_WORD if kept == count else words[:kept]
        return RowSet(at, bits[:kept])


_NOWHERE = (math.nan, math.nan, math.nan)
"""The vector of a clinic without a point, and of what fills the last block: near nothing."""
_EACH_COORDINATE = np.arange(3)[:, None] * BLOCK
_WORDS_OF_BLOCK = np.arange(BLOCK // WORD)


def _key(town: Town) -> Town:
    """Return what a town is known by, however it is written."""
    country, state, city = town
    return country.casefold(), state.casefold(), city.casefold()


def _balls_around(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centre and the radius of a ball around each block, and what makes it whole.

    The last number is the radius, or infinite where a row has no point. The ball of a block
    without any point is so far inside itself that nothing reaches it.
    """
    low, high = np.fmin.reduce(blocks, axis=2), np.fmax.reduce(blocks, axis=2)
    centres = np.nan_to_num((low + high) / 2)
    radii = np.fmax.reduce(np.sqrt(((blocks - centres[:, :, None]) ** 2).sum(axis=1)), axis=1)
    whole = np.where(np.isnan(blocks[:, 0]).any(axis=1), math.inf, radii)
    return np.vstack([centres.T, np.where(np.isnan(radii), -9.0, radii), whole])


def _balls(folder: Path) -> tuple[NDArray[np.float64], ...]:
    """Return twice the balls' centres, their squares plus one, their radii, and those if whole.

    The square of the chord from v, on the unit sphere, to a centre c is 1 + cc - 2vc.
    """
    balls = arrays.load(folder, "balls")
    centres = balls[:3]
    return 2 * centres, 1 + (centres**2).sum(axis=0), balls[3], balls[4]


def unit_vector(point: Point | Near) -> tuple[float, float, float]:
    """Return where a point stands on a sphere of radius 1."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
