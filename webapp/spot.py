"""Where a visitor is, told so roughly that it points at no house: a 0.02 degree grid. Pure."""

import re
from dataclasses import dataclass

from indexer.place import Place, PlaceKind
from webapp.language import _

GRID = 0.02
"""Degrees, about 2.2 km from north to south."""
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d{1,20})?),\s?(-?\d{1,3}(?:\.\d{1,20})?)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot(Place):
    """A point of the grid that a visitor's browser gave."""

    @property
    def label(self) -> str:
        """Return what we call it: we do not know its name."""
        return _("your location (to about 2 km)")


def coarse(text: str) -> str:
    """Return the point that *text* gives as "lat,lon", on the grid; "" if it gives none."""
    match = _POINT.fullmatch(text)
    if match is None:
        return ""
    lat, lon = float(match[1]), float(match[2])
    if abs(lat) > 90 or abs(lon) > 180:
        return ""
    return f"{_on_grid(lat):.2f},{_on_grid(lon):.2f}"


def spot(text: str) -> Spot | None:
    """Return the place that "lat,lon" stands for; None for any other text."""
    point = coarse(text)
    if not point:
        return None
    lat, lon = map(float, point.split(","))
    # Nobody says in which country it lies; most visitors are in the one that measures in miles.
    return Spot(kind=PlaceKind.CITY, name="", country="US", lat=lat, lon=lon)


def _on_grid(degrees: float) -> float:
    return round(degrees / GRID) * GRID + 0.0  # no "-0.00"
