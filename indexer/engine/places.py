"""Where the clinics are: unit vectors and regions as columns, and who is within a radius."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Clinic, Point
from indexer.distance import EARTH_RADIUS_KM
from indexer.engine import arrays
from indexer.engine.bitmaps import Rows
from indexer.search import Near, Region

NOWHERE = (math.inf, math.inf, math.inf)
"""The vector of a clinic without a point: farther than anything."""
_SLACK = 1e-9
"""Of the chord on the unit sphere, about 6 mm: more than rounding can hide."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Who is within a radius."""

    rows: Rows
    distances_km: NDArray[np.float64]
    """Of each of the rows."""


class Places:
    """The points and regions of one snapshot's clinics, by row."""

    def __init__(self, folder: Path) -> None:
        self._x, self._y, self._z = arrays.load(folder, "vectors")
        self._region_of = arrays.load(folder, "regions")
        names = msgspec.json.decode((folder / "regions.json").read_bytes(), type=list[list[str]])
        self._regions = [(country, state) for country, state in names]

    @classmethod
    def write(cls, clinics: Sequence[Clinic], folder: Path) -> Self:
        """Write the columns of *clinics* in row order into *folder* and open them."""
        keys = [(c.address.country.casefold(), c.address.region.casefold()) for c in clinics]
        regions = sorted(set(keys))
        vectors = [unit_vector(c.point) if c.point else NOWHERE for c in clinics]
        arrays.save(
            folder,
            vectors=np.array(vectors, dtype=np.float64).reshape(-1, 3).T.copy(),
            regions=np.array([regions.index(key) for key in keys], dtype=np.int32),
        )
        (folder / "regions.json").write_bytes(msgspec.json.encode(regions))
        return cls(folder)

    def within(self, near: Near) -> Nearby:
        """Return who is within the radius, inclusive."""
        x, y, z = unit_vector(near)
        dx, dy, dz = self._x - x, self._y - y, self._z - z
        chords = dx * dx + dy * dy + dz * dz  # squared: straight lines need no trigonometry
        reach = 2 * math.sin(min(near.radius_km / EARTH_RADIUS_KM, math.pi) / 2) + _SLACK
        rows = np.flatnonzero(chords <= reach * reach)
        sums = (self._x[rows] + x) ** 2 + (self._y[rows] + y) ** 2 + (self._z[rows] + z) ** 2
        angles = 2 * np.arctan2(np.sqrt(chords[rows]), np.sqrt(sums))  # exact at both ends
        distances = np.round(EARTH_RADIUS_KM * angles, 6)
        inside = distances <= near.radius_km
        return Nearby(rows[inside], distances[inside])

    def inside(self, region: Region) -> NDArray[np.bool_]:
        """Return for each row whether its address is in *region*."""
        country, state = region.country.casefold(), region.state.casefold()
        wanted = [
            number
            for number, (its_country, its_state) in enumerate(self._regions)
            if its_country == country and state in ("", its_state)
        ]
        return np.isin(self._region_of, wanted)


def unit_vector(point: Point | Near) -> tuple[float, float, float]:
    """Return where a point stands on a sphere of radius 1."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
