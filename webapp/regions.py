"""Countries, states and towns as pages to browse: their names, addresses and trails.

A page's address is "/us/new-york/new-york": the names in small letters, with hyphens. It is made
from what the place table and the clinics' addresses call them, and is a promise once published.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from indexer.clinic import Address
from indexer.normalize import fold
from indexer.place import COUNTRY_NAMES, Choices, Place, PlaceKind
from indexer.search import Region
from webapp import linked_data
from webapp.collaborators import Places
from webapp.language import _

COUNTRIES = {code.lower(): code for code in COUNTRY_NAMES}
"""What stands in an address -> ISO 3166-1 alpha-2."""
_UNNAMED = "-"
"""The address of a name without any letter or digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One page on the way from all countries down to a town."""

    name: str
    url: str


def slug(name: str) -> str:
    """Return a name as it stands in a page's address."""
    return fold(name).replace(" ", "-") or _UNNAMED


def name_of_country(code: str) -> str:
    """Return what a country is called."""
    return _(COUNTRY_NAMES[code]) if code in COUNTRY_NAMES else code


def name_of_state(region: Region, places: Places) -> str:
    """Return what a state with clinics is called; its code if the place table does not know it."""
    found = state(region.state, region.country, places)
    return found.name if found else region.state


def state(text: str, country: str, places: Places) -> Place | None:
    """Return the state of that name or code; None if the table knows none there."""
    return _found(f"{text}, {COUNTRY_NAMES[country]}", PlaceKind.STATE, country, places)


def town(text: str, within: Region, places: Places) -> Place | None:
    """Return the likeliest town of that name in a state; None if the table knows none there."""
    country = COUNTRY_NAMES[within.country]
    found = _found(f"{text}, {within.state}, {country}", PlaceKind.CITY, within.country, places)
    return found if found and found.state == within.state else None


def _found(text: str, kind: PlaceKind, country: str, places: Places) -> Place | None:
    found = places.named(text)
    if isinstance(found, Place):
        candidates: Sequence[Place] = (found,)
    else:
        candidates = found.places if isinstance(found, Choices) else ()
    return next((p for p in candidates if (p.kind, p.country) == (kind, country)), None)


def url(region: Region, places: Places) -> str:
    """Return the address of the page of a country, a state or a town, in the present language."""
    country = region.country.lower()
    if not region.state:
        return url_for("browse.country", country=country)
    in_address = slug(name_of_state(region, places))
    if not region.city:
        return url_for("browse.state", country=country, state=in_address)
    return url_for("browse.town", country=country, state=in_address, town=slug(region.city))


def trail(address: Address, places: Places) -> tuple[Stop, ...]:
    """Return the pages that lead down to a clinic with this address, as far as it is known."""
    stops = [Stop(name=_("All places"), url=url_for("browse.everywhere"))]
    if address.country not in COUNTRY_NAMES:
        return tuple(stops)
    region = Region(country=address.country)
    stops.append(Stop(name=name_of_country(address.country), url=url(region, places)))
    if address.region:
        region = replace(region, state=address.region)
        stops.append(Stop(name=name_of_state(region, places), url=url(region, places)))
    if address.region and address.city:
        region = replace(region, city=address.city)
        stops.append(Stop(name=address.city, url=url(region, places)))
    return tuple(stops)


def linked(stops: Sequence[Stop], origin: str) -> dict[str, Any]:
    """Return a trail as schema.org data; *origin* is where the site stands."""
    return linked_data.breadcrumbs([(stop.name, origin + stop.url) for stop in stops])
