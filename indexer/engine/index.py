"""The embedded index: answers the search port from one snapshot's arrays.

The rows are in the order of name, then id: ascending rows are in alphabetical order, and a stable
sort by distance or score ends every tie as the port wants it.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from indexer.clinic import Clinic, Gone, Moved, Status
from indexer.engine import arrays, bitmaps
from indexer.engine.bitmaps import Bitmap, Rows, intersection, packed
from indexer.engine.documents import Documents
from indexer.engine.facets import Facets
from indexer.engine.places import Nearby, Places
from indexer.engine.postings import Postings
from indexer.engine.text import BOOSTS, terms
from indexer.engine.words import terms_in, write_whoosh
from indexer.search import Answer, Hit, Near, Query, Region
from indexer.vocabulary import FACET_GROUPS

WHOOSH = "whoosh"
"""The folder of the plain Whoosh index inside a snapshot. Nothing that serves reads it."""


def write_index(
    clinics: Collection[Clinic],
    moved: Mapping[str, Moved],
    gone: Mapping[str, Gone],
    folder: Path,
) -> None:
    """Write everything that answers questions about *clinics* into the empty *folder*."""
    ordered = sorted(clinics, key=lambda clinic: (clinic.name.casefold(), clinic.id))
    documents = [terms(clinic) for clinic in ordered]
    Documents.write(ordered, moved, gone, folder)
    Places.write(ordered, folder)
    Facets.write(ordered, folder)
    Postings.write(documents, folder)
    arrays.save(folder, open=packed(np.array([c.status is Status.OPEN for c in ordered], np.bool_)))
    (folder / WHOOSH).mkdir()
    write_whoosh([clinic.id for clinic in ordered], documents, BOOSTS, folder / WHOOSH)


class EmbeddedIndex:
    """A ClinicIndex over the files that `write_index` wrote."""

    def __init__(self, folder: Path, generation: str) -> None:
        self.generation = generation
        self._documents = Documents(folder)
        self._places = Places(folder)
        self._facets = Facets(folder)
        self._postings = Postings(folder)
        self._open = arrays.load(folder, "open")
        self.size = bitmaps.count(self._open)

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Return what became of an id, open or not; None if it was never published."""
        return self._documents.by_id(clinic_id)

    def fates(self) -> dict[str, Clinic | Moved | Gone]:
        """Return what every id ever published stands for: the next build keeps them."""
        return self._documents.fates()

    def search(self, query: Query) -> Answer:
        """Answer *query*."""
        words = terms_in(query.words)
        near = self._places.within(query.place) if isinstance(query.place, Near) else None
        asked = self._asked(query.place, near, words)
        passing = {
            group: self._facets.passing(codes, query.include_unstated)
            for group, codes in query.facets.items()
            if codes
        }
        found = bitmaps.rows(intersection(asked, *passing.values()), len(self._documents))
        rows, distances = self._ordered(found, near, words if query.place is None else [])
        page = slice(query.offset, query.offset + query.limit)
        return Answer(
            hits=tuple(
                Hit(clinic=self._documents.at(row), distance_km=distance)
                for row, distance in zip(rows[page].tolist(), distances[page], strict=True)
            ),
            total=len(rows),
            facets={group: self._counts(group, asked, passing) for group in FACET_GROUPS},
        )

    def _asked(self, place: Near | Region | None, near: Nearby | None, words: list[str]) -> Bitmap:
        """Return the open clinics at the place that hold every word; facets come later."""
        size = len(self._documents)
        asked = [self._open]
        if near is not None:
            asked.append(bitmaps.of_rows(near.rows, size))
        if isinstance(place, Region):
            asked.append(packed(self._places.inside(place)))
        if words:
            asked.append(packed(self._postings.matches(words)))
        return intersection(*asked)

    def _counts(self, group: str, asked: Bitmap, passing: Mapping[str, Bitmap]) -> dict[str, int]:
        others = [bitmap for other, bitmap in passing.items() if other != group]
        return self._facets.counts(group, among=intersection(asked, *others))

    def _ordered(
        self, found: Rows, near: Nearby | None, words: list[str]
    ) -> tuple[Rows, Sequence[float | None]]:
        """Return the rows found and their distances, by distance, by relevance or by name."""
        if near is not None:
            distances = near.distances_km[np.searchsorted(near.rows, found)]
            order = np.argsort(distances, kind="stable")
            return found[order], distances[order].tolist()
        if words:
            scores = self._postings.scores(words)[found]
            found = found[np.argsort(-scores, kind="stable")]
        return found, [None] * len(found)
