"""How we say things: distances, dates, phones, addresses. Pure; never a claim of our own."""

import re
from datetime import date
from urllib.parse import urlsplit

import phonenumbers

from indexer.clinic import Address, Clinic, Precision, Provenance
from indexer.place import COUNTRY_NAMES, Place, PlaceKind

KM_PER_MILE = 1.609344
SAME_KM = 0.8
"""Nearer than this, two points are the center of one town."""
_CLINIC_END = {
    Precision.ROOFTOP: "",
    Precision.STREET: "",
    Precision.ZIP: " to the center of its postcode",
    Precision.CITY: " to the center of its town",
}
_E164 = re.compile(r"\+[1-9][0-9]{4,14}")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[a-z0-9.-]+", re.IGNORECASE)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def length(distance_km: float, country: str) -> str:
    """Return a rough length in the units of *country*: miles in the US, else km and miles."""
    miles = distance_km / KM_PER_MILE
    if country in {"US", ""}:
        return _rounded(miles, "mile", "miles")
    rough = _rounded(distance_km, "km", "km")
    return f"{rough} ({_whole(miles, 'mile', 'miles')})" if round(miles) else rough


def distance(distance_km: float, precision: Precision, place: Place) -> str:
    """Return how far a clinic is and between which two points that was measured.

    Two centers of one town are no distance: then only the town is told.
    """
    if precision is Precision.CITY and place.kind is PlaceKind.CITY and distance_km < SAME_KM:
        return f"in {place.label}; where in it is not known to us"
    far = length(distance_km, place.country)
    return f"{far}, straight line from the center of {called(place)}{_CLINIC_END[precision]}"


def called(place: Place) -> str:
    """Return the short name of a place, which finds the same place when it is typed."""
    return place.postcode if place.kind is PlaceKind.ZIP else place.label


def day(seen_on: date, month_only: bool = False) -> str:
    """Return a date in words, without its day where only the month is known."""
    month = MONTHS[seen_on.month - 1]
    return f"{month} {seen_on.year}" if month_only else f"{month} {seen_on.day}, {seen_on.year}"


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
    country = COUNTRY_NAMES.get(country, country)
    known = ", ".join(part for part in (address.city, address.state, country) if part)
    if address.city:
        return known
    return f"{known}, town not stated" if known else "Town not stated"


def joined(labels: tuple[str, ...] | list[str], word: str) -> str:
    """Return labels in quotes as one phrase: “A”, “B” *word* “C”."""
    quoted = [f"“{label}”" for label in labels]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def _rounded(amount: float, one: str, many: str) -> str:
    return f"about {_whole(amount, one, many)}" if round(amount) else f"less than 1 {one}"


def _whole(amount: float, one: str, many: str) -> str:
    return f"{round(amount):,} {one if round(amount) == 1 else many}"
