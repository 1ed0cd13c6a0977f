"""What tells one place of a site from another, however its address is worded; pure."""

import re
from collections.abc import Sequence

from crawler.reading.address_forms import BEGIN, UNIT_FIRST, UNIT_WORDS

_UNIT = re.compile(rf",|\b(?:{UNIT_WORDS})\b|#")
_UNIT_SAID = re.compile(rf"#\s?\w|\b(?:{UNIT_WORDS})\b\.?\s*#?\w", re.IGNORECASE)
_STREET_WORDS = frozenset(
    {"street", "avenue", "boulevard", "parkway", "highway", "north", "south", "east", "west"}
    | {"northeast", "northwest", "southeast", "southwest", "road", "drive", "place", "square"}
    | {"lane", "court", "circle", "terrace", "trail", "plaza", "turnpike", "expressway"}
)
_CODES = re.compile(
    r"\b\d{5}(?=-\d{4}\b|\b)|\b[a-z]\d[a-z]\s?\d[a-z]\d\b|\b[a-z]{1,2}\d[a-z\d]?\s\d[a-z]{2}\b"
    r"|(?<=[a-z]\s)\d{4}$",
    re.IGNORECASE,
)


def place_key(lines: Sequence[str]) -> str:
    """Return what tells one place of a site from another, however its address is worded.

    The house number, the longest word of the street and the postcode: "4300-montgomery-20814".
    """
    street = _UNIT.split(_without_unit(", ".join(lines[:2])).casefold())[0]
    words = re.findall(r"\w+", street)
    number = next((word for word in words if word[0].isdigit()), "")
    names = [word for word in words if word != number and word not in _STREET_WORDS]
    postcode = _postcode(" ".join(lines))
    return "-".join(filter(None, (number, max(names, key=len, default=""), postcode)))


def same_but_for_code(key: str, keys: Sequence[str]) -> str:
    """Return the only one of *keys* that is *key* with a postcode, else *key* itself."""
    longer = [other for other in keys if other.startswith(f"{key}-")]
    return longer[0] if len(longer) == 1 else key


def has_unit(lines: Sequence[str]) -> bool:
    """Whether an address names a unit."""
    return bool(_UNIT_SAID.search(" ".join(lines)))


def _without_unit(text: str) -> str:
    begin = BEGIN.search(text)
    return text[begin.start() :] if begin and UNIT_FIRST.search(text[: begin.start()]) else text


def _postcode(text: str) -> str:
    codes = _CODES.findall(text.strip())
    return codes[-1].replace(" ", "").lower() if codes else ""
