"""The states of the US and DC, by postal code: what a run may be narrowed to; pure."""

import re

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip

_LAST_LINE = re.compile(r"(?:^|, )([A-Z]{2})(?: \d{5}(?:-\d{4})?)?$")


def town_line(city: str, state: str, postcode: str) -> str:
    """Return the last line of a US address, "City, ST ZIP"; "" if nothing of it is known."""
    region = " ".join(filter(None, (state, postcode)))
    return ", ".join(filter(None, (city, region)))


def state_of(address: tuple[str, ...]) -> str:
    """Return the state in an address whose last line is a `town_line`; "" if it names none."""
    found = _LAST_LINE.search(address[-1]) if address else None
    return found[1] if found and found[1] in STATES else ""
