"""Reads an address from the lines a source prints; mends only what the gazetteer makes certain.

Pure: the gazetteer comes as an argument. The printed lines stay in `Address.raw`, so nothing
that is left out here, such as a building's name, is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import usaddress

from indexer.clinic import Address
from indexer.distance import great_circle_km
from indexer.place import Choices, Gazetteer, Place

MAX_LENGTH = 400
"""Characters; a longer text is a paragraph, not an address, and only its start is read."""
LONGEST_TOWN = 5
"""Words in a town's name."""
LONGEST_REGION = 4
CONTRADICTION_KM = 100.0
"""A town farther than this from a postcode's point does not bear that postcode."""

_POSTCODE = {
    "US": re.compile(r"(?:^|[\s,])(\d{5}(?:-\d{4})?)$", re.ASCII),
    "CA": re.compile(r"(?:^|[\s,])([A-Z]\d[A-Z][ -]?\d[A-Z]\d)$", re.ASCII | re.I),
    "GB": re.compile(r"(?:^|[\s,])([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$", re.ASCII | re.I),
    "AU": re.compile(r"(?:^|[\s,])(\d{4})$", re.ASCII),
}
_AUSTRALIAN = re.compile(
    r"(?:^|[\s,])(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT|New South Wales|Victoria|Queensland"
    r"|South Australia|Western Australia|Tasmania)[\s,]+[0-8]\d{3}$",
    re.ASCII,
)
"""Four digits are a postcode only after a state, where no country is stated."""
_UNIT_FIRST = re.compile(
    r"(?P<unit>(?:(?:(?:suite|ste|unit|level|lvl|floor|fl|apt|flat|shop|studio|office|room|rm|bldg"
    r"|building)\b\.?\s*#?\s*[A-Z]?-?\d*[A-Z]?|#\s*\w+|(?:\d{1,2}(?:st|nd|rd|th)|ground|first"
    r"|second|third|fourth|fifth)\s+(?:floor|fl)\b\.?)\s*[,–—-]\s*){1,3})(?=\d)",
    re.IGNORECASE,
)
_UNIT_LAST = re.compile(
    r"[\s,]+(?P<unit>(?:suites|stes|units|rooms)\b\.?\s*[A-Z]?\d+[A-Z]?(?:\s*(?:-|–|&|and|,)\s*\w+){0,2}"
    r"|PH\s?-?\d{0,2}|(?:office|level|lvl|studio|shop|pod)\b\.?\s*#?\s*[A-Z]?-?\d{1,4}[A-Z]?"
    r"|(?<=,\s)(?:(?:lower|upper|garden|ground|main|street|mezzanine)\s+(?:level|floor)|penthouse|basement"
    r"|(?:first|second|third|fourth|fifth|sixth|top)\s+floor))$",
    re.IGNORECASE,
)
"""Units that the tagger does not know."""
_BEFORE_TOWN = re.compile(r"\s+(?:in|near)$")
"""What a sentence puts between street and town."""
_UNIT_SLASH = {
    "CA": re.compile(r"(?P<unit>\d{1,5}[A-Z]?)\s?[-–]\s?(?=\d)"),
    "AU": re.compile(r"(?P<unit>\d{1,5}[A-Z]?)/(?=\d)"),
    "GB": re.compile(r"(?P<unit>\d{1,3}[A-Z]?)/(?=\d)"),
}
"""How a unit's number is written before the house's: "305-1140 Wharf St", "2/55 Elm Lane"."""
_SHORT_ZIP = re.compile(r"[\s,](\d{4}(?:-\d{4})?)$", re.ASCII)
"""A ZIP that a spreadsheet has robbed of its leading zero."""
_UNIT = re.compile(
    r"[\s,]*(?:\b(?:suite|ste|unit|apt|apartment|room|rm|floor|fl|bldg|building)\b\.?|#)"
    r"\s*#?\s*(?P<id>[A-Z]?\d+[\w-]*|[A-Z])\b|[\s,]+\d+(?:st|nd|rd|th) floor\b",
    re.I,
)
_UNIT_LABELS = frozenset(
    {"OccupancyType", "OccupancyIdentifier", "SubaddressType", "SubaddressIdentifier"}
)
_STREET_LABELS = ("AddressNumber", "StreetName", "SecondStreetName", "USPSBox", "Intersection")
_BESIDE_STREET = frozenset({"Recipient", "BuildingName", "LandmarkName"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """An address being read from its end: what is known, and the text still unread."""

    rest: str
    address: Address
    place: Place | None = None
    """The postcode's place."""


def read_address(lines: tuple[str, ...], country: str, gazetteer: Gazetteer) -> Address:
    """Return the parts of an address; "" where the lines do not say and nothing is certain.

    *country* is ISO 3166-1, "" if the source does not state it. A ZIP that contradicts town
    and state is dropped, or replaced where the town has only one.
    """
    text = ", ".join(part for line in lines if (part := " ".join(line.split()).strip(" ,;")))
    reading = _Reading(text[:MAX_LENGTH], Address(raw=lines, country=country))
    for step in (_read_country, _read_postcode, _read_country, _read_state, _read_city):
        reading = step(reading, gazetteer)
    return _mended(_with_street(reading), reading.place, gazetteer)


def _read_country(reading: _Reading, gazetteer: Gazetteer) -> _Reading:
    """Take a country's name off the end; "CA" is one only where Canada is meant."""
    words = reading.rest.split()
    for count in range(min(LONGEST_REGION, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        country = gazetteer.country(tail)
        if country and _means_country(tail, country, words[:-count], reading, gazetteer):
            address = replace(reading.address, country=country.country)
            return replace(reading, rest=" ".join(words[:-count]).rstrip(" ,"), address=address)
    return reading


def _means_country(
    tail: str, country: Place, before: list[str], reading: _Reading, gazetteer: Gazetteer
) -> bool:
    if len(tail.strip(".,")) > 3:
        return True
    if not tail.isupper():
        return False
    if not gazetteer.state(tail, "US"):
        return True
    if reading.address.country not in ("", country.country):
        return False
    ends_in_postcode = _POSTCODE[country.country].search(" ".join(before).rstrip(" ,"))
    return bool(ends_in_postcode) or _ends_in_state(before, country, gazetteer)


def _ends_in_state(words: list[str], country: Place, gazetteer: Gazetteer) -> bool:
    """Return whether *words* end in a state of *country*: a code, or a town and a name.

    A name alone is not enough: "Ontario, CA" is a town in California.
    """
    for count in range(min(LONGEST_REGION, len(words)), 0, -1):
        tail = " ".join(words[-count:]).strip(" ,")
        state = gazetteer.state(tail, country.country)
        if state and (tail == state.state or _ends_in_town(words[:-count], state, gazetteer)):
            return True
    return False


def _ends_in_town(words: list[str], state: Place, gazetteer: Gazetteer) -> bool:
    towns = _suffixes(words)
    return any(gazetteer.has_town(town, state.state, state.country) for town in towns)


def _read_postcode(reading: _Reading, gazetteer: Gazetteer) -> _Reading:
    """Take a postcode off the end, of the country stated or else of any."""
    countries = [reading.address.country] if reading.address.country else ["US", "CA", "GB"]
    if not reading.address.country and _AUSTRALIAN.search(reading.rest):
        countries = ["AU"]
    for country in countries:
        match = _POSTCODE[country].search(reading.rest) if country in _POSTCODE else None
        if match:
            code = match[1].upper()
            return _took_postcode(reading, match, code, country, gazetteer)
    short = _SHORT_ZIP.search(reading.rest) if "US" in countries else None
    if short and (place := gazetteer.postcode(f"0{short[1]}")):
        before = reading.rest[: short.start()].split()
        if before and (state := gazetteer.state(before[-1], "US")) and state.state == place.state:
            reading = replace(reading, address=_mending(reading.address, "postcode"))
            return _took_postcode(reading, short, f"0{short[1]}", "US", gazetteer)
    return reading


def _took_postcode(
    reading: _Reading, match: re.Match[str], code: str, country: str, gazetteer: Gazetteer
) -> _Reading:
    place = gazetteer.postcode(code, country)
    rest = reading.rest[: match.start()].rstrip(" ,")
    if not place and not reading.address.country and country not in ("GB", "AU"):
        tail = rest.split()[-1:]
        if not (tail and tail[0].isupper() and gazetteer.state(tail[0], country)):
            return reading
    if country == "CA":
        code = f"{code[:3]} {code[-3:]}"
    return _Reading(rest, replace(reading.address, postcode=code, country=country), place)


def _read_state(reading: _Reading, gazetteer: Gazetteer) -> _Reading:
    """Take a state off the end: "IN" after a town, never the word "in"."""
    words = reading.rest.split()
    for count in range(min(LONGEST_REGION, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        state = gazetteer.state(tail, reading.address.country)
        if state and _means_state(tail, words[:-count], state, reading, gazetteer):
            address = replace(reading.address, state=state.state, country=state.country)
            return replace(reading, rest=" ".join(words[:-count]).rstrip(" ,"), address=address)
    return reading


def _means_state(
    tail: str, before: list[str], state: Place, reading: _Reading, gazetteer: Gazetteer
) -> bool:
    """Return whether the words at the end are a state and not a street, "NE" or "in"."""
    if reading.place is not None and reading.place.state == state.state:
        return True
    is_code = len(tail.strip(".,")) == 2
    if is_code and not (tail.isupper() or (tail.istitle() and before)):
        return False
    if not before:
        return bool(reading.address.postcode) or is_code or _only_state(tail, state, gazetteer)
    return before[-1].endswith(",") or _ends_in_town(before, state, gazetteer)


def _only_state(text: str, state: Place, gazetteer: Gazetteer) -> bool:
    """Return whether a name alone means the state, or a town in it: "Arizona", "New York"."""
    found = gazetteer.find(text)
    meant = found.places if isinstance(found, Choices) else (found,)
    return all(isinstance(p, Place) and p.state == state.state for p in meant)


def _read_city(reading: _Reading, gazetteer: Gazetteer) -> _Reading:
    """Take the town off the end: the longest suffix that is one there, else the last part."""
    before, _, part = reading.rest.rpartition(",")
    town = _town_in(part.strip(), reading, gazetteer)
    if not town:
        return reading
    left = part.strip().removesuffix(town).rstrip()
    rest = f"{before}, {left}" if before and left else before or left
    known = gazetteer.city(town, reading.address.state, reading.address.country)
    address = replace(reading.address, city=_well_cased(town, known))
    if known and not address.state:
        address = replace(address, state=known.state, country=known.country)
        # In the United Kingdom no address bears its country: nothing is lacking.
        address = address if known.country == "GB" else _mending(address, "state")
    return replace(reading, rest=rest.strip(), address=address)


def _town_in(part: str, reading: _Reading, gazetteer: Gazetteer) -> str:
    """Return the town that the last part of an address ends with, or ""."""
    address, place = reading.address, reading.place
    in_its_slot = bool(address.state or address.postcode)
    if not in_its_slot:
        # Alone, or after a street: "Dublin, Ireland" is no town called Ireland.
        may_be = part == reading.rest or (address.country and _has_digit(reading.rest))
        return part if may_be and gazetteer.has_town(part, "", address.country) else ""
    suffixes = list(_suffixes(part.split()))
    if place:
        served = next((town for town in suffixes if gazetteer.serves(place, town)), "")
        if served:
            return served
    for town in suffixes:
        if gazetteer.has_town(town, address.state, address.country):
            return town
    return "" if _has_digit(part) or _UNIT.search(part) else part


def _suffixes(words: list[str]) -> Iterator[str]:
    """Yield the possible towns at the end of *words*, the longest first."""
    for count in range(min(LONGEST_TOWN, len(words)), 0, -1):
        town = words[-count:]
        if not any("," in word for word in town[:-1]) and not town[0][0].isdigit():
            yield " ".join(town).strip(" ,")


def _well_cased(town: str, known: Place | None) -> str:
    """Return the town as printed, or as the gazetteer writes it if printed in one case."""
    return known.name if known and (town.isupper() or town.islower()) else town


def _with_street(reading: _Reading) -> Address:
    """Return the address with the unread text as its street, if that can be one.

    Words without a number are one only beside a town or state: "McLean campus, Belmont, MA".
    """
    rest, address = _BEFORE_TOWN.sub("", reading.rest.strip(" ,;")), reading.address
    if not _has_digit(rest) and not (address.city or address.state or address.postcode):
        return address
    first = _UNIT_FIRST.match(rest)
    slash = _UNIT_SLASH.get(address.country)
    before = first or (slash.match(rest) if slash else None)
    last = _UNIT_LAST.search(rest)
    begin, end = before.end() if before else 0, last.start() if last else len(rest)
    street, unit = _street_and_unit(rest[begin:end].strip(" ,"))
    units = (before and before["unit"].strip(" ,–—-"), unit, last and last["unit"])
    unit = ", ".join(filter(None, units))
    return replace(address, street=street, unit=re.sub(r"# +", "#", unit))


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _street_and_unit(text: str) -> tuple[str, str]:
    """Return the street line and the unit; a text without a street comes back as it is."""
    if not text:
        return "", ""
    try:
        tags: dict[str, str] = usaddress.tag(text)[0]
    except usaddress.RepeatedLabelError:
        return _by_pattern(text)
    street = " ".join(text for label, text in tags.items() if label.startswith(_STREET_LABELS))
    unit = " ".join(text for label, text in tags.items() if label in _UNIT_LABELS)
    understood = all(
        label.startswith(_STREET_LABELS) or label in _UNIT_LABELS | _BESIDE_STREET for label in tags
    )
    return (street, unit) if understood and street else _by_pattern(text)


def _by_pattern(text: str) -> tuple[str, str]:
    """Return the first part with a house number, or else all parts, and the unit words."""
    unit = " ".join(match[0].strip(" ,") for match in _UNIT.finditer(text))
    parts = [part.strip() for part in _UNIT.sub("", text).split(",") if part.strip()]
    street = next((part for part in parts if re.search(r"\d", part)), ", ".join(parts))
    return street, unit


def _mended(address: Address, place: Place | None, gazetteer: Gazetteer) -> Address:
    """Return the address with what its parts make certain, and without a wrong postcode."""
    if place is None:
        mended = _with_certain_postcode(address, gazetteer)
        # A ZIP that the table lacks may be new: it stands until a better one is certain.
        return mended if mended.postcode else address
    if not address.state:
        stated = replace(address, state=place.state, country=place.country)
        return _mending(stated, "state")
    town = gazetteer.city(address.city, address.state, address.country) if address.city else None
    if address.state == place.state and (town is None or _may_be_in(place, town, gazetteer)):
        return address
    if town is None and gazetteer.serves(place, address.city):
        return _mending(replace(address, state=place.state), "state")
    return _with_certain_postcode(address, gazetteer)


def _may_be_in(place: Place, town: Place, gazetteer: Gazetteer) -> bool:
    distance = great_circle_km(place.lat, place.lon, town.lat, town.lon)
    return distance <= CONTRADICTION_KM or gazetteer.serves(place, town.name)


def _with_certain_postcode(address: Address, gazetteer: Gazetteer) -> Address:
    """Return an address, whose postcode is none or wrong, with its town's; without, if unsure.

    Certain is the only postcode of a town, and the only one that a slip of the finger apart is
    the printed one. Only for a street address: a bare town need not have a postcode.
    """
    if address.country not in ("US", ""):
        # Others are not in the table, or only in part: what is printed stands.
        known = gazetteer.postcode(address.postcode, address.country)
        return _mending(replace(address, postcode=""), "postcode") if known else address
    town = gazetteer.city(address.city, address.state, "US") if address.state else None
    postcodes = [one.postcode for one in gazetteer.postcodes(town)] if town else []
    like = [code for code in postcodes if _one_slip(code, address.postcode[:5])]
    chosen = postcodes if len(postcodes) == 1 else like
    certain = chosen[0] if len(chosen) == 1 and _has_digit(address.street) else ""
    if certain == address.postcode:
        return address
    return _mending(replace(address, postcode=certain), "postcode")


def _one_slip(one: str, other: str) -> bool:
    """Whether two codes differ by one digit, or by two neighbours in each other's place."""
    wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or not wrong or len(wrong) > 2:
        return False
    i = wrong[0]
    return len(wrong) == 1 or (
        wrong[1] == i + 1 and (one[i], one[i + 1]) == (other[i + 1], other[i])
    )


def _mending(address: Address, field: str) -> Address:
    """Return the address with a field marked as not being what was printed."""
    return replace(address, mended=tuple(dict.fromkeys((*address.mended, field))))
