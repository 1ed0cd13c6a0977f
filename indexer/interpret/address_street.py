"""Parts a street line from its unit: before the number, behind the street, or by a slash; pure."""

import re

import usaddress

_NUMBERED = r"(?:\d{1,2}(?:st|nd|rd|th)|ground|first|second|third|fourth|fifth)"
_UNIT_FIRST = re.compile(
    r"(?P<unit>(?:(?:(?:suite|ste|unit|level|lvl|floor|fl|apt|flat|shop|studio|office|room|rm|bldg"
    r"|building|tower|bureau)\b\.?\s*#?\s*[A-Z]?-?\d*[A-Z]?|#\s*\w+"
    rf"|{_NUMBERED}\s+(?:floor|fl)\b\.?)\s*[,–—-]\s*){{1,3}})(?=\d)",
    re.IGNORECASE,
)
_UNIT_LAST = re.compile(
    r"[\s,]+(?P<unit>(?:suites|stes|units|rooms)\b\.?\s*[A-Z]?\d+[A-Z]?(?:\s*(?:-|–|&|and|,)\s*\w+){0,2}"
    r"|PH\s?-?\d{0,2}|(?:office|level|lvl|studio|shop|pod|bureau)\b\.?\s*#?\s*[A-Z]?-?\d{1,4}[A-Z]?"
    r"|(?<=,\s)(?:(?:lower|upper|garden|ground|main|street|mezzanine)\s+(?:level|floor)|penthouse|basement"
    r"|(?:first|second|third|fourth|fifth|sixth|top)\s+floor))$",
    re.IGNORECASE,
)
"""Units that the tagger does not know."""
_UNIT_SLASH = {
    "CA": re.compile(r"(?P<unit>\d{1,5}[A-Z]?)\s?[-–]\s?(?=\d)"),
    "AU": re.compile(r"(?P<unit>(?:(?:shop|unit|suite|office) )?\d{1,5}[A-Z]?)/(?=\d)", re.I),
    "GB": re.compile(r"(?P<unit>(?:(?:flat|unit|suite) )?\d{1,3}[A-Z]?)/(?=\d)", re.I),
}
"""How a unit's number is written before the house's: "305-1140 Wharf St", "2/55 Elm Lane"."""
_UNIT = re.compile(
    r"[\s,]*(?:\b(?:suite|ste|unit|apt|apartment|room|rm|floor|fl|bldg|building)\b\.?|#)"
    r"\s*#?\s*(?P<id>[A-Z]?\d+[\w-]*|[A-Z])\b|[\s,]+\d+(?:st|nd|rd|th) floor\b",
    re.I,
)
_UNIT_LABELS = frozenset(
    {"OccupancyType", "OccupancyIdentifier", "SubaddressType", "SubaddressIdentifier"}
)
_BUILDING = re.compile(r"\b(?:tower|building|bldg|wing|pavilion)\b", re.IGNORECASE)
_HOUSE_LABELS = ("AddressNumber", "StreetName", "SecondStreetName", "Intersection")
_STREET_LABELS = (*_HOUSE_LABELS, "USPSBox")
_NAMED = frozenset({"Recipient", "BuildingName"})
_BESIDE_STREET = _NAMED | {"LandmarkName"}


def names_unit(text: str) -> bool:
    """Return whether a text names a unit: "Suite 3"."""
    return _UNIT.search(text) is not None


def street_and_unit(text: str, country: str) -> tuple[str, str]:
    """Return the street line and the unit of an address without its town; "" for what is not told.

    A unit is looked for in front of the house number, then behind the street, then between.
    """
    slash = _UNIT_SLASH.get(country)
    before = _UNIT_FIRST.match(text) or (slash.match(text) if slash else None)
    last = _UNIT_LAST.search(text)
    begin, end = before.end() if before else 0, last.start() if last else len(text)
    street, between = _tagged(text[begin:end].strip(" ,"))
    units = (before and before["unit"].strip(" ,–—-"), between, last and last["unit"])
    return street, re.sub(r"# +", "#", ", ".join(filter(None, units)))


def _tagged(text: str) -> tuple[str, str]:
    """Return the street line and the unit; a text without a street comes back as it is."""
    if not text:
        return "", ""
    try:
        tags: dict[str, str] = usaddress.tag(text)[0]
    except usaddress.RepeatedLabelError:
        return _by_pattern(text)
    # Beside a house, a box is where its mail goes.
    labels = _STREET_LABELS if "StreetName" not in tags else _HOUSE_LABELS
    street = " ".join(text for label, text in tags.items() if label.startswith(labels))
    unit = " ".join(text for label, text in tags.items() if _is_unit(label, text))
    understood = all(
        label.startswith(_STREET_LABELS) or label in _UNIT_LABELS | _BESIDE_STREET for label in tags
    )
    return (street, unit) if understood and street else _by_pattern(text)


def _is_unit(label: str, text: str) -> bool:
    return label in _UNIT_LABELS or (label in _NAMED and bool(_BUILDING.search(text)))


def _by_pattern(text: str) -> tuple[str, str]:
    """Return the first part with a house number, or else all parts, and the unit words."""
    unit = " ".join(match[0].strip(" ,") for match in _UNIT.finditer(text))
    parts = [part.strip() for part in _UNIT.sub("", text).split(",") if part.strip()]
    street = next((part for part in parts if re.search(r"\d", part)), ", ".join(parts))
    return street, unit
