"""What a map shows: numbered pins as in the list, the radius, borders, towns, a scale. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.distance import KM_PER_MILE
from webapp.maps.outlines import borders
from webapp.maps.projection import Projection, km_between, middle

WIDTH, HEIGHT = 360, 300
MARGIN = 18
"""Units between the radius, or the outermost pin, and the frame's edge."""
TOUCHING = 25
"""Units; pins nearer than this become one, so that each can be hit with a finger."""
SMALLEST_KM = 4.0
"""Clinics at one point still need a frame around it."""
LONGEST_BAR = 90
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
LETTER = 5.6
"""Units of width of a letter of a town's name, roughly."""
LINE = 11
MOST_TOWNS = 6


_Box = tuple[float, float, float, float]
"""Left, upper, right and lower edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """A clinic of the list that has a point."""

    number: int
    """In the list."""
    name: str
    """What is said of it: its number, its name, how far."""
    town: str
    lat: float
    lon: float


_At = tuple[Spotted, float, float]
"""A clinic with where it stands on the frame: to the right and down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One clinic on the map, or several that would touch."""

    x: int
    y: int
    first: int
    """The number of the first in the list."""
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A town's name."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The scale: a line and how long it is on the ground."""

    width: float
    amount: int
    unit: str
    """"mi" or "km"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything on the map, in units of its frame."""

    ring: float | None
    """The radius of the circle in which was looked, around the frame's middle; None without one."""
    states: str
    counties: str
    pins: tuple[Pin, ...]
    labels: tuple[Label, ...]
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Where was looked."""

    lat: float
    lon: float
    radius_km: float | None
    """None for any distance: then the frame holds all that is shown."""
    name: str


def draw(clinics: Sequence[Spotted], around: Circle | None, unit: str) -> Picture | None:
    """Return the map of *clinics*; None where nothing can be shown: no point, no circle."""
    points = [(one.lat, one.lon) for one in clinics]
    if around is None and not points:
        return None
    lat, lon = (around.lat, around.lon) if around else middle(points)
    ring_km = around.radius_km if around else None
    reach_km = max(ring_km or 0.0, km_between(lat, lon, points), SMALLEST_KM)
    view = Projection.around(lat, lon, reach_km, WIDTH, HEIGHT, MARGIN)
    xs, ys = view.points([one.lat for one in clinics], [one.lon for one in clinics])
    at = list(zip(clinics, xs.tolist(), ys.tolist(), strict=True))
    pins = _pins(at)
    states, counties = _borders(round(lat, 4), round(lon, 4), round(view.units_per_km, 6))
    return Picture(
        ring=ring_km * view.units_per_km if ring_km else None,
        states=states,
        counties=counties,
        pins=pins,
        labels=_labels(at, around, pins),
        bar=_bar(view, unit),
    )


@lru_cache(maxsize=1_000)
def _borders(lat: float, lon: float, units_per_km: float) -> tuple[str, str]:
    return borders(
        Projection(lat=lat, lon=lon, width=WIDTH, height=HEIGHT, units_per_km=units_per_km)
    )


def _pins(clinics: Sequence[_At]) -> tuple[Pin, ...]:
    """Return the pins in the list's order; who would touch an earlier pin joins it."""
    groups: list[tuple[float, float, list[Spotted]]] = []
    for one, x, y in clinics:
        for at_x, at_y, group in groups:
            if (x - at_x) ** 2 + (y - at_y) ** 2 < TOUCHING**2:
                group.append(one)
                break
        else:
            groups.append((x, y, [one]))
    return tuple(_pin(x, y, group) for x, y, group in groups)


def _pin(x: float, y: float, group: list[Spotted]) -> Pin:
    first = group[0].number
    text = str(first) if len(group) == 1 else f"{first}+"
    names = tuple(one.name for one in group)
    return Pin(x=round(x), y=round(y), first=first, text=text, names=names)


def _labels(
    clinics: Sequence[_At], around: Circle | None, pins: tuple[Pin, ...]
) -> tuple[Label, ...]:
    """Return the names of the middle and of the first towns, where they cover nothing."""
    taken: list[_Box] = [(pin.x - 12, pin.y - 12, pin.x + 12, pin.y + 12) for pin in pins]
    towns = {one.town: (x, y) for one, x, y in reversed(clinics) if one.town}
    named = dict(reversed(towns.items()))
    if around and around.name:
        named = {around.name: (WIDTH / 2, HEIGHT / 2), **named}
    found: list[Label] = []
    for name, (x, y) in named.items():
        for below in (24, -16):
            label = Label(round(x), round(y + below), name)
            box = _box(label)
            if _fits(box) and not any(_overlap(box, other) for other in taken):
                found.append(label)
                taken.append(box)
                break
        if len(found) == MOST_TOWNS:
            break
    return tuple(found)


def _box(label: Label) -> _Box:
    half = len(label.text) * LETTER / 2
    return label.x - half, label.y - LINE, label.x + half, label.y + 3


def _fits(box: _Box) -> bool:
    return box[0] >= 2 and box[1] >= 2 and box[2] <= WIDTH - 2 and box[3] <= HEIGHT - 24


def _overlap(one: _Box, other: _Box) -> bool:
    apart = one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    return not apart


def _bar(view: Projection, unit: str) -> Bar:
    km = KM_PER_MILE if unit == "mi" else 1.0
    fitting = [amount for amount in _BARS if amount * km * view.units_per_km <= LONGEST_BAR]
    amount = fitting[-1] if fitting else _BARS[0]
    return Bar(width=round(amount * km * view.units_per_km, 1), amount=amount, unit=unit)
