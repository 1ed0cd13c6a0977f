"""Our own engine, published as `python -m indexer build` does and asked through the port."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from benchmarks.search_engine import Found
from indexer.clinic import Clinic
from indexer.search import Query
from indexer.snapshot import open_current, publish


class Ours:
    """The current snapshot of a folder."""

    name: ClassVar[str] = "ours"

    @staticmethod
    def build(clinics: Collection[Clinic], place: str) -> None:
        """Publish *clinics*, verified, in the folder *place*."""
        publish(clinics, {}, {}, Path(place), built_at=datetime.now(UTC), inputs="benchmark")

    def __init__(self, place: str, prepared: Path) -> None:
        self._index = open_current(Path(place))

    def close(self) -> None:
        """Nothing needs closing: the maps of the files go with the index."""

    def look_up(self, clinic_id: str) -> object:
        """Return a clinic."""
        return self._index.clinic(clinic_id)

    def ask(self, query: Query) -> Found:
        """Answer by the port."""
        answer = self._index.search(query)
        facets = {
            group: {code: count for code, count in counts.items() if count}
            for group, counts in answer.facets.items()
        }
        return Found(answer.total, facets, [hit.id for hit in answer.hits])
