"""What a page says about businesses for machines: its schema.org JSON-LD, in its own words.

A block that is no JSON is skipped, the next one may be sound; a value of the wrong kind is as
good as none. Other people's words on the page (reviews, authors, parent companies) are not read.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from lxml.etree import _Element as Element

from crawler.reading.charset import clean

PLACES = frozenset({"MedicalClinic", "MedicalBusiness", "MedicalOrganization", "Physician"})
PLACES |= {"Hospital", "CommunityHealth", "PrimaryCare", "Psychiatric", "EmergencyService"}
PLACES |= {"LocalBusiness", "HealthAndBeautyBusiness", "ProfessionalService", "Place"}
PLACES |= {"Organization", "Corporation"}
"""The schema.org types of whoever may have an address."""
SITES = frozenset({"WebSite"})
_OTHERS = frozenset({"review", "reviews", "author", "creator", "contributor", "employee"})
_OTHERS |= {"employees", "member", "members", "memberOf", "founder", "founders", "alumni"}
_OTHERS |= {"alumniOf", "affiliation", "hospitalAffiliation", "parentOrganization", "worksFor"}
_OTHERS |= {"sponsor", "funder", "mentions", "citation", "knowsAbout", "isPartOf"}
_SERVICES = ("availableService", "hasOfferCatalog", "makesOffer", "medicalSpecialty")
_PERSON = re.compile(
    r"^(?:dr\.?|mrs?\.?|ms\.?)\s|,?\s(?:m\.?d|d\.?o|n\.?p|p\.?a|r\.?n|ph\.?d|psy\.?d|lcsw|crna|"
    r"pmhnp|aprn)\b(?:[.,\s-]|$)",
    re.IGNORECASE,
)
_COUNTRIES = {"united states": "US", "united states of america": "US", "usa": "US"}
_COUNTRIES |= {"canada": "CA", "australia": "AU", "united kingdom": "GB", "new zealand": "NZ"}
_COUNTRIES |= {"uk": "GB", "u.k.": "GB", "u.s.a.": "US", "u.s.": "US", "england": "GB"}
MAX_NODES = 2000
_JSON_LD = re.compile(r"\s*application/ld\+json", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """One business as a page declares it; "" and () where it does not."""

    name: str = ""
    site_name: bool = False
    """Whether this is only the website's own name."""
    address: tuple[str, ...] = ()
    country: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    hours: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Its description, and what it says it gives: one text for each."""


def businesses_in(document: Element) -> tuple[Business, ...]:
    """Return the businesses that a page declares, most telling first; () if it declares none."""
    nodes = _nodes(document)
    # A mere reference is an object with the same id and nothing else: the fullest one counts.
    fullest = sorted(nodes, key=len)
    by_id = {node["@id"]: node for node in fullest if isinstance(node.get("@id"), str)}
    found = [_business(node, by_id) for node in nodes if _types(node) & (PLACES | SITES)]
    told = [business for business in found if business.name or business.address]
    return tuple(sorted(told, key=lambda business: (business.site_name, not business.address)))


def _nodes(document: Element) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for script in document.iter("script"):
        if _JSON_LD.match(script.get("type", "")):
            nodes.extend(_within(_parsed(script.text or "")))
    return nodes[:MAX_NODES]


def _parsed(text: str) -> Any:
    """Return what a block holds, or None if it is no JSON, even with trailing commas removed."""
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", text)
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _within(root: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in *root*, outer ones first, but not those that speak of others."""
    waiting = [root]
    seen = 0
    while waiting and seen < MAX_NODES:
        value = waiting.pop(0)
        seen += 1
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
            waiting.extend(inner for key, inner in value.items() if key not in _OTHERS)


def _types(node: dict[str, Any]) -> set[str]:
    kinds = (kind for kind in _as_list(node.get("@type")) if isinstance(kind, str))
    return {kind.rpartition("/")[2].rpartition(":")[2] for kind in kinds}


def _business(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Business:
    where = _first_dict(node.get("location"), by_id)
    address, country = _address(node.get("address") or where.get("address"), by_id)
    return Business(
        name=_business_name(node),
        site_name=not _types(node) & PLACES,
        address=address,
        country=country,
        phones=_texts(node.get("telephone") or where.get("telephone")),
        emails=tuple(mail.removeprefix("mailto:").lower() for mail in _texts(node.get("email"))),
        point=_point(_first_dict(node.get("geo") or where.get("geo"), by_id)),
        hours=_hours(node),
        words=tuple(dict.fromkeys(_words(node))),
    )


def _business_name(node: dict[str, Any]) -> str:
    """Return the business's name, or "" if it is a person's: we list places."""
    name = next(iter(_texts(node.get("name"))), "")
    return "" if "Physician" in _types(node) and _PERSON.search(name) else name


def _address(value: Any, by_id: dict[str, dict[str, Any]]) -> tuple[tuple[str, ...], str]:
    """Return the lines of an address, and the country it states."""
    if isinstance(value, str):
        return tuple(filter(None, (line.strip() for line in _text(value).split("\n")))), ""
    parts = _first_dict(value, by_id)
    street = [
        line.strip(" ,") for text in _texts(parts.get("streetAddress")) for line in text.split("\n")
    ]
    region = " ".join(_texts(parts.get("addressRegion")) + _texts(parts.get("postalCode")))
    town = ", ".join(filter(None, (*_texts(parts.get("addressLocality")), region)))
    country = parts.get("addressCountry")
    stated = _texts(country.get("name") if isinstance(country, dict) else country)
    return tuple(filter(None, (*street, town))), country_code(next(iter(stated), ""))


def country_code(text: str) -> str:
    """Return the ISO code of a country as stated, or "" if it is not known."""
    text = text.strip()
    known = _COUNTRIES.get(text.casefold(), "")
    is_code = len(text) == 2 and text.isascii() and text.isalpha()
    return known or (text.upper() if is_code else "")


def _point(geo: dict[str, Any]) -> tuple[float, float] | None:
    try:
        lat, lon = float(geo["latitude"]), float(geo["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    # (0, 0) is what content systems write when nobody filled it in.
    sound = -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0.0, 0.0)
    return (lat, lon) if sound else None


def _hours(node: dict[str, Any]) -> tuple[str, ...]:
    lines = list(_texts(node.get("openingHours")))
    for spec in _as_list(node.get("openingHoursSpecification")):
        if isinstance(spec, dict):
            days = ", ".join(day.rpartition("/")[2] for day in _texts(spec.get("dayOfWeek")))
            times = "-".join(_texts(spec.get("opens")) + _texts(spec.get("closes")))
            lines.append(f"{days} {times}".strip())
    return tuple(filter(None, lines))


def _words(node: dict[str, Any]) -> Iterator[str]:
    yield from _texts(node.get("description"))
    for key in _SERVICES:
        for value in _as_list(node.get(key)):
            yield from _service_words(value)


def _service_words(value: Any) -> Iterator[str]:
    """Yield the names and descriptions of services, however deep a catalogue wraps them."""
    if isinstance(value, str):
        yield from _texts(value.rpartition("/")[2] if value.startswith("http") else value)
        return
    for node in _within(value):
        yield from _texts(node.get("name"))
        yield from _texts(node.get("description"))
        yield from _priced(node)


def _priced(offer: dict[str, Any]) -> Iterator[str]:
    """Yield what an offer is of with its price, as one line: "KAP session: 480.00 USD"."""
    thing = _first_dict(offer.get("itemOffered"), {})
    name = next(iter(_texts(thing.get("name")) or _texts(offer.get("name"))), "")
    price = next(iter(_texts(offer.get("price"))), "")
    currency = next(iter(_texts(offer.get("priceCurrency"))), "")
    if name and re.fullmatch(r"[\d,.]+", price) and currency:
        yield f"{name}: {price} {currency}"


def _first_dict(value: Any, by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    for inner in _as_list(value):
        if isinstance(inner, dict):
            known = by_id.get(inner["@id"]) if isinstance(inner.get("@id"), str) else None
            return known or inner
    return {}


def _texts(value: Any) -> tuple[str, ...]:
    """Return the texts in a value that may be one, many or something else."""
    numbers = (
        str(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in _as_list(value)
    )
    return tuple(text for v in numbers if isinstance(v, str) and (text := _text(v)))


def _text(value: str) -> str:
    """Return a text without markup and invisible marks; its line breaks are kept."""
    value = clean(html.unescape(value))
    if "<" in value:
        soup = BeautifulSoup(value, "lxml")
        for unseen in soup(["script", "style"]):
            unseen.decompose()
        value = soup.get_text(" ")
    return "\n".join(line for part in value.split("\n") if (line := " ".join(part.split())))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
