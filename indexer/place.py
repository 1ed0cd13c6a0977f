"""What a place is, and the questions that a gazetteer answers; knows no table."""

from dataclasses import dataclass
from enum import StrEnum
from math import pi, sqrt
from typing import Protocol

COUNTRY_NAMES = {
    "US": "United States",
    "CA": "Canada",
    "GB": "United Kingdom",
    "AU": "Australia",
}
"""The countries whose places we know, by ISO 3166-1 alpha-2."""


class PlaceKind(StrEnum):
    """What sort of place it is, from small to large."""

    ZIP = "zip"
    """A US ZIP code, or the first three characters of a Canadian postal code."""
    CITY = "city"
    STATE = "state"
    """A state, province, territory, or country of the United Kingdom."""
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the packaged table."""

    kind: PlaceKind
    name: str
    """The town's name, also for a ZIP; the state's or country's own name."""
    state: str = ""
    """Postal code of the state or province; in the United Kingdom its name."""
    country: str
    """ISO 3166-1 alpha-2."""
    postcode: str = ""
    lat: float
    """Degrees; of a state or country the median of its towns, for a map only."""
    lon: float
    time_zone: str = ""
    """IANA name; "" for a state or country with several."""
    population: int = 0
    """0 where it is not known."""
    weight: int = 0
    """For ranking only: people, or what the number of its ZIPs suggests (see data/README.md)."""
    reach_km: float = 0.0
    """How far from its point an address of this place may plausibly lie; 0 for states."""

    @property
    def label(self) -> str:
        """Return what people call it, such as "Bethesda, MD" or "20814 (Bethesda, MD)"."""
        country = "" if self.country == "US" else COUNTRY_NAMES[self.country]
        state = self.state if self.kind in (PlaceKind.CITY, PlaceKind.ZIP) else ""
        if self.kind is PlaceKind.COUNTRY:
            return self.name
        town = ", ".join(part for part in (self.name, state, country) if part)
        return f"{self.postcode} ({town})" if self.kind is PlaceKind.ZIP else town


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Several places of that name, the one most likely meant first."""

    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No place of that name; perhaps one of these was meant."""

    suggestions: tuple[Place, ...] = ()


class Gazetteer(Protocol):
    """What reading and locating an address asks of a place table."""

    def find(self, text: str) -> Place | Choices | Unknown:
        """Return the place that *text* names, the possible ones, or similar ones."""
        ...

    def postcode(self, code: str, country: str = "US") -> Place | None:
        """Return the place of a postcode, or None if the table has none."""
        ...

    def city(self, name: str, state: str = "", country: str = "") -> Place | None:
        """Return the town, or None if there is none or it is not certain which."""
        ...

    def has_town(self, name: str, state: str = "", country: str = "") -> bool:
        """Return whether there is a town of that name, or several."""
        ...

    def state(self, text: str, country: str = "") -> Place | None:
        """Return the state of that name or code, or None."""
        ...

    def country(self, text: str) -> Place | None:
        """Return the country of that name or code, or None."""
        ...

    def serves(self, postcode: Place, town: str) -> bool:
        """Return whether *town* is a name in use for addresses of *postcode*."""
        ...

    def postcodes(self, town: Place) -> list[Place]:
        """Return the active postcodes of *town*; [] if none is known."""
        ...


def town_reach_km(weight: int) -> float:
    """Return how far from its centre a town of so many people may plausibly extend.

    The radius of a disc that holds them at 1,000 a square kilometre, which is a spread-out
    American suburb, and 8 km for the post town's surroundings.
    """
    return 8.0 + sqrt(weight / 1000 / pi)
