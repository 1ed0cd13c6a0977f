"""What a run gives, counted as it comes: how much of it says what, and how much of it is alike."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from crawler.listing import Listing
from crawler.record import Coverage
from crawler.states import state_of

_NUMBER = re.compile(r"\d(?:[\s().-]{0,3}\d){6,14}")


class Census:
    """Counts the listings of one run."""

    def __init__(self) -> None:
        self._counted = Coverage()
        self._alike: dict[str, Counter[object]] = {}

    @property
    def listings(self) -> int:
        """How many listings there are so far."""
        return self._counted.listings

    def add(self, listing: Listing) -> None:
        """Count a listing."""
        self._counted = with_listing(self._counted, listing)
        for trait, value in _traits(listing):
            self._alike.setdefault(trait, Counter())[value] += 1

    def coverage(self) -> Coverage:
        """Return what was counted."""
        alike = {trait: max(values.values()) for trait, values in self._alike.items()}
        states = len(self._alike.get("state", ()))
        return replace(self._counted, alike=alike, states=states)


def with_listing(coverage: Coverage, listing: Listing) -> Coverage:
    """Return *coverage* with one more listing counted; knows nothing of likeness."""
    return replace(
        coverage,
        listings=coverage.listings + 1,
        phone=coverage.phone + bool(listing.phones),
        address=coverage.address + bool(listing.address),
        website=coverage.website + bool(listing.website),
    )


def left_of(coverage: Coverage, counted: Coverage) -> Coverage:
    """Return *coverage* when only the listings that are *counted* are left of it."""
    return replace(
        counted,
        alike={trait: min(count, counted.listings) for trait, count in coverage.alike.items()},
        states=coverage.states,
        rows=coverage.rows,
        fields=coverage.fields,
    )


def _traits(listing: Listing) -> Iterator[tuple[str, object]]:
    """Yield by what a listing may be like another one of its source."""
    yield "name", " ".join(listing.name.casefold().split())
    number = _NUMBER.search(listing.phones[0]) if listing.phones else None
    if number:
        yield "phone", re.sub(r"\D", "", number[0])[-10:]
    if listing.point:
        yield "point", tuple(round(degrees, 4) for degrees in listing.point)
    if state := state_of(listing.address):
        yield "state", state
