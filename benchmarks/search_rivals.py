"""What the search is compared with: Whoosh used naively, and SQLite FTS5 + R*Tree used well.

Both get the words cut by our own analyser, so that all engines mean the same by a word, and both
answer what a results page needs: total, facet counts, the first ids and their distances. They do
not fetch the clinics themselves, which ours does.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.fields import KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.qcore import Every
from whoosh.query.ranges import NumericRange
from whoosh.query.terms import Term
from whoosh.sorting import FieldFacet

from benchmarks.search_data import point_of
from indexer.clinic import Clinic, Stance
from indexer.distance import EARTH_RADIUS_KM, great_circle_km
from indexer.engine.places import unit_vector
from indexer.engine.text import BOOSTS, terms
from indexer.engine.words import ANALYSER, terms_in
from indexer.search import MAX_RADIUS_KM, Near, Query
from indexer.vocabulary import FACET_GROUPS, vocabulary

CODES = {group: [entry.code for entry in vocabulary().group(group)] for group in FACET_GROUPS}
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180


@dataclass(frozen=True, slots=True)
class Found:
    """One answer, as far as engines are compared by it."""

    total: int
    facets: dict[str, dict[str, int]]
    """Without zeros."""
    ids: list[str]
    """Of the first page; not compared where relevance orders."""


def stated(clinic: Clinic, group: str) -> set[str]:
    """Return the codes of a group that a clinic states."""
    said = {fact.code for fact in clinic.facts if fact.stance is Stance.STATED}
    return said.intersection(CODES[group])


def in_order(clinics: Sequence[Clinic]) -> list[Clinic]:
    """Return the clinics by name, then id: the order in which ties end."""
    return sorted(clinics, key=lambda clinic: (clinic.name.casefold(), clinic.id))


class NaiveWhoosh:
    """Numeric ranges for the box around the radius, Whoosh's facets, Python's distances."""

    name = "Whoosh, naive"

    def __init__(self, clinics: Sequence[Clinic], folder: Path) -> None:
        numbers = {name: NUMERIC(float, stored=True, sortable=True) for name in ("lat", "lon")}
        groups = dict.fromkeys(FACET_GROUPS, KEYWORD)
        text = {field: TEXT(analyzer=ANALYSER, phrase=False) for field in BOOSTS}
        schema = Schema(id=STORED, **numbers, **groups, **text)
        with create_in(str(folder), schema).writer() as writer:
            for clinic in in_order(clinics):
                codes = {group: " ".join(sorted(stated(clinic, group))) for group in FACET_GROUPS}
                writer.add_document(
                    id=clinic.id, lat=point_of(clinic).lat, lon=point_of(clinic).lon,
                    **codes, **terms(clinic),
                )  # fmt: skip
        self._searcher = open_dir(str(folder)).searcher()

    def ask(self, query: Query) -> Found:
        """Answer by one Whoosh search for the hits and one for each group's counts."""
        hits, _ = self._search(query, "", [])
        facets = {}
        for group in FACET_GROUPS:
            others, groups = self._search(query, group, [group])
            kept = {docnum for docnum, *_ in others}
            counts = {code: len(kept.intersection(rows)) for code, rows in groups.items() if code}
            facets[group] = {code: count for code, count in counts.items() if count}
        if query.place:
            hits.sort(key=lambda hit: (round(hit[2], 6), hit[0]))
        return Found(len(hits), facets, [hit[1] for hit in hits[: query.limit]])

    def _search(
        self, query: Query, without: str, grouped: list[str]
    ) -> tuple[list[tuple[int, str, float]], dict[str, list[int]]]:
        facet = {name: FieldFacet(name, allow_overlap=True) for name in grouped}
        results = self._searcher.search(
            self._question(query, without), limit=None, optimize=False, groupedby=facet or None
        )
        hits = [(hit.docnum, hit["id"], self._distance(query, hit)) for hit in results]
        reach = query.place.radius_km if isinstance(query.place, Near) else math.inf
        groups = results.groups(grouped[0]) if grouped else {}
        return [hit for hit in hits if hit[2] <= reach], groups

    def _question(self, query: Query, without: str) -> Any:
        parts: list[Any] = [
            Or([Term(f, term, boost=b) for f, b in BOOSTS.items()])
            for term in terms_in(query.words)
        ]
        parts += [
            Or([Term(group, code) for code in codes])
            for group, codes in query.facets.items()
            if group != without
        ]
        if isinstance(query.place, Near) and query.place.radius_km < MAX_RADIUS_KM:
            box = _box(query.place)
            parts += [NumericRange("lat", box[0], box[1]), NumericRange("lon", box[2], box[3])]
        return And(parts) if parts else Every()

    @staticmethod
    def _distance(query: Query, hit: Any) -> float:
        if not isinstance(query.place, Near):
            return 0.0
        return great_circle_km(query.place.lat, query.place.lon, hit["lat"], hit["lon"])


class Sqlite:
    """FTS5 over our terms, an R*Tree for the box, facets as bits summed in one pass."""

    name = "SQLite FTS5 + R*Tree"

    def __init__(self, clinics: Sequence[Clinic], folder: Path) -> None:
        self._db = sqlite3.connect(folder / "rival.sqlite")
        fields = ", ".join(BOOSTS)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA mmap_size=1000000000;"
            "CREATE TABLE clinic"
            " (row INTEGER PRIMARY KEY, id TEXT, bits INT, x REAL, y REAL, z REAL);"
            "CREATE VIRTUAL TABLE box USING rtree(row, south, north, west, east);"
            f"CREATE VIRTUAL TABLE words USING fts5({fields}, content='', tokenize='unicode61');"
        )
        for row, clinic in enumerate(in_order(clinics)):
            self._add(row, clinic)
        self._db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._db.execute("ANALYZE")
        self._db.commit()

    def _add(self, row: int, clinic: Clinic) -> None:
        point = point_of(clinic)
        bits = sum(1 << bit for bit, code in enumerate(_all_codes()) if clinic.says(code))
        text = [" ".join(words) for words in terms(clinic).values()]
        marks = ",".join("?" * (1 + len(text)))
        self._db.execute(
            "INSERT INTO clinic VALUES (?,?,?,?,?,?)",
            (row, clinic.id, bits, *unit_vector(point)),
        )
        self._db.execute(
            "INSERT INTO box VALUES (?,?,?,?,?)", (row, point.lat, point.lat, point.lon, point.lon)
        )
        self._db.execute(
            f"INSERT INTO words(rowid,{','.join(BOOSTS)}) VALUES ({marks})",  # noqa: S608
            (row, *text),
        )

    def ask(self, query: Query) -> Found:
        """Answer by one statement for each set of filters to count under, and one for the page."""
        passes = {group: f" AND bits & {_mask(codes)}" for group, codes in query.facets.items()}
        counted: dict[str, int] = {}
        for filters, codes in _to_count(passes).items():
            base, values = _base(query, ", ".join(["count(*)", *map(_sum, codes)]))
            counts = self._db.execute(base + filters, values).fetchone()[: 1 + len(codes)]
            counted.update(zip(["total", *codes], counts, strict=True))
        order = "d, clinic.row" if query.place else "bm25(words, 4, 2, 1, 1), clinic.row"
        base, values = _base(query, "id")
        every = "".join(passes.values())
        page = self._db.execute(f"{base}{every} ORDER BY {order} LIMIT {query.limit}", values)
        return Found(
            counted["total"],
            {g: {code: counted[code] for code in CODES[g] if counted[code]} for g in FACET_GROUPS},
            [clinic_id for clinic_id, _ in page],
        )


def _to_count(passes: Mapping[str, str]) -> dict[str, list[str]]:
    """Return filters -> the codes to count under them; all filters, for the total, come last."""
    plan: dict[str, list[str]] = {}
    for group in FACET_GROUPS:
        others = "".join(passed for other, passed in passes.items() if other != group)
        plan.setdefault(others, []).extend(CODES[group])
    every = "".join(passes.values())
    return {**{filters: plan[filters] for filters in plan if filters != every},
            every: plan.get(every, [])}  # fmt: skip


def _sum(code: str) -> str:
    return f"sum(bits >> {_all_codes().index(code)} & 1)"


def _base(query: Query, columns: str) -> tuple[str, list[Any]]:
    """Return the statement, but for its facets, order and grouping, and its values."""
    tables, where, values = ["clinic"], ["1"], list[Any]()
    distance = "0"
    if query.words:
        tables.append("words")
        where.append("words MATCH ? AND words.rowid = clinic.row")
        values.append(" AND ".join(f'"{term}"' for term in terms_in(query.words)))
    if isinstance(query.place, Near):
        x, y, z = unit_vector(query.place)
        distance = f"(x-({x}))*(x-({x}))+(y-({y}))*(y-({y}))+(z-({z}))*(z-({z}))"
        if query.place.radius_km < MAX_RADIUS_KM:
            chord = 2 * math.sin(query.place.radius_km / EARTH_RADIUS_KM / 2)
            where.append(f"{distance} <= {chord * chord}")
            tables.append("box")
            where.append("north >= ? AND south <= ? AND east >= ? AND west <= ?")
            where.append("box.row = clinic.row")
            values.extend(_box(query.place))
    select = f"SELECT {columns}, {distance} AS d FROM {', '.join(tables)}"  # noqa: S608
    return f"{select} WHERE {' AND '.join(where)}", values


def _box(near: Near) -> tuple[float, float, float, float]:
    """Return south, north, west and east of the circle, away from poles and antimeridian."""
    reach = near.radius_km / KM_PER_DEGREE
    wide = reach / math.cos(math.radians(abs(near.lat) + reach))
    return near.lat - reach, near.lat + reach, near.lon - wide, near.lon + wide


def _all_codes() -> list[str]:
    return [code for codes in CODES.values() for code in codes]


def _mask(codes: Iterable[str]) -> int:
    return sum(1 << bit for bit, code in enumerate(_all_codes()) if code in codes)
