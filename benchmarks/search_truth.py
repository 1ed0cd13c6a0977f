"""The right answers, by looking at every clinic: what all engines are held to."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.search_engine import Found, counted, masks
from benchmarks.search_questions import Question
from benchmarks.search_rows import Rows
from benchmarks.search_words import Spellings
from indexer.distance import EARTH_RADIUS_KM
from indexer.search import Near, Query


class Truth:
    """Columns of every clinic, and who holds each word that the *questions* ask for."""

    name: ClassVar[str] = "truth"

    def __init__(self, prepared: Path, questions: Iterable[Question]) -> None:
        rows = Rows(prepared)
        order = rows.curve
        self._lat, self._lon = (np.radians(rows.column(name)[order]) for name in ("lat", "lon"))
        self._bits, self._rank = rows.column("bits")[order], rows.column("rank")[order]
        self._spellings = Spellings(prepared)
        asked = {
            term
            for question in questions
            for one in self._spellings.wanted(question.query)
            for term in one.terms
        }
        self.ids: list[str] = []
        self._holding: dict[str, list[int]] = {term: [] for term in asked}
        for number, row in enumerate(rows):
            self.ids.append(row.id)
            for term in asked.intersection(" ".join(row.words.values()).split()):
                self._holding[term].append(number)

    def ask(self, query: Query) -> Found:
        """Answer; no page where relevance orders."""
        rows = self._holders(query)
        if not isinstance(query.place, Near):
            total, facets = counted(self._bits[rows], masks(query))
            return Found(total, facets, ())
        distances = self._distances(rows, query.place)
        inside = distances <= query.place.radius_km
        rows, distances = rows[inside], distances[inside]
        total, facets = counted(self._bits[rows], masks(query))
        for wanted in masks(query).values():
            passing = self._bits[rows] & wanted != 0
            rows, distances = rows[passing], distances[passing]
        page = np.lexsort((self._rank[rows], distances))[: query.limit]
        return Found(total, facets, [self.ids[row] for row in rows[page].tolist()])

    def close(self) -> None:
        """Nothing is open."""

    def _holders(self, query: Query) -> NDArray[np.int64]:
        """Return who holds all that the words want."""
        holders = np.arange(len(self.ids))
        for one in self._spellings.wanted(query):
            held = [row for term in one.terms for row in self._holding[term]]
            holders = np.intersect1d(holders, np.array(held, dtype=np.int64))
        return holders

    def _distances(self, rows: NDArray[np.int64], near: Near) -> NDArray[np.float64]:
        """Return the kilometres by haversine, to the millimetre."""
        lat, lon = np.radians(near.lat), np.radians(near.lon)
        half = (
            np.sin((self._lat[rows] - lat) / 2) ** 2
            + np.cos(self._lat[rows]) * np.cos(lat) * np.sin((self._lon[rows] - lon) / 2) ** 2
        )
        distances: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
        return np.round(distances, 6)


def alike(query: Query, answer: Found, right: Found) -> bool:
    """Whether an answer is right; the first page counts where distance orders it."""
    same_page = query.place is None or list(answer.ids) == list(right.ids)
    return (answer.total, answer.facets) == (right.total, right.facets) and same_page
