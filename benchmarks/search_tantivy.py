"""tantivy as a skilled user of its Python package would have it; distances by NumPy beside it.

What was measured and kept: one segment in the order of a space-filling curve, a field of all
words without frequencies for filters beside the three that score, map cells of a quarter of a
degree as terms (faster than ranges of latitude and longitude), and one aggregation for all facets.
Around a place the matching row numbers are fetched, and NumPy tells distances and counts.
"""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur
from tantivy import Query as Ask

from benchmarks.search_engine import NOTHING, Found, box, counted, growing, is_worldwide, masks
from benchmarks.search_rows import BIT, CODES, FIELDS, Rows, vector_columns
from benchmarks.search_words import Spellings, Wanted
from indexer.distance import EARTH_RADIUS_KM
from indexer.engine.places import unit_vector
from indexer.search import Near, Query

CELLS_PER_DEGREE = 4
MOST_SQUARE_DEGREES = 25
"""So many are asked by their cells; where there are more, all matching rows are fetched."""
HEAP_BYTES = 300_000_000
_COUNTS = {"stated": {"terms": {"field": "stated", "size": len(BIT)}}}


class Tantivy:
    """A searcher over the index that `build` left in a folder, and columns in memory."""

    name: ClassVar[str] = "tantivy"

    @staticmethod
    def build(rows: Rows, place: str) -> None:
        """Write the index of *rows* into the folder *place*, by one thread, as one segment."""
        writer = tantivy.Index(_schema(), path=place).writer(HEAP_BYTES, num_threads=1)
        for number, row in enumerate(rows):
            document = tantivy.Document()
            for field in FIELDS:
                document.add_text(field, row.words[field])
            document.add_text("all", " ".join(row.words.values()))
            document.add_unsigned("row", number)
            document.add_unsigned("cell", _cell(_floor(row.lat), _floor(row.lon)))
            for code in (bit for bit in BIT.values() if row.bits >> bit & 1):
                document.add_unsigned("stated", code)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def __init__(self, place: str, prepared: Path) -> None:
        self._spellings = Spellings(prepared)
        index = tantivy.Index.open(place)
        self._schema, self._searcher = index.schema, index.searcher()
        rows = Rows(prepared)
        order = rows.curve
        self._vectors = np.stack(
            vector_columns(rows.column("lat")[order], rows.column("lon")[order])
        )
        self._bits = rows.column("bits")[order]
        self._rank = rows.column("rank")[order]
        self._ids = [row.id for row in rows]

    def close(self) -> None:
        """Drop the searcher: it holds its files open."""
        del self._searcher

    def ask(self, query: Query) -> Found:
        """Answer by distance from the rows fetched, or by relevance from an aggregation."""
        wanted = self._spellings.wanted(query)
        if not all(one.terms for one in wanted):
            return NOTHING
        if not isinstance(query.place, Near):
            return self._by_relevance(query, wanted)
        if not is_worldwide(query):
            return self._around(query, query.place, wanted)
        passing = _all([*self._held(wanted), *self._filters(query).values()])
        total = self._searcher.search(passing, 1, count=True).count
        for around, circle in growing(query, query.place, total):
            found = self._around(around, circle, wanted, filtered=True)
            if len(found.ids) == query.limit:
                break
        return Found(total, self._facets(query, wanted), found.ids)

    def _by_relevance(self, query: Query, wanted: list[Wanted]) -> Found:
        scored = _all(
            _any(
                Ask.boost_query(self._term(field, term, "freq"), boost)
                for field, boost in FIELDS.items()
                for term in one.terms
            )
            for one in wanted
        )
        best = self._searcher.search(scored, query.limit, count=True)
        rows = self._searcher.fast_field_values("row", [address for _, address in best.hits])
        facets = self._facets(query, wanted)
        return Found(best.count, facets, [self._ids[int(row or 0)] for row in rows])

    def _facets(self, query: Query, wanted: list[Wanted]) -> dict[str, dict[str, int]]:
        """Return the counts: one aggregation for each set of filters to count under."""
        held, filters = self._held(wanted), self._filters(query)
        known: dict[frozenset[str], dict[int, int]] = {}
        facets = {}
        for group, codes in CODES.items():
            others = frozenset(filters) - {group}
            if others not in known:
                known[others] = self._stated([*held, *(filters[other] for other in others)])
            counts = known[others]
            facets[group] = {code: counts[BIT[code]] for code in codes if BIT[code] in counts}
        return facets

    def _stated(self, filters: list[Ask]) -> dict[int, int]:
        """Return bit -> how many of those that pass state it."""
        found = self._searcher.aggregate(_all(filters), _COUNTS)
        return {int(b["key"]): b["doc_count"] for b in found["stated"]["buckets"]}

    def _around(
        self, query: Query, near: Near, wanted: list[Wanted], filtered: bool = False
    ) -> Found:
        """Return the answer from the rows in the cells that the circle touches."""
        asked = [*self._held(wanted), *(self._filters(query).values() if filtered else ())]
        rows = self._rows([*asked, *self._cells(near)])
        distances = self._distances(rows, near)
        inside = distances <= near.radius_km
        rows, distances = rows[inside], distances[inside]
        total, facets = counted(self._bits[rows], masks(query))
        for wanted_bits in masks(query).values():
            passing = self._bits[rows] & wanted_bits != 0
            rows, distances = rows[passing], distances[passing]
        page = _first(distances, self._rank[rows], query.limit)
        return Found(total, facets, [self._ids[row] for row in rows[page].tolist()])

    def _rows(self, asked: list[Ask]) -> NDArray[np.int64]:
        found = self._searcher.search(
            _all(asked), len(self._ids), count=False, order_by_field="row"
        )
        return np.array([row for row, _ in found.hits], dtype=np.int64)

    def _distances(self, rows: NDArray[np.int64], near: Near) -> NDArray[np.float64]:
        chords = self._vectors[:, rows] - np.array(unit_vector(near))[:, None]
        half = np.sqrt((chords * chords).sum(axis=0)) / 2
        distances: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(half, 1))
        return np.round(distances, 6)

    def _cells(self, near: Near) -> list[Ask]:
        """Return the filter by cells; none where there would be too many of them."""
        south, north, west, east = box(near, near.radius_km)
        cells = [
            _cell(lat, lon)
            for lat in range(_floor(max(south, -90)), _floor(min(north, 90)) + 1)
            for lon in range(_floor(west), _floor(east) + 1)
        ] if (north - south) * (east - west) < MOST_SQUARE_DEGREES else []  # fmt: skip
        return [_any(self._term("cell", cell, "basic") for cell in cells)] if cells else []

    def _held(self, wanted: list[Wanted]) -> list[Ask]:
        return [_any(self._term("all", term, "basic") for term in one.terms) for one in wanted]

    def _filters(self, query: Query) -> dict[str, Ask]:
        return {
            group: _any(self._term("stated", BIT[code], "basic") for code in codes)
            for group, codes in query.facets.items()
        }

    def _term(self, field: str, value: str | int, kept: str) -> Ask:
        return Ask.term_query(self._schema, field, value, kept)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("all", tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("row", fast=True)
    builder.add_unsigned_field("cell", indexed=True)
    builder.add_unsigned_field("stated", indexed=True, fast=True)
    return builder.build()


def _all(asked: Iterable[Ask]) -> Ask:
    parts = [(Occur.Must, ask) for ask in asked]
    return Ask.boolean_query(parts) if parts else Ask.all_query()


def _any(asked: Iterable[Ask]) -> Ask:
    parts = list(asked)
    return parts[0] if len(parts) == 1 else Ask.boolean_query([(Occur.Should, p) for p in parts])


def _first(
    distances: NDArray[np.float64], ranks: NDArray[np.int64], limit: int
) -> NDArray[np.int64]:
    """Return where the nearest *limit* are, nearest first, ties by rank."""
    kept = np.arange(len(distances))
    if limit < len(distances):
        kept = np.flatnonzero(distances <= np.partition(distances, limit - 1)[limit - 1])
    return kept[np.lexsort((ranks[kept], distances[kept]))][:limit]


def _floor(degrees: float) -> int:
    return math.floor(degrees * CELLS_PER_DEGREE)


def _cell(lat: int, lon: int) -> int:
    """Return the number of the cell in that row and column of cells."""
    return (lat + 90 * CELLS_PER_DEGREE) * 10_000 + lon + 180 * CELLS_PER_DEGREE
