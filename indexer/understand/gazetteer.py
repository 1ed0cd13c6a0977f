"""What understanding asks of a place table."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from indexer.place import Choices, Place


class Gazetteer(Protocol):
    """What understanding asks of a place table."""

    def named(self, text: str) -> Place | Choices | None:
        """Return the place that *text* names as spelt, the possible ones, or None."""
        ...

    def similar(self, text: str) -> Sequence[Place]:
        """Return the places spelt so or nearly so, the nearest spelling first; none if none is."""
        ...


class AskedOnce:
    """A gazetteer that is asked once for each name: a text repeats its words in many ways."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.named = cache(gazetteer.named)
        self.similar = gazetteer.similar
