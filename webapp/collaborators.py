"""What the app was given to work with, for its views to ask."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, cast

from flask import current_app

from indexer.place import Choices, Place, Unknown
from indexer.withheld import NamedIndex


class Places(Protocol):
    """What the app asks of a place table; `indexer.places` has the packaged one."""

    def find(self, text: str) -> Place | Choices | Unknown:
        """Return the place that *text* names, the possible ones, or similar ones."""
        ...

    def named(self, text: str) -> Place | Choices | None:
        """Return the place that *text* names as spelt, the possible ones, or None."""
        ...

    def similar(self, text: str) -> Sequence[Place]:
        """Return the places spelt so or nearly so, the nearest spelling first; none if none is."""
        ...

    def complete(self, prefix: str, limit: int = 8) -> list[Place]:
        """Return the places whose name or code begins so, the likeliest first; [] for none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """The index that answers, the places people may type, and the calendar."""

    index: NamedIndex
    places: Places
    today: Callable[[], date]
    """The present day in UTC: decides which notices are still current."""
    now: Callable[[], datetime]
    """The present instant: decides which clinics are open."""
    edition: Callable[[], str]
    """Names all that pages are made from, besides this program: another edition, other pages.

    Raises IndexUnavailable if there is none.
    """
    contact: str = ""
    """Where mistakes are reported: a mailbox or an https address; "" if none was named."""


def collaborators() -> Collaborators:
    """Return what the present app was given."""
    return cast(Collaborators, current_app.extensions["collaborators"])
