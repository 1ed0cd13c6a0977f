"""Puts an address on the map, from the place table and what is told of it; pure.

Says how exact each point is, and believes none that lies outside the stated postcode or town.
"""

from collections.abc import Iterable, Iterator

from indexer.clinic import Address, Point, Precision
from indexer.distance import great_circle_km
from indexer.geocode import Answer, on_earth
from indexer.place import Gazetteer, Place, PlaceKind


def locate(
    address: Address,
    stated: tuple[float, float] | None,
    places: Gazetteer,
    answer: Answer | None = None,
) -> tuple[Point | None, str]:
    """Return the point and the time zone (IANA name) of an address; None and "" if unknown.

    The most exact point counts that lies in the address's postcode or else town, within
    `Place.reach_km` of its point by great circle: a geocoder's rooftop, then the source's own
    point (*stated*) as `STREET`, then a geocoder's street. Otherwise the point is the
    postcode's, else the town's. A state alone has no point, and a time zone only if it has a
    single one.
    """
    place = _place(address, places)
    if place is None:
        state = places.state(address.region, address.country) if address.region else None
        return None, state.time_zone if state else ""
    told = (point for point in _told(stated, answer) if _lies_in(place, (point.lat, point.lon)))
    precision = Precision.ZIP if place.kind is PlaceKind.ZIP else Precision.CITY
    own = Point(lat=place.lat, lon=place.lon, precision=precision)
    return next(told, own), place.time_zone


def believable(
    address: Address, points: Iterable[tuple[float, float]], places: Gazetteer
) -> tuple[float, float] | None:
    """Return the first point that lies in the address's postcode or town; None if none does."""
    return next((point for point in points if not contradicts(address, point, places)), None)


def contradicts(address: Address, point: tuple[float, float], places: Gazetteer) -> bool:
    """Return whether a source's point is none on the Earth, or outside its own address."""
    place = _place(address, places)
    return not (_lies_in(place, point) if place else on_earth(*point))


def _told(stated: tuple[float, float] | None, answer: Answer | None) -> Iterator[Point]:
    """Yield the points told of an address, the most exact first."""
    point = answer and Point(lat=answer.lat, lon=answer.lon, precision=answer.precision)
    if point and point.precision is Precision.ROOFTOP:
        yield point
    if stated:
        yield Point(lat=stated[0], lon=stated[1], precision=Precision.STREET)
    if point:
        yield point


def _place(address: Address, places: Gazetteer) -> Place | None:
    """Return the smallest place that the address is certainly in, short of a state."""
    zip_place = places.postcode(address.postcode, address.country or "US")
    if zip_place and address.state in ("", zip_place.state):
        return zip_place
    if not address.city:
        return None
    return places.city(address.city, address.region, address.country)


def _lies_in(place: Place, stated: tuple[float, float]) -> bool:
    """Return whether a stated point is one on the Earth and within the place's reach."""
    if not on_earth(*stated):
        return False
    return great_circle_km(place.lat, place.lon, *stated) <= place.reach_km
