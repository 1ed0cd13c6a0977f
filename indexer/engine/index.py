"""The embedded index: answers the search port from one snapshot's arrays.

A question becomes a set of rows (place and words and time), the set is narrowed by the filters, and
only the rows of the page asked for are put in order; a clinic is decoded when it is looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Clinic, Gone, Moved
from indexer.cursor import cursor_after, offset_of
from indexer.engine.bitmaps import Rows, RowSet, Words, of_all
from indexer.engine.documents import Documents
from indexer.engine.facets import Facets
from indexer.engine.fields import Fields
from indexer.engine.hours import Hours
from indexer.engine.names import Names
from indexer.engine.places import Nearby, Places
from indexer.engine.relevance import Relevance, Wanted
from indexer.engine.suggest import NameWords
from indexer.search import WIDER_KM, Answer, Hit, Near, Query, Region, Sort, order_of

Distances: TypeAlias = NDArray[np.floating] | None
"""In km, of the rows of a page; None where the question has no point."""
_NO_ROWS = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """What a question finds, before any of it is put in order."""

    asked: RowSet
    """Who is there, holds the words and is open, whatever the filters."""
    passing: Mapping[str, Words]
    """Group -> who of the words of *asked* passes its filter."""
    rows: RowSet
    total: int
    nearby: Nearby | None
    wanted: Wanted


class EmbeddedIndex:
    """A ClinicIndex over the files that `writing.write_index` wrote."""

    def __init__(self, folder: Path, generation: str) -> None:
        self.generation = generation
        self._documents = Documents(folder)
        self._places = Places(folder)
        self._facets = Facets(folder)
        self._hours = Hours(folder)
        self._names = Names(folder)
        self._name_words = NameWords(folder)
        self.size = len(self._names)
        self.relevance = Relevance(folder, self._facets, self.size)
        self._everyone = of_all(self.size)

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Return what became of an id, open or not; None if it was never published."""
        return self._documents.by_id(clinic_id)

    def towns(self) -> Mapping[Region, int]:
        """Return every town that open clinics are in, with how many are."""
        return self._places.towns()

    def named(self, typed: str, limit: int) -> list[Clinic]:
        """Return open clinics in whose names every typed word begins a word; see `NameWords`."""
        return [self._documents.at(row) for row in self._name_words.beginning(typed, limit)]

    def fates(self) -> dict[str, Clinic | Moved | Gone]:
        """Return what every id ever published stands for: the next build keeps them."""
        return self._documents.fates()

    def fields(self) -> Fields:
        """Return the words of the open clinics, field by field."""
        return Fields(self.relevance, self._documents, self.size)

    def ranked(self, query: Query) -> list[tuple[int, float]]:
        """Return the rows of a page and how well each fits the words of *query*."""
        wanted = self.relevance.wanted(query)
        rows, _ = self._page(query, self._found(query, wanted), offset_of(query, self.generation))
        ascending = np.sort(rows)
        scores = self.relevance.scores(wanted, ascending)[np.searchsorted(ascending, rows)]
        return list(zip(rows.tolist(), scores.tolist(), strict=True))

    def search(self, query: Query) -> Answer:
        """Answer *query*; raise QueryError for a cursor that is not of this snapshot."""
        offset = offset_of(query, self.generation)
        wanted = self.relevance.wanted(query)
        answer = self._answer(query, wanted, offset)
        for wider in _wider(query) if not answer.total else ():
            widened = self._answer(wider, wanted, offset)
            if widened.total and isinstance(wider.place, Near):
                return replace(widened, widened_to_km=wider.place.radius_km)
        return answer

    def _answer(self, query: Query, wanted: Wanted, offset: int) -> Answer:
        found = self._found(query, wanted)
        rows, distances = self._page(query, found, offset)
        return Answer(
            hits=self._hits(rows, distances),
            total=found.total,
            facets=self._facets.counts(found.asked, found.passing, query.counted),
            corrected=wanted.corrected,
            cursor=cursor_after(query, offset, found.total, self.generation),
        )

    def _found(self, query: Query, wanted: Wanted) -> Found:
        nearby = self._places.within(query.place) if isinstance(query.place, Near) else None
        sets = [*self._asked(query, nearby, wanted)] or [self._everyone]
        asked = reduce(and_, sets).shrunk()
        if query.open_at is not None:
            asked = self._hours.open_at(query.open_at, query.include_unstated, asked).shrunk()
        passing = self._facets.passing(query, asked)
        rows = RowSet(asked.at, reduce(np.bitwise_and, passing.values(), asked.bits))
        return Found(asked, passing, rows, rows.count(), nearby, wanted)

    def _asked(self, query: Query, nearby: Nearby | None, wanted: Wanted) -> Iterator[RowSet]:
        """Yield who is at the place and who holds each word; hours and facets come later."""
        if nearby is not None:
            yield nearby.rows
        if isinstance(query.place, Region):
            yield self._places.inside(query.place)
        yield from wanted.rows

    def _page(self, query: Query, found: Found, offset: int) -> tuple[Rows, Distances]:
        """Return the rows of the page, in their order, and how far they are if it matters."""
        last = min(offset + query.limit, found.total)
        if offset >= last:
            return _NO_ROWS, None
        rows, order = found.rows.shrunk(), order_of(query)
        if order is Sort.DISTANCE and found.nearby is not None:
            first, far = self._places.nearest(rows, found.total, found.nearby, last)
            page, distances = self._names.ordered(first, far, last)
            return page[offset:], distances[offset:]
        if order is Sort.RELEVANCE and found.wanted.is_scored:
            first, scores = self.relevance.best(found.wanted, rows, found.total, last)
            page, _ = self._names.ordered(first, -scores, last)
        else:
            first = self._names.first(rows, found.total, last)
            page, _ = self._names.ordered(first, np.zeros(len(first)), last)
        page = page[offset:]
        nearby = found.nearby
        return page, self._places.distances_km(page, nearby.centre) if nearby else None

    def _hits(self, rows: Rows, distances: Distances) -> tuple[Hit, ...]:
        far = [None] * len(rows) if distances is None else distances.tolist()
        read = self._documents.by_known_id
        ids = self._documents.ids(rows)
        return tuple(Hit(clinic_id, km, read) for clinic_id, km in zip(ids, far, strict=True))


def _wider(query: Query) -> Iterator[Query]:
    """Yield the same question in each wider radius; none if it is not to be widened."""
    if query.widen and isinstance(query.place, Near):
        for radius_km in WIDER_KM:
            if radius_km > query.place.radius_km:
                yield replace(query, place=replace(query.place, radius_km=radius_km))
