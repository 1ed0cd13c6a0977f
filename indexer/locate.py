"""Puts an address on the map from the place table alone, and says how exact that is; pure."""

from indexer.clinic import Address, Point, Precision
from indexer.distance import great_circle_km
from indexer.place import Gazetteer, Place, PlaceKind


def locate(
    address: Address, stated: tuple[float, float] | None, places: Gazetteer
) -> tuple[Point | None, str]:
    """Return the point and the time zone (IANA name) of an address; None and "" if unknown.

    A source's own point (*stated*) is taken, as `STREET`, if it lies in the address's postcode
    or else town: within `Place.reach_km` of its point by great circle. Otherwise the point is
    the postcode's, else the town's. A state alone has no point, and a time zone only if it has
    a single one.
    """
    place = _place(address, places)
    if place is None:
        state = places.state(address.state, address.country) if address.state else None
        return None, state.time_zone if state else ""
    if stated and _lies_in(place, stated):
        return Point(lat=stated[0], lon=stated[1], precision=Precision.STREET), place.time_zone
    precision = Precision.ZIP if place.kind is PlaceKind.ZIP else Precision.CITY
    return Point(lat=place.lat, lon=place.lon, precision=precision), place.time_zone


def _place(address: Address, places: Gazetteer) -> Place | None:
    """Return the smallest place that the address is certainly in, short of a state."""
    zip_place = places.postcode(address.postcode, address.country or "US")
    if zip_place and address.state in ("", zip_place.state):
        return zip_place
    if not address.city:
        return None
    return places.city(address.city, address.state, address.country)


def _lies_in(place: Place, stated: tuple[float, float]) -> bool:
    """Return whether a stated point is one on the Earth and within the place's reach."""
    lat, lon = stated
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # also false for NaN
        return False
    return great_circle_km(place.lat, place.lon, lat, lon) <= place.reach_km
