"""The states of the US: what a run may be narrowed to, and how an address names one; pure."""

import re

from crawler.reading.us_states import STATES

__all__ = ["STATES", "state_of", "town_line"]

_LAST_LINE = re.compile(r"(?:^|, )([A-Z]{2})(?: \d{5}(?:-\d{4})?)?$")


def town_line(city: str, state: str, postcode: str) -> str:
    """Return the last line of a US address, "City, ST ZIP"; "" if nothing of it is known."""
    region = " ".join(filter(None, (state, postcode)))
    return ", ".join(filter(None, (city, region)))


def state_of(address: tuple[str, ...]) -> str:
    """Return the state in an address whose last line is a `town_line`; "" if it names none."""
    found = _LAST_LINE.search(address[-1]) if address else None
    return found[1] if found and found[1] in STATES else ""
