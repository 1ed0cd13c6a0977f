"""What a results page says, made from a search, its place and the index's answer. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from indexer.clinic import Clinic
from indexer.distance import KM_PER_MILE
from indexer.place import Place
from indexer.said import said
from indexer.search import MAX_RADIUS_KM
from webapp import filters, language, opening, radius, wording
from webapp.asking import PAGE_SIZE, Outcome, is_point
from webapp.language import _, ngettext
from webapp.radius import Radius
from webapp.search import Search
from webapp.spot import spot

FACET_TITLES = {group.name: group.title for group in filters.groups()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another search, in words that follow "Search"; and how many clinics it finds."""

    text: str
    url: str
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One thing that was understood, and the search without it."""

    text: str
    url: str


def title(search: Search, place: Place | None) -> str:
    """Return the page's title: what kind of list this is."""
    if place is not None:
        if is_point(place):
            return _("Clinics near %(place)s", place=wording.label(place))
        return _("Clinics in %(place)s", place=wording.label(place))
    if search.words:
        return _("Clinics with the words “%(words)s”", words=search.words)
    return _("Clinics that state what you ask for") if search.codes else _("All clinics we know")


def may_be_listed(search: Search) -> bool:
    """Whether search engines may list the page: of a place with a name, and nothing else asked.

    Where somebody stands is nobody's page, whoever links to it.
    """
    return search == Search(near=search.near, radius=search.radius) and spot(search.near) is None


def heading(search: Search, place: Place | None, total: int, at: datetime | None = None) -> str:
    """Return what was found and what was asked for, in one sentence without a full stop.

    *at* is the instant at which they should be open.
    """
    count = ngettext("%(num)s clinic", "%(num)s clinics", total) if total else _("No clinics")
    asked = [_states(search, group, total) for group in search.by_group]
    stated = _("that %(statements)s", statements=language.listed(asked)) if asked else ""
    words = _("with the words “%(words)s”", words=search.words) if search.words else ""
    hours = _("with printed hours that say open %(when)s", when=_when(search, at)) if at else ""
    return " ".join(part for part in (count, stated, words, hours, where(search, place)) if part)


def found_instead(outcome: Outcome, place: Place, total: int) -> str:
    """Return where the clinics lie that were found though none lies where it was asked for."""
    km = outcome.widened_to_km or MAX_RADIUS_KM
    count = ngettext("%(num)s clinic", "%(num)s clinics", total)
    label = wording.label(place)
    middle = _("the middle of %(place)s", place=label) if outcome.beyond else label
    if km >= MAX_RADIUS_KM:
        return _(
            "We looked at any distance: %(clinics)s, the nearest to %(place)s first",
            clinics=count,
            place=middle,
        )
    return _(
        "We looked farther: %(clinics)s within %(radius)s of %(place)s",
        clinics=count,
        radius=_km_in(km, place.country),
        place=middle,
    )


def where(search: Search, place: Place | None) -> str:
    """Return where was looked, such as "within 25 miles of Anytown"; "" without a place."""
    if place is None:
        return ""
    if not is_point(place):
        return _("in %(place)s", place=wording.label(place))
    if search.radius is None:
        return _("at any distance from %(place)s", place=wording.label(place))
    far = length(search.radius, place.country)
    return _("within %(radius)s of %(place)s", radius=far, place=wording.label(place))


def length(asked: Radius, country: str) -> str:
    """Return a radius in words, in the other unit too where the country measures in that."""
    if asked.unit == "km":
        return _("%(km)s km", km=language.number(asked.amount))
    words = wording.miles_long(asked.amount)
    if country in radius.MILE_COUNTRIES:
        return words
    return _("%(km)s km (%(miles)s)", miles=words, km=language.number(round(asked.km)))


def short_length(asked: Radius, country: str) -> str:
    """Return a radius in the unit of *country* alone, for a choice of several."""
    return _short_length(asked, country, language.present())


@lru_cache(maxsize=1_000)
def _short_length(asked: Radius, country: str, code: str) -> str:
    """Return it in the language *code*, which is the present one."""
    return _km_in(asked.km, country) if asked.unit == "mi" else length(asked, country)


def order(search: Search, place: Place | None, outcome: Outcome) -> str:
    """Return the rule by which the list is sorted."""
    if is_point(place) or outcome.beyond:
        return _("Nearest first, then by name. Nothing else changes the order.")
    if search.words and place is None:
        return _("Best match of your words first, then by name. Nothing else changes the order.")
    return _("By name. Nothing else changes the order.")


def shown(search: Search, total: int) -> str:
    """Return which of all clinics the page shows; "" if it shows all."""
    if total <= PAGE_SIZE:
        return ""
    first = (search.page - 1) * PAGE_SIZE + 1
    return _(
        "Showing %(first)s–%(last)s of %(total)s.",
        first=language.number(first),
        last=language.number(min(total, search.page * PAGE_SIZE)),
        total=language.number(total),
    )


def chips(search: Search, place: Place | None, at: datetime | None) -> list[Chip]:
    """Return what is asked for, each with the search without it."""
    return [Chip(text=text, url=without.url()) for text, without in _chips(search, place, at)]


def _chips(
    search: Search, place: Place | None, at: datetime | None
) -> Iterator[tuple[str, Search]]:
    if place is not None:
        yield wording.label(place), search.at("")
    if is_point(place) and search.radius != radius.DEFAULT:
        yield _radius_words(search.radius, place), search.within(radius.DEFAULT)
    for codes in search.by_group.values():
        for code in codes:
            yield filters.label(filters.entry(code)), search.toggled(code)
    if at is not None:
        yield _("open %(when)s", when=_when(search, at)), search.opened("")
    if search.words:
        yield _("the words “%(words)s”", words=search.words), search.saying("")
    if search.unstated:
        yield _("clinics that do not say, too"), search.including_unstated(False)


def zooms(search: Search, place: Place | None) -> list[tuple[str, str, bool]]:
    """Return each radius to choose from: in words, its search, and whether it is in use."""
    if place is None or not is_point(place):
        return []
    steps: list[Radius | None] = [*radius.offered(place.country), None]
    if search.radius not in steps:
        steps = sorted([*steps, search.radius], key=lambda step: step.km if step else MAX_RADIUS_KM)
    return [
        (_step(step, place), search.within(step).url(), step == search.radius) for step in steps
    ]


def wider(search: Search, place: Place | None) -> list[Alternative]:
    """Return the same search in each wider radius; none where distance plays no part."""
    if place is None or not is_point(place) or search.radius is None:
        return []
    larger: list[Radius | None] = [
        step for step in radius.offered(place.country) if step.km > search.radius.km
    ]
    return [
        Alternative(text=_radius_words(step, place), url=search.within(step).url())
        for step in [*larger, None]
    ]


def loosened(search: Search, without: Search) -> str:
    """Return what *without* asks less than *search*, in words that follow "Search"."""
    if without.unstated and not search.unstated:
        return _("including clinics that do not say")
    if search.open and not without.open:
        return _("at any hour")
    if search.words and not without.words:
        return _("without the words “%(words)s”", words=search.words)
    less = filters.in_order(search.codes - without.codes)
    labels = wording.any_of(filters.label(filters.entry(code)) for code in less)
    return _("without asking for %(labels)s", labels=labels)


def unstated(search: Search, clinic: Clinic) -> tuple[str, ...]:
    """Return the labels of what was asked for and of which the clinic says nothing."""
    told = said(clinic)
    silent: list[str] = []
    for codes in search.by_group.values():
        if not any(told.get(code) for code in codes):
            silent += (filters.label(filters.entry(code)) for code in codes if code not in told)
    return tuple(silent)


def _states(search: Search, group: str, clinics: int) -> str:
    labels = wording.any_of(filters.label(entry) for entry in search.asked(group))
    if search.unstated:
        return ngettext(
            "states %(labels)s (or says nothing about it)",
            "state %(labels)s (or say nothing about it)",
            clinics,
            labels=labels,
        )
    return ngettext("states %(labels)s", "state %(labels)s", clinics, labels=labels)


def _when(search: Search, at: datetime | None) -> str:
    return opening.said(search.open, at) if at else ""


def _radius_words(step: Radius | None, place: Place | None) -> str:
    if step is None or place is None:
        return _("at any distance")
    return _("within %(radius)s", radius=length(step, place.country))


def _step(step: Radius | None, place: Place) -> str:
    return short_length(step, place.country) if step else _("any distance")


def _km_in(km: float, country: str) -> str:
    """Return a length in the units of *country*."""
    if country in radius.MILE_COUNTRIES:
        return wording.miles_long(round(km / KM_PER_MILE))
    return _("%(km)s km", km=language.number(round(km)))
