"""Pages as schema.org data for machines: only what a clinic itself states; never a rating.

The template prints it with `tojson`, which escapes what could end the script element.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from indexer.clinic import Clinic, Fact, Stance
from indexer.vocabulary import vocabulary
from indexer.weekly import DAY, spells
from webapp import statements
from webapp.language import _
from webapp.wording import dialable, mailable, web_address

_CONTEXT = "https://schema.org"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SERVICES = {"offering": "MedicalTherapy", "therapy": "MedicalTherapy"}
"""Vocabulary group -> the type of the service that its codes are."""
_NEW, _FULL = "new_patients", "new_patients_closed"


def clinic(found: Clinic, page_url: str) -> dict[str, Any]:
    """Return a clinic as a MedicalClinic whose page is *page_url*; what is not stated is left out.

    A point is told only where it is the building or the street, hours only where they are certain.
    """
    told = {
        "@context": _CONTEXT,
        "@type": "MedicalClinic",
        "@id": f"{page_url}#clinic",
        "mainEntityOfPage": page_url,
        "name": found.name,
        "url": web_address(found.website),
        "telephone": [number for number in found.phones if dialable(number)],
        "email": [email for email in found.emails if mailable(email)],
        "address": _address(found),
        "geo": _geo(found),
        "openingHoursSpecification": list(_opening(found.weekly)),
        "availableService": list(_services(found)),
        "isAcceptingNewPatients": _accepting(found),
        "dateModified": found.changed_at.isoformat(),
    }
    return {key: value for key, value in told.items() if value not in ("", [], {}, None)}


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return a trail of (name, whole URL) as a BreadcrumbList."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(trail, 1)
        ],
    }


def _address(found: Clinic) -> dict[str, str]:
    street = " ".join(part for part in (found.address.street, found.address.unit) if part)
    parts = {
        "streetAddress": street,
        "addressLocality": found.address.city,
        "addressRegion": found.address.region,
        "postalCode": found.address.postcode,
        "addressCountry": found.address.country,
    }
    known = {key: value for key, value in parts.items() if value}
    return {"@type": "PostalAddress", **known} if known else {}


def _geo(found: Clinic) -> dict[str, Any]:
    point = found.point
    if point is None or not point.is_exact:
        return {}
    return {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}


def _opening(weekly: str) -> Iterator[dict[str, str]]:
    """Yield each certain time of the week, day by day; a day ends at 23:59 there."""
    for spell in spells(weekly):
        start, end = spell.start, spell.end
        while spell.is_sure and start < end:
            midnight = (start // DAY + 1) * DAY
            yield {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"{_CONTEXT}/{_DAYS[start // DAY]}",
                "opens": _clock(start),
                "closes": _clock(min(end, midnight - 1)),
            }
            start = midnight


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _services(found: Clinic) -> Iterator[dict[str, str]]:
    for code in dict.fromkeys(fact.code for fact in _plain(found)):
        entry = vocabulary().entries.get(code)
        if entry and entry.group in _SERVICES:
            yield {"@type": _SERVICES[entry.group], "name": _(entry.label)}


def _plain(found: Clinic) -> Iterator[Fact]:
    """Yield what the clinic states in its own plain words and denies nowhere."""
    denied = {fact.code for fact in found.facts if fact.stance is Stance.STATED_NOT}
    for fact in statements.in_order(found):
        own = statements.kind_of(found, fact) in statements.OWN_WORDS
        if own and fact.code not in denied and not statements.is_weighed(found, fact):
            yield fact


def _accepting(found: Clinic) -> bool | None:
    """Return whether it says that it takes new patients; None if it says nothing, or both."""
    plain = {fact.code for fact in _plain(found)} & {_NEW, _FULL}
    return None if len(plain) != 1 else plain == {_NEW}
