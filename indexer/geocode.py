"""The port to online geocoders: what is asked of one, and what it may answer; knows none.

The adapters, and what they share (`indexer/geocoding/`), alone import geopy. They serve the build
only, for clinics' own addresses, when a maintainer asks for it: a visitor's town never goes there.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Protocol, TypeAlias

from indexer.clinic import Address, Precision

_NO_STREET = re.compile(r"(?:p\.?\s?o\.?\s+box|pmb|general delivery)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A street address to be located; never a unit, which geocoders stumble over."""

    street: str
    city: str
    state: str
    postcode: str
    country: str
    """ISO 3166-1 alpha-2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Where a geocoder puts a question, in degrees, and what that point stands for."""

    lat: float
    lon: float
    precision: Precision
    """`ROOFTOP` for the house itself, `STREET` for a point along its street."""


Answers: TypeAlias = Mapping[Address, Answer]
Ask: TypeAlias = Callable[[Collection[Address]], Answers]
"""Answers those addresses that it can."""


class GeocodingFailed(RuntimeError):
    """Raised when a question got no answer, which is never the answer "not found"."""

    def __init__(
        self, reason: str, *, again_after_s: float | None = None, final: bool = False
    ) -> None:
        super().__init__(reason)
        self.again_after_s = again_after_s
        """How long the service wants us to wait; None if waiting is of no use or unknown."""
        self.final = final
        """Whether no other question will fare better, such as without the right to ask."""


class Geocoder(Protocol):
    """One online service."""

    @property
    def name(self) -> str:
        """What its answers are remembered under: the service, and the edition of its data."""
        ...

    @property
    def per_call(self) -> int:
        """How many questions one call takes at most."""
        ...

    @property
    def per_build(self) -> int | None:
        """How many calls a build may make by the service's policy; None for no bound."""
        ...

    def covers(self, question: Question) -> bool:
        """Whether the service knows the question's country."""
        ...

    def ask(self, questions: Sequence[Question]) -> Mapping[Question, Answer | None]:
        """Return each question's answer, None for "not found"; those left open are not in it.

        Raises GeocodingFailed.
        """
        ...


def ask_nobody(addresses: Collection[Address]) -> Answers:
    """Answer no address: geocoding is off, the place table alone locates."""
    return {}


def question_of(address: Address) -> Question | None:
    """Return what to ask about an address; None without a house number, town or postcode."""
    street = address.street.strip()
    if not any(c.isdigit() for c in street) or _NO_STREET.match(street):
        return None
    if not (address.postcode or (address.city and address.region)):
        return None
    return Question(
        street=street,
        city=address.city,
        state=address.region,
        postcode=address.postcode,
        country=address.country or "US",
    )


def on_earth(lat: float, lon: float) -> bool:
    """Whether two numbers are a position in degrees; never for NaN."""
    return isfinite(lat) and isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180
