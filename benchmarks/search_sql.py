"""What the rivals that are asked in SQL have in common."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.search_engine import NOTHING, Found, masks
from benchmarks.search_words import Spellings, Wanted
from indexer.search import Query


class SqlEngine(ABC):
    """One connection to a database that `build` filled."""

    name: ClassVar[str]

    def __init__(self, db: Any, prepared: Path) -> None:
        self._db = db
        self._spellings = Spellings(prepared)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def ask(self, query: Query) -> Found:
        """Answer by one statement for the counts and one for the page."""
        wanted = self._spellings.wanted(query)
        if not all(one.terms for one in wanted):
            return NOTHING
        values = {"words": self._match(wanted), "limit": query.limit, **masks(query)}
        return self._answer(query, wanted, values)

    @staticmethod
    @abstractmethod
    def _match(wanted: Sequence[Wanted]) -> str:
        """Return what the text index is asked: a beginning is a prefix if that means the same."""

    @abstractmethod
    def _answer(self, query: Query, wanted: list[Wanted], values: dict[str, Any]) -> Found: ...
