"""Whoosh used naively, as its manual suggests, and as the judge of our scores.

Numeric ranges for the box around the radius, Whoosh's own facets, distances in Python. Its
shortcut for the best few is off, because it loses better hits (docs/decisions/0003).
"""

import math
from collections.abc import Collection
from pathlib import Path
from typing import Any, ClassVar

from whoosh.fields import KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.qcore import Every
from whoosh.query.ranges import NumericRange
from whoosh.query.terms import Term
from whoosh.query.wrappers import ConstantScoreQuery
from whoosh.sorting import FieldFacet

from benchmarks.search_data import point_of
from benchmarks.search_engine import NOTHING, Found, box, by_group, is_worldwide
from benchmarks.search_rows import CODES
from benchmarks.search_words import Spellings, Wanted
from indexer.clinic import Clinic, Stance
from indexer.distance import great_circle_km
from indexer.engine.judge.analysis import ANALYSER, END
from indexer.engine.judge.plain import SCORING
from indexer.engine.text import BOOSTS, LABELS, label_words, texts
from indexer.search import Near, Query


class NaiveWhoosh:
    """A searcher over the index that `build` left in a folder."""

    name: ClassVar[str] = "Whoosh"

    @staticmethod
    def build(clinics: Collection[Clinic], place: str) -> None:
        """Write the index of *clinics*, in the order of name, then id, in which ties end."""
        numbers = {name: NUMERIC(float, stored=True, sortable=True) for name in ("lat", "lon")}
        groups = dict.fromkeys(CODES, KEYWORD)
        text = {field: TEXT(analyzer=ANALYSER, phrase=False) for field in BOOSTS}
        schema = Schema(id=STORED, **numbers, **groups, **text)
        with create_in(place, schema).writer() as writer:
            for clinic in sorted(clinics, key=lambda clinic: (clinic.name.casefold(), clinic.id)):
                point = point_of(clinic)
                stated = {f.code for f in clinic.facts if f.stance is Stance.STATED}
                codes = {group: " ".join(stated & {*own}) for group, own in CODES.items()}
                labels = sorted({term for code in stated for _, term in label_words(code)})
                name, town, *passages = texts(clinic)
                writer.add_document(
                    id=clinic.id,
                    lat=point.lat,
                    lon=point.lon,
                    name=name,
                    town=town,
                    passages=END.join(passages),
                    **{LABELS: labels},
                    **codes,
                )

    def __init__(self, place: str, prepared: Path) -> None:
        self._spellings = Spellings(prepared)
        self._searcher = open_dir(place).searcher(weighting=SCORING)

    def close(self) -> None:
        """Close the searcher."""
        self._searcher.close()

    def ask(self, query: Query) -> Found:
        """Answer by one Whoosh search for the hits and one for each group's counts."""
        if not all(one.terms for one in self._spellings.wanted(query)):
            return NOTHING
        hits, _ = self._search(query, "", [])
        counts: dict[str, int] = {}
        for group in CODES:
            others, groups = self._search(query, group, [group])
            kept = {docnum for docnum, *_ in others}
            counts.update({c: len(kept.intersection(rows)) for c, rows in groups.items() if c})
        if query.place:
            hits.sort(key=lambda hit: (round(hit[2], 6), hit[0]))
        return Found(len(hits), by_group(counts), [hit[1] for hit in hits[: query.limit]])

    def scores(self, query: Query) -> dict[str, float]:
        """Return the score of every clinic that the words find; the best come first."""
        results = self._searcher.search(self._question(query, ""), limit=None, optimize=False)
        return {hit["id"]: hit.score for hit in results}

    def _search(
        self, query: Query, without: str, grouped: list[str]
    ) -> tuple[list[tuple[int, str, float]], dict[str, list[int]]]:
        """Return (row, id, distance) of who passes all filters but one, and rows by code."""
        facet = {name: FieldFacet(name, allow_overlap=True) for name in grouped}
        results = self._searcher.search(
            self._question(query, without), limit=None, optimize=False, groupedby=facet or None
        )
        hits = [(hit.docnum, hit["id"], self._distance(query, hit)) for hit in results]
        reach = query.place.radius_km if isinstance(query.place, Near) else math.inf
        groups = results.groups(grouped[0]) if grouped else {}
        return [hit for hit in hits if hit[2] <= reach], groups

    def _question(self, query: Query, without: str) -> Any:
        wanted = zip(query.words.split(), self._spellings.wanted(query), strict=True)
        parts: list[Any] = [_any_of(word, one) for word, one in wanted]
        parts += [
            Or([Term(group, code) for code in codes])
            for group, codes in query.facets.items()
            if group != without
        ]
        if isinstance(query.place, Near) and not is_worldwide(query):
            south, north, west, east = box(query.place, query.place.radius_km)
            parts += [NumericRange("lat", south, north), NumericRange("lon", west, east)]
        return And(parts) if parts else Every()

    @staticmethod
    def _distance(query: Query, hit: Any) -> float:
        if not isinstance(query.place, Near):
            return 0.0
        return great_circle_km(query.place.lat, query.place.lon, hit["lat"], hit["lon"])


def _any_of(word: str, wanted: Wanted) -> Any:
    """Return what asks for any of the terms; a beginning scores the same for all, as in Whoosh."""
    terms = [Term(f, term, boost=b) for f, b in BOOSTS.items() for term in wanted.terms]
    return ConstantScoreQuery(Or(terms)) if word.endswith("*") else Or(terms)
