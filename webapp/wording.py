"""How we say things: distances, phones, addresses. Pure; never a claim of our own."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers

from indexer.clinic import Address, Clinic, Precision, Provenance
from indexer.distance import KM_PER_MILE
from indexer.place import COUNTRY_NAMES, Place, PlaceKind
from webapp import language
from webapp.language import N_, _, ngettext

SAME_KM = 0.8
"""Nearer than this, two points are the center of one town."""
_MEASURED = {
    Precision.ROOFTOP: N_("%(far)s, straight line from the center of %(place)s"),
    Precision.STREET: N_("%(far)s, straight line from the center of %(place)s"),
    Precision.ZIP: N_(
        "%(far)s, straight line from the center of %(place)s to the center of its postcode"
    ),
    Precision.CITY: N_(
        "%(far)s, straight line from the center of %(place)s to the center of its town"
    ),
}
_E164 = re.compile(r"\+[1-9][0-9]{4,14}")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[a-z0-9.-]+", re.IGNORECASE)


def length(distance_km: float, country: str) -> str:
    """Return a rough length in the units of *country*: miles in the US, else km and miles."""
    miles = distance_km / KM_PER_MILE
    if country in {"US", ""}:
        return _rough_miles(round(miles))
    if not round(distance_km):
        return _("less than 1 km")
    km = language.number(round(distance_km))
    if not round(miles):
        return _("about %(km)s km", km=km)
    return _("about %(km)s km (%(miles)s)", km=km, miles=miles_long(round(miles)))


def miles_long(miles: int) -> str:
    """Return a whole number of miles in words."""
    return ngettext("%(num)s mile", "%(num)s miles", miles)


def distance(distance_km: float, precision: Precision, place: Place) -> str:
    """Return how far a clinic is and between which two points that was measured.

    Two centers of one town are no distance: then only the town is told.
    """
    is_town = place.kind is PlaceKind.CITY and bool(place.name)
    if precision is Precision.CITY and is_town and distance_km < SAME_KM:
        return _("in %(place)s; where in it is not known to us", place=label(place))
    far = length(distance_km, place.country)
    return _(
        _MEASURED[precision],
        far=far,
        place=label(place) if place.kind is not PlaceKind.ZIP else place.postcode,
    )


def label(place: Place) -> str:
    """Return what people call a place, its country by its name in the visitor's language."""
    if place.kind is PlaceKind.COUNTRY:
        return language.text(place.label)
    country = COUNTRY_NAMES.get(place.country, "")
    return (
        place.label.replace(f", {country}", f", {language.text(country)}")
        if country
        else place.label
    )


def called(place: Place) -> str:
    """Return the short name of a place, which finds the same place when it is typed."""
    return place.postcode if place.kind is PlaceKind.ZIP else place.label


def day(seen_on: date, month_only: bool = False) -> str:
    """Return a date in words, without its day where only the month is known."""
    return language.day(seen_on, month_only)


def machine_day(seen_on: date, month_only: bool = False) -> str:
    """Return a date for a machine, to the same precision as `day`."""
    return seen_on.isoformat()[: 7 if month_only else 10]


def last_seen(clinic: Clinic) -> Provenance | None:
    """Return the source that listed the clinic most lately; None without sources."""
    return max(clinic.sources, key=lambda source: source.seen_on, default=None)


def credits(clinic: Clinic) -> tuple[str, ...]:
    """Return what the clinic's sources ask to be printed wherever it is shown, each once."""
    return tuple(dict.fromkeys(one.attribution for one in clinic.sources if one.attribution))


def phone(number: str) -> str:
    """Return an E.164 number as people of its country print it; anything else unchanged."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    home = style.NATIONAL if parsed.country_code == 1 else style.INTERNATIONAL
    return phonenumbers.format_number(parsed, home)


def phones(numbers: Iterable[str]) -> str:
    """Return numbers as people print them, with commas between them; "" for none."""
    return ", ".join(map(phone, numbers))


def dialable(number: str) -> str:
    """Return *number* if a telephone can dial it as it stands, else ""."""
    return number if _E164.fullmatch(number) else ""


def mailable(email: str) -> str:
    """Return *email* if it is one plain address, else ""."""
    return email if _EMAIL.fullmatch(email) else ""


def web_address(url: str) -> str:
    """Return *url* if a link to it leads to a web page, else "": sources are hostile."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.hostname or "")
    except ValueError:
        return ""
    return url if sound and parts.username is None else ""


def host(url: str) -> str:
    """Return the site that a web address leads to, without "www."; "" if it is no web address."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if web_address(url) else ""


def town(address: Address) -> str:
    """Return the town as one writes it, or as much of it as the sources state."""
    country = "" if address.country == "US" else address.country
    country = language.text(COUNTRY_NAMES.get(country, country))
    known = ", ".join(part for part in (address.city, address.state, country) if part)
    if address.city:
        return known
    return _("%(area)s, town not stated", area=known) if known else _("Town not stated")


def any_of(labels: Iterable[str]) -> str:
    """Return labels in quotes as one phrase: “A”, “B”, or “C”."""
    return language.listed([f"“{label}”" for label in labels], "or")


def _rough_miles(miles: int) -> str:
    return _rough_miles_in(language.present(), miles)


@lru_cache(maxsize=2_000)
def _rough_miles_in(_spoken: str, miles: int) -> str:
    """Return it in the language *_spoken*, which is the present one."""
    if not miles:
        return _("less than 1 mile")
    return ngettext("about %(num)s mile", "about %(num)s miles", miles)
