"""A place table that remembers what it was asked last: visitors type the same names and words.

It keeps pieces of texts, in memory only and nowhere with who typed them.
"""

from collections.abc import Sequence
from functools import lru_cache

from indexer.place import Choices, Place, Unknown
from webapp.collaborators import Places

NAMES = 20_000
"""Texts that are remembered, some 10 MB: a search looks up a dozen pieces of what was typed."""
MISSPELT = 2_000


class Remembered:
    """The answers of *places*, each looked up once for as long as it is remembered."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._find = lru_cache(maxsize=MISSPELT)(places.find)
        self._named = lru_cache(maxsize=NAMES)(places.named)
        self._similar = lru_cache(maxsize=MISSPELT)(lambda text: tuple(places.similar(text)))

    def find(self, text: str) -> Place | Choices | Unknown:
        """Return the place that *text* names, the possible ones, or similar ones."""
        return self._find(text)

    def named(self, text: str) -> Place | Choices | None:
        """Return the place that *text* names as spelt, the possible ones, or None."""
        return self._named(text)

    def similar(self, text: str) -> Sequence[Place]:
        """Return the places spelt so or nearly so, the nearest spelling first; none if none is."""
        return self._similar(text)

    def complete(self, prefix: str, limit: int = 8) -> list[Place]:
        """Return the places whose name or code begins so, the likeliest first; [] for none."""
        return self._places.complete(prefix, limit)
