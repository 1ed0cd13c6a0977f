"""SQLite as a skilled user would have it: FTS5, an R*Tree, and facet counts by few sums.

What was measured and kept: text without positions (`detail=column`), the beginnings of words as
an index of their own, rows in the order of a space-filling curve, three facet counters in one
sum, and whichever of words and box finds fewer clinics asked first.
"""

import math
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.search_engine import (
    Found,
    box,
    chord_squared,
    counted,
    gathered,
    growing,
    is_worldwide,
    masks,
    spread,
)
from benchmarks.search_rows import FIELDS, Row, Rows
from benchmarks.search_sql import SqlEngine
from benchmarks.search_words import Wanted, rarest
from indexer.engine.places import unit_vector
from indexer.search import Near, Query

FILE = "rival.sqlite"
MICRO = 1_000_000
"""Degrees in the R*Tree are whole millionths."""
COMMON = 30
"""Words that one clinic in so many holds are asked after the box."""
SUMS = [f"s{number}" for number in range(len(spread(0)))]
_DISTANCE = "((x-:x)*(x-:x)+(y-:y)*(y-:y)+(z-:z)*(z-:z))"
_BOX = "south <= :north AND north >= :south AND west <= :east AND east >= :west"
_WORDS = "words MATCH :words"


class Sqlite(SqlEngine):
    """One connection to the file that `build` left in a folder."""

    name: ClassVar[str] = "SQLite"

    @staticmethod
    def build(rows: Rows, place: str) -> None:
        """Write the database of *rows* into the folder *place*."""
        db = sqlite3.connect(Path(place) / FILE)
        columns = ", ".join(f"{name} INT" for name in SUMS)
        db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;"
            "CREATE TABLE clinic (row INTEGER PRIMARY KEY, bits INT, rank INT,"
            f" x REAL, y REAL, z REAL, id TEXT, {columns});"
            "CREATE VIRTUAL TABLE box USING rtree_i32(row, south, north, west, east);"
            f"CREATE VIRTUAL TABLE words USING fts5({', '.join(FIELDS)}, content='',"
            " detail=column, prefix='3 4', tokenize='unicode61');"
        )
        marks = ",".join("?" * (7 + len(SUMS)))
        words = f"INSERT INTO words(rowid, {', '.join(FIELDS)}) VALUES (?,?,?,?)"
        for number, row in enumerate(rows):
            db.execute(f"INSERT INTO clinic VALUES ({marks})", _columns(number, row))
            db.execute("INSERT INTO box VALUES (?,?,?,?,?)", _corners(number, row))
            db.execute(words, (number, *(row.words[field] for field in FIELDS)))
        db.execute("INSERT INTO words(words) VALUES ('optimize')")
        db.execute("CREATE INDEX bits ON clinic (bits)")
        db.execute("ANALYZE")
        db.commit()
        db.close()

    def __init__(self, place: str, prepared: Path) -> None:
        super().__init__(sqlite3.connect(Path(place) / FILE), prepared)
        self._db.executescript("PRAGMA mmap_size=8000000000; PRAGMA cache_size=-100000;")
        [(self._size,)] = self._db.execute("SELECT max(row) + 1 FROM clinic")

    def _answer(self, query: Query, wanted: list[Wanted], values: dict[str, Any]) -> Found:
        if isinstance(query.place, Near):
            values.update(zip("xyz", unit_vector(query.place), strict=True))
            values.update(_circle(query.place))
        tables, where = self._asked(query, wanted)
        total, facets = self._counts(query, f"FROM {tables} WHERE {where}", values)
        return Found(total, facets, self._page(query, wanted, values, total))

    @staticmethod
    def _match(wanted: Sequence[Wanted]) -> str:
        return " AND ".join(
            f"{one.prefix}*" if one.prefix else "(" + " OR ".join(f'"{t}"' for t in one.terms) + ")"
            for one in wanted
        )

    def _asked(self, query: Query, wanted: list[Wanted]) -> tuple[str, str]:
        """Return the tables, in the order in which to ask them, and the conditions."""
        by_words = ("words CROSS JOIN clinic ON clinic.row = words.rowid", _WORDS)
        if is_worldwide(query):
            return by_words if wanted else ("clinic", "1")
        inside = f"{_DISTANCE} <= :chord"
        if wanted and rarest(wanted, self._spellings) < self._size / COMMON:
            return by_words[0], f"{_WORDS} AND {inside}"
        held = f" AND clinic.row IN (SELECT rowid FROM words WHERE {_WORDS})" if wanted else ""
        return "box CROSS JOIN clinic ON clinic.row = box.row", f"{_BOX} AND {inside}{held}"

    def _counts(
        self, query: Query, asked: str, values: dict[str, Any]
    ) -> tuple[int, dict[str, dict[str, int]]]:
        if not masks(query):
            sums = ", ".join(f"sum({name})" for name in SUMS)
            [(total, *counts)] = self._db.execute(f"SELECT count(*), {sums} {asked}", values)
            return total, gathered(counts)
        # As two texts in one row: thousands of rows cost more to hand over than to count.
        grouped = f"SELECT bits, count(*) AS times {asked} GROUP BY bits"
        texts = f"SELECT group_concat(bits, ' '), group_concat(times, ' ') FROM ({grouped})"
        [(bits, times)] = self._db.execute(texts, values)
        return counted(_numbers(bits), masks(query), _numbers(times))

    def _page(
        self, query: Query, wanted: list[Wanted], values: dict[str, Any], total: int
    ) -> list[str]:
        """Return the first ids: the most relevant of words alone, the nearest of anything else."""
        if isinstance(query.place, Near) and is_worldwide(query):
            for around, circle in growing(query, query.place, total):
                ids = self._nearest(around, wanted, {**values, **_circle(circle)})
                if len(ids) == query.limit:
                    break
            return ids
        if isinstance(query.place, Near):
            return self._nearest(query, wanted, values)
        best = f"WHERE {_WORDS} ORDER BY bm25(words, {', '.join(map(str, FIELDS.values()))})"
        best = f"SELECT rowid FROM words {best} LIMIT :limit"
        return self._ids(f"SELECT id FROM ({best}) JOIN clinic ON row = rowid", values)

    def _nearest(self, query: Query, wanted: list[Wanted], values: dict[str, Any]) -> list[str]:
        tables, where = self._asked(query, wanted)
        where += "".join(f" AND bits & :{group}" for group in masks(query))
        ordered = f"FROM {tables} WHERE {where} ORDER BY {_DISTANCE}, clinic.rank LIMIT :limit"
        return self._ids(f"SELECT id {ordered}", values)

    def _ids(self, sql: str, values: dict[str, Any]) -> list[str]:
        return [clinic_id for (clinic_id,) in self._db.execute(sql, values)]


def _numbers(text: str | None) -> NDArray[np.int64]:
    """Return the numbers of a text; none of None, which stands for no rows."""
    return np.fromstring(text or "", dtype=np.int64, sep=" ")


def _columns(number: int, row: Row) -> tuple[Any, ...]:
    vector = unit_vector(Near(lat=row.lat, lon=row.lon, radius_km=0))
    return (number, row.bits, row.rank, *vector, row.id, *spread(row.bits))


def _corners(number: int, row: Row) -> tuple[int, ...]:
    lat, lon = round(row.lat * MICRO), round(row.lon * MICRO)
    return number, lat, lat, lon, lon


def _circle(near: Near) -> dict[str, float]:
    """Return the box around a circle, a little wider than it for rounding, and its chord."""
    south, north, west, east = box(near, near.radius_km)
    return {
        "south": math.floor(south * MICRO) - 1,
        "north": math.ceil(north * MICRO) + 1,
        "west": math.floor(west * MICRO) - 1,
        "east": math.ceil(east * MICRO) + 1,
        "chord": chord_squared(near.radius_km),
    }
