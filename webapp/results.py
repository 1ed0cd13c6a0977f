"""What a results page shows, made from a search, its place and the index's answer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.clinic import Clinic
from indexer.place import Place, PlaceKind
from indexer.search import MAX_RADIUS_KM, Answer, Hit, Near, Query, Region
from indexer.vocabulary import Entry, vocabulary
from webapp import language, statements, wording
from webapp.forms import GROUP_OF, RADII_MILES, Search
from webapp.language import N_, _, ngettext

PAGE_SIZE = 25
FACETS = tuple(GROUP_OF.values())
FACET_TITLES = {
    "offering": N_("How the medicine is given"),
    "therapy": N_("Talking therapy with it"),
}


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
        if is_point(place):
            return _("Clinics near %(place)s", place=place.label)
        return _("Clinics in %(place)s", place=place.label)
    if search.words:
        return _("Clinics with the words “%(words)s”", words=search.words)
    return _("All clinics we know")


def heading(search: Search, place: Place | None, total: int) -> str:
    """Return what was found and what was asked for, in one sentence without a full stop."""
    count = ngettext("%(num)s clinic", "%(num)s clinics", total) if total else _("No clinic")
    asked = [_states(search, group, max(total, 1)) for group in FACETS if search.asked(group)]
    stated = _("that %(statements)s", statements=language.listed(asked)) if asked else ""
    words = _("with the words “%(words)s”", words=search.words) if search.words else ""
    return " ".join(part for part in (count, stated, words, _where(search, place)) if part)


def _states(search: Search, group: str, clinics: int) -> str:
    labels = wording.any_of(_(entry.label) for entry in search.asked(group))
    if search.unstated:
        return ngettext(
            "states %(labels)s (or says nothing about it)",
            "state %(labels)s (or say nothing about it)",
            clinics,
            labels=labels,
        )
    return ngettext("states %(labels)s", "state %(labels)s", clinics, labels=labels)


def _where(search: Search, place: Place | None) -> str:
    if place is None:
        return ""
    if not is_point(place):
        return _("in %(place)s", place=place.label)
    if search.miles is None:
        return _("at any distance from %(place)s", place=place.label)
    far = radius(search.miles, place.country)
    return _("within %(radius)s of %(place)s", radius=far, place=place.label)


def radius(miles: int, country: str) -> str:
    """Return a radius in words, in km too outside the US."""
    words = wording.miles_long(miles)
    if country == "US":
        return words
    km = language.number(round(miles * wording.KM_PER_MILE))
    return _("%(miles)s (%(km)s km)", miles=words, km=km)


def order(search: Search, place: Place | None) -> str:
    """Return the rule by which the list is sorted."""
    if is_point(place):
        return _("Nearest first, then by name. Nothing else changes the order.")
    if search.words and place is None:
        return _("Best match of your words first, then by name. Nothing else changes the order.")
    return _("By name. Nothing else changes the order.")


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
            yield from (_(entry.label) for entry in statements.unstated(clinic, asked))


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
            text=_("within %(radius)s", radius=radius(miles, place.country))
            if miles
            else _("at any distance"),
            search=replace(search, miles=miles, page=1),
        )
        for miles in [*larger, None]
    ]


def looser(search: Search) -> list[Alternative]:
    """Return the same search with one thing less asked of the clinics."""
    found = []
    if search.codes and not search.unstated:
        text = _("including clinics that do not say")
        found.append(Alternative(text=text, search=search.including_unstated(True)))
    for group in FACETS:
        codes = {entry.code for entry in search.asked(group)}
        if codes:
            labels = wording.any_of(_(entry.label) for entry in search.asked(group))
            less = replace(search, codes=search.codes - codes, page=1)
            found.append(
                Alternative(text=_("without asking for %(labels)s", labels=labels), search=less)
            )
    if search.words:
        less = replace(search, words="", page=1)
        text = _("without the words “%(words)s”", words=search.words)
        found.append(Alternative(text=text, search=less))
    return found
