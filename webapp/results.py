"""What a results page shows, made from a search, its place and the index's answer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.clinic import Clinic
from indexer.place import Place, PlaceKind
from indexer.search import MAX_RADIUS_KM, Answer, Hit, Near, Query, Region
from indexer.vocabulary import Entry, vocabulary
from webapp import statements, wording
from webapp.forms import GROUP_OF, RADII_MILES, Search

PAGE_SIZE = 25
FACETS = tuple(GROUP_OF.values())
FACET_TITLES = {"offering": "How the medicine is given", "therapy": "Talking therapy with it"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clinic in the list."""

    clinic: Clinic
    distance: str
    """"" where the search or the clinic has no point."""
    statements: tuple[statements.Statement, ...]
    unstated: tuple[str, ...]
    """Labels of what was asked for and of which nothing is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetLink:
    """One filter to switch on or off, with how many clinics state it."""

    entry: Entry
    count: int
    on: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another search that may find more."""

    text: str
    search: Search


def query(search: Search, place: Place | None, limit: int = PAGE_SIZE) -> Query:
    """Return the question that *search* asks of the index."""
    return Query(
        place=_around(search, place),
        words=search.words,
        facets={
            group: frozenset(entry.code for entry in search.asked(group))
            for group in FACETS
            if search.asked(group)
        },
        include_unstated=search.unstated,
        offset=(search.page - 1) * PAGE_SIZE,
        limit=limit,
    )


def _around(search: Search, place: Place | None) -> Near | Region | None:
    if place is None:
        return None
    if place.kind is PlaceKind.COUNTRY:
        return Region(country=place.country)
    if place.kind is PlaceKind.STATE:
        return Region(country=place.country, state=place.state)
    radius_km = MAX_RADIUS_KM if search.miles is None else search.miles * wording.KM_PER_MILE
    return Near(lat=place.lat, lon=place.lon, radius_km=radius_km)


def is_point(place: Place | None) -> bool:
    """Whether one can measure a distance from *place*."""
    return place is not None and place.kind in {PlaceKind.ZIP, PlaceKind.CITY}


def title(search: Search, place: Place | None) -> str:
    """Return the page's title: what kind of list this is."""
    if place is not None:
        return f"Clinics {'near' if is_point(place) else 'in'} {place.label}"
    return f"Clinics with the words “{search.words}”" if search.words else "All clinics we know"


def heading(search: Search, place: Place | None, total: int) -> str:
    """Return what was found and what was asked for, in one sentence without a full stop."""
    count = "No clinic" if total == 0 else f"{total:,} {'clinic' if total == 1 else 'clinics'}"
    asked = [_states(search, group, one=total < 2) for group in FACETS if search.asked(group)]
    stated = f" that {' and '.join(asked)}" if asked else ""
    words = f" with the words “{search.words}”" if search.words else ""
    return f"{count}{stated}{words}{_where(search, place)}"


def _states(search: Search, group: str, *, one: bool) -> str:
    phrase = wording.joined([entry.label for entry in search.asked(group)], "or")
    verb, say = ("states", "says") if one else ("state", "say")
    silent = f" (or {say} nothing about it)" if search.unstated else ""
    return f"{verb} {phrase}{silent}"


def _where(search: Search, place: Place | None) -> str:
    if place is None:
        return ""
    if not is_point(place):
        return f" in {place.label}"
    if search.miles is None:
        return f" at any distance from {place.label}"
    return f" within {radius(search.miles, place.country)} of {place.label}"


def radius(miles: int, country: str) -> str:
    """Return a radius in words, in km too outside the US."""
    km = "" if country == "US" else f" ({round(miles * wording.KM_PER_MILE):,} km)"
    return f"{miles} miles{km}"


def order(search: Search, place: Place | None) -> str:
    """Return the rule by which the list is sorted."""
    if is_point(place):
        return "Nearest first, then by name. Nothing else changes the order."
    if search.words and place is None:
        return "Best match of your words first, then by name. Nothing else changes the order."
    return "By name. Nothing else changes the order."


def rows(search: Search, place: Place | None, hits: tuple[Hit, ...]) -> list[Row]:
    """Return the list's rows."""
    return [
        Row(
            clinic=hit.clinic,
            distance=_distance(hit, place),
            statements=statements.summary(hit.clinic, FACETS),
            unstated=tuple(_unstated(search, hit.clinic)),
        )
        for hit in hits
    ]


def _distance(hit: Hit, place: Place | None) -> str:
    if place is None or hit.distance_km is None or hit.clinic.point is None:
        return ""
    return wording.distance(hit.distance_km, hit.clinic.point.precision, place)


def _unstated(search: Search, clinic: Clinic) -> Iterator[str]:
    for group in FACETS:
        asked = search.asked(group)
        if not any(clinic.says(entry.code) for entry in asked):
            yield from (entry.label for entry in statements.unstated(clinic, asked))


def facets(search: Search, answer: Answer, group: str) -> list[FacetLink]:
    """Return one group's filters with their counts, those of zero too."""
    counts = answer.facets[group]
    return [
        FacetLink(
            entry=entry,
            count=counts.get(entry.code, 0),
            on=entry.code in search.codes,
            url=search.toggled(entry.code).url(),
        )
        for entry in vocabulary().group(group)
        if entry.facet or entry.code in search.codes
    ]


def wider(search: Search, place: Place | None) -> list[Alternative]:
    """Return the same search in each wider radius; none where distance plays no part."""
    if place is None or not is_point(place) or search.miles is None:
        return []
    larger: list[int | None] = [miles for miles in RADII_MILES if miles > search.miles]
    return [
        Alternative(
            text=f"within {radius(miles, place.country)}" if miles else "at any distance",
            search=replace(search, miles=miles, page=1),
        )
        for miles in [*larger, None]
    ]


def looser(search: Search) -> list[Alternative]:
    """Return the same search with one thing less asked of the clinics."""
    found = []
    if search.codes and not search.unstated:
        text = "including clinics that do not say"
        found.append(Alternative(text=text, search=search.including_unstated(True)))
    for group in FACETS:
        codes = {entry.code for entry in search.asked(group)}
        if codes:
            label = wording.joined([entry.label for entry in search.asked(group)], "or")
            less = replace(search, codes=search.codes - codes, page=1)
            found.append(Alternative(text=f"without asking for {label}", search=less))
    if search.words:
        less = replace(search, words="", page=1)
        found.append(Alternative(text=f"without the words “{search.words}”", search=less))
    return found
