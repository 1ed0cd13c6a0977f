"""The map of one page of a list, made from what the page shows. Pure."""

from collections.abc import Sequence

from indexer.clinic import Point
from indexer.place import Place
from indexer.search import MAX_RADIUS_KM, Hit
from webapp import radius, wording
from webapp.asking import PAGE_SIZE, Outcome, is_point
from webapp.cards import Card
from webapp.maps.picture import Circle, Picture, Spotted, draw
from webapp.search import Search


def map_of(
    search: Search, place: Place | None, rows: Sequence[tuple[Hit, Card]], outcome: Outcome
) -> Picture | None:
    """Return the map of the clinics in *rows* that have a point; None if there is nothing on it."""
    first = (search.page - 1) * PAGE_SIZE + 1 if outcome.answer.total else 1
    clinics = [
        _spotted(number, hit, card, card.point, place)
        for number, (hit, card) in enumerate(rows, first)
        if card.point is not None
    ]
    country = place.country if place else "US"
    unit = "mi" if country in radius.MILE_COUNTRIES else "km"
    return draw(clinics, _circle(search, place, outcome), unit)


def _circle(search: Search, place: Place | None, outcome: Outcome) -> Circle | None:
    if place is None or not is_point(place):
        return None
    asked = search.radius.km if search.radius else None
    km = outcome.widened_to_km or asked
    if not outcome.answer.total or (km is not None and km >= MAX_RADIUS_KM):
        km = None
    return Circle(lat=place.lat, lon=place.lon, radius_km=km, name=place.name)


def _spotted(number: int, hit: Hit, card: Card, at: Point, place: Place | None) -> Spotted:
    name = f"{number}. {card.name}"
    if place is not None and hit.distance_km is not None:
        name += f", {wording.length(hit.distance_km, place.country)}"
    return Spotted(number=number, name=name, town=card.city, lat=at.lat, lon=at.lon)
