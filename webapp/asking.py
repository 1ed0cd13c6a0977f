"""From a search to the index's answer: as asked, or else farther away; never to a dead end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from indexer.place import Place, PlaceKind
from indexer.search import MAX_RADIUS_KM, UNCOUNTED, Answer, ClinicIndex, Hit, Near, Query, Region
from webapp import nearest, opening
from webapp.radius import DEFAULT
from webapp.search import Search

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a search found, and where."""

    answer: Answer
    widened_to_km: float | None = None
    """How far from the point it had to look; None if not farther than asked."""
    beyond: bool = False
    """Whether it found nothing in the region, and looked around its middle."""
    nearest: tuple[Hit, ...] = ()
    """The nearest clinics whatever they state, where nothing else was found."""

    @property
    def as_asked(self) -> bool:
        """Whether the clinics found lie where they were looked for."""
        return self.answer.total > 0 and self.widened_to_km is None and not self.beyond


Known = tuple[Query, Answer]
"""A question that was asked already, with its answer."""


def ask(
    index: ClinicIndex,
    search: Search,
    place: Place | None,
    now: datetime,
    known: Known | None = None,
) -> Outcome:
    """Return what *index* answers; if nothing lies there, what is nearest.

    If *known* is the very question, it is not asked again.
    """
    asked = replace(query(search, place, now), widen=True)
    answer = known[1] if known and known[0] == asked else index.search(asked)
    if answer.total or place is None:
        return Outcome(answer=answer, widened_to_km=answer.widened_to_km)
    if isinstance(asked.place, Region):
        middle = replace(asked, place=_near(place, DEFAULT.km))
        around = index.search(middle)
        if around.total:
            widened = around.widened_to_km or DEFAULT.km
            return Outcome(answer=around, widened_to_km=widened, beyond=True)
    bare = Query(place=_near(place, DEFAULT.km), widen=True, limit=nearest.SHOWN, counted=UNCOUNTED)
    return Outcome(answer=answer, nearest=index.search(bare).hits)


def total(index: ClinicIndex, search: Search, place: Place | None, now: datetime) -> int:
    """Return how many clinics a search finds as it is asked."""
    asked = query(search.on(1), place, now)
    return index.search(replace(asked, limit=0, counted=UNCOUNTED)).total


def respelt(index: ClinicIndex, search: Search, place: Place | None, now: datetime) -> str:
    """Return the words that nearly the same letters find clinics with; "" if there are none."""
    asked = replace(query(search.on(1), place, now), fuzzy=True, limit=0, counted=UNCOUNTED)
    answer = index.search(asked)
    return mended(search.words, answer) if answer.total and answer.corrected else ""


def mended(words: str, answer: Answer) -> str:
    """Return *words*, each that was taken for another one replaced by that."""
    corrected = answer.corrected
    return " ".join(corrected.get(word.casefold(), word) for word in words.split())


def query(search: Search, place: Place | None, now: datetime) -> Query:
    """Return the question that *search* asks of the index."""
    zone = place.time_zone if place else ""
    return Query(
        place=_around(search, place),
        words=search.words,
        facets={group: frozenset(codes) for group, codes in search.by_group.items()},
        open_at=opening.meant(search.open, now, zone),
        include_unstated=search.unstated,
        offset=(search.page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )


def is_point(place: Place | None) -> bool:
    """Whether one can measure a distance from *place*."""
    return place is not None and place.kind in {PlaceKind.ZIP, PlaceKind.CITY}


def _around(search: Search, place: Place | None) -> Near | Region | None:
    if place is None:
        return None
    if not is_point(place):
        return Region(country=place.country, state=place.state)
    return _near(place, MAX_RADIUS_KM if search.radius is None else search.radius.km)


def _near(place: Place, radius_km: float) -> Near:
    return Near(lat=place.lat, lon=place.lon, radius_km=radius_km)


def looser(search: Search) -> Iterator[Search]:
    """Yield the same search with one thing less asked of the clinics."""
    if (search.codes or search.open) and not search.unstated:
        yield search.including_unstated(True)
    for group in search.by_group:
        yield search.without_group(group)
    if search.open:
        yield search.opened("")
    if search.words:
        yield search.saying("")
