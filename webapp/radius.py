"""How far to look, as people of a country say it: in miles or in kilometres. Pure."""

import re
from dataclasses import dataclass
from typing import Self

from indexer.distance import KM_PER_MILE
from indexer.search import MAX_RADIUS_KM

LONGEST = 1000
"""Miles or kilometres; who looks farther looks at any distance."""
MILE_COUNTRIES = frozenset({"US", "GB", ""})
"""Where roads are measured in miles; "" is no country."""
MILES_OFFERED = (5, 10, 25, 50, 100, 250)
KM_OFFERED = (10, 25, 50, 100, 250)
ANY = "any"
_WRITTEN = re.compile("([1-9][0-9]{0,3})(mi|km)?")


@dataclass(frozen=True, slots=True)
class Radius:
    """A whole number of miles or kilometres."""

    amount: int
    unit: str = "mi"
    """"mi" or "km"."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return what "25", "25mi" or "40km" says; None for anything else and beyond `LONGEST`."""
        match = _WRITTEN.fullmatch(text)
        if match is None or int(match[1]) > LONGEST:
            return None
        return cls(int(match[1]), match[2] or "mi")

    @classmethod
    def typed(cls, km: float) -> Self | None:
        """Return the whole number that a distance in words meant; None if it is any distance.

        People type whole miles or whole kilometres; the unit that comes out even was theirs.
        """
        miles = km / KM_PER_MILE
        even = abs(miles - round(miles)) <= abs(km - round(km))
        amount = max(1, round(miles if even else km))
        return cls(amount, "mi" if even else "km") if amount <= LONGEST else None

    @property
    def km(self) -> float:
        """The length in kilometres."""
        return min(self.amount * (KM_PER_MILE if self.unit == "mi" else 1.0), MAX_RADIUS_KM)

    def __str__(self) -> str:
        """Return how a URL writes it: miles without a unit."""
        return f"{self.amount}{'' if self.unit == 'mi' else self.unit}"


DEFAULT = Radius(50)


def offered(country: str) -> tuple[Radius, ...]:
    """Return the steps to choose from in *country*."""
    if country in MILE_COUNTRIES:
        return tuple(Radius(amount) for amount in MILES_OFFERED)
    return tuple(Radius(amount, "km") for amount in KM_OFFERED)
