"""From the globe onto a frame: true distances from its middle, whichever way one looks. Pure.

Azimuthal and equidistant, so a circle around the middle is a circle, also across the 180th
meridian and near a pole.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A frame of *width* by *height* units around a point."""

    lat: float
    lon: float
    width: int
    height: int
    units_per_km: float

    @classmethod
    def around(
        cls, lat: float, lon: float, radius_km: float, width: int, height: int, margin: int
    ) -> Self:
        """Return the frame in which the circle of *radius_km* stays *margin* off the edges."""
        room = min(width, height) / 2 - margin
        return cls(lat=lat, lon=lon, width=width, height=height, units_per_km=room / radius_km)

    @property
    def reach_km(self) -> float:
        """How far it is from the middle to a corner."""
        return math.hypot(self.width, self.height) / 2 / self.units_per_km

    @property
    def shrink(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, at the least."""
        edge = min(89.0, abs(self.lat) + self.reach_km / KM_PER_DEGREE)
        return math.cos(math.radians(edge))

    def points(
        self, lat: ArrayLike, lon: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where points lie: x to the right and y down, from the left upper corner."""
        phi, phi0 = np.radians(np.asarray(lat, np.float64)), math.radians(self.lat)
        turn = np.radians(np.asarray(lon, np.float64) - self.lon)
        east = np.cos(phi) * np.sin(turn)
        north = math.cos(phi0) * np.sin(phi) - math.sin(phi0) * np.cos(phi) * np.cos(turn)
        ahead = math.sin(phi0) * np.sin(phi) + math.cos(phi0) * np.cos(phi) * np.cos(turn)
        sine = np.hypot(east, north)
        angle = np.arctan2(sine, ahead)
        scale = EARTH_RADIUS_KM * self.units_per_km * _over(angle, sine)
        return self.width / 2 + east * scale, self.height / 2 - north * scale


def _over(angle: NDArray[np.float64], sine: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the angle over its sine; 1 at the middle itself."""
    ratio: NDArray[np.float64] = np.divide(angle, sine, out=np.ones_like(angle), where=sine > 1e-12)
    return ratio


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the latitude and longitude in the middle of some points, at least one."""
    lat, lon = np.radians(np.array(points, np.float64).T)
    x, y = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean()
    z = np.sin(lat).mean()
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def km_between(lat: float, lon: float, points: list[tuple[float, float]]) -> float:
    """Return how far the farthest of *points* is from (lat, lon); 0.0 without any."""
    if not points:
        return 0.0
    phi, lam = np.radians(np.array(points, np.float64).T)
    phi0, lam0 = math.radians(lat), math.radians(lon)
    half = np.sin((phi - phi0) / 2) ** 2
    half += np.cos(phi) * math.cos(phi0) * np.sin((lam - lam0) / 2) ** 2
    return float((2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1)))).max())
