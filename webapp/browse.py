"""Which clinics lie where, for the pages to browse: counts by country, state and town. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from indexer.clinic import Clinic
from indexer.search import Hit, Region
from webapp import regions, statements
from webapp.collaborators import Places

MOST_LISTED = 300
"""Clinics of a state that its page lists; of more, it lists the towns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One country, state or town with how many clinics it has."""

    region: Region
    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One clinic in a list to browse."""

    clinic: Clinic
    statements: tuple[statements.Statement, ...]


def countries(towns: Mapping[Region, int], places: Places) -> tuple[Counted, ...]:
    """Return the countries that we know, in their order, those without clinics too."""
    counts = _totals(towns, lambda region: Region(country=region.country))
    return tuple(
        _counted(Region(country=code), regions.name_of_country(code), counts, places)
        for code in regions.COUNTRIES.values()
    )


def states(towns: Mapping[Region, int], country: str, places: Places) -> tuple[Counted, ...]:
    """Return the states of a country that have clinics, by name."""
    counts = _totals(towns, lambda region: replace(region, city=""))
    found = (
        _counted(region, regions.name_of_state(region, places), counts, places)
        for region in counts
        if region.country == country and region.state
    )
    return tuple(sorted(found, key=lambda state: state.name.casefold()))


def towns_of(towns: Mapping[Region, int], state: Region, places: Places) -> tuple[Counted, ...]:
    """Return the towns of a state that have clinics, by name."""
    found = (
        _counted(region, region.city, towns, places)
        for region in towns
        if replace(region, city="") == state and region.city
    )
    return tuple(sorted(found, key=lambda town: town.name.casefold()))


def vague(towns: Mapping[Region, int], within: Region) -> int:
    """Return how many clinics of a country state no state, or of a state no town."""
    return sum(
        count
        for region, count in towns.items()
        if region.country == within.country
        and region.state == within.state
        and not (within.state and region.city)
    )


def state_of(towns: Iterable[Region], country: str, slug: str, places: Places) -> Region | None:
    """Return the state that an address names, with clinics or without; None if there is none."""
    states = {replace(town, city="") for town in towns if town.country == country and town.state}
    for state in states:
        if regions.slug(regions.name_of_state(state, places)) == slug:
            return state
    found = regions.state(slug.replace("-", " "), country, places)
    return Region(country=country, state=found.state) if found else None


def town_of(towns: Iterable[Region], state: Region, slug: str) -> Region | None:
    """Return the town with clinics that an address names; None if none has that name."""
    return next(
        (
            region
            for region in towns
            if replace(region, city="") == state
            and region.city
            and regions.slug(region.city) == slug
        ),
        None,
    )


def by_town(hits: Iterable[Hit]) -> dict[str, list[Listed]]:
    """Return clinics by town, then name; last of all, under "", those who state no town."""
    found: dict[str, list[Listed]] = {}
    for hit in sorted(hits, key=_by_town_and_name):
        found.setdefault(hit.clinic.address.city.casefold(), []).append(listed(hit.clinic))
    return {group[0].clinic.address.city: group for group in found.values()}


def listed(clinic: Clinic) -> Listed:
    """Return a clinic as a list shows it."""
    return Listed(clinic=clinic, statements=statements.headline(clinic))


def _totals(
    towns: Mapping[Region, int], larger: Callable[[Region], Region]
) -> Mapping[Region, int]:
    counts: Counter[Region] = Counter()
    for region, count in towns.items():
        counts[larger(region)] += count
    return counts


def _by_town_and_name(hit: Hit) -> tuple[bool, str, str, str]:
    town = hit.clinic.address.city.casefold()
    return not town, town, hit.clinic.name.casefold(), hit.id


def _counted(region: Region, name: str, counts: Mapping[Region, int], places: Places) -> Counted:
    return Counted(
        region=region, name=name, url=regions.url(region, places), count=counts.get(region, 0)
    )
