"""The embedded index: answers the search port from one snapshot's arrays.

The rows are in the order of name, then id: ascending rows are in alphabetical order, and a stable
sort by distance or score ends every tie as the port wants it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from indexer.clinic import Clinic, Gone, Moved, Stance, Status
from indexer.cursor import cursor_after, offset_of
from indexer.engine import arrays, bitmaps
from indexer.engine.asked import Phrase, Prefix, asked_in
from indexer.engine.bitmaps import Bitmap, Rows, intersection, packed
from indexer.engine.documents import Documents
from indexer.engine.facets import Facets
from indexer.engine.hours import Hours
from indexer.engine.places import Nearby, Places
from indexer.engine.postings import Postings
from indexer.engine.text import BOOSTS, terms
from indexer.engine.words import spelled_in, write_whoosh
from indexer.search import LONG_WORD, WIDER_KM, Answer, Hit, Near, Query, Region, Sort, order_of
from indexer.vocabulary import FACET_GROUPS, vocabulary

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
    documents = [
        terms(clinic) if clinic.status is Status.OPEN else UNSEARCHED for clinic in ordered
    ]
    Documents.write(ordered, moved, gone, folder)
    Places.write(ordered, folder)
    Facets.write(ordered, folder)
    Hours.write(ordered, folder)
    Postings.write(documents, folder)
    arrays.save(folder, open=packed(np.array([c.status is Status.OPEN for c in ordered], np.bool_)))
    (folder / WHOOSH).mkdir()
    write_whoosh([clinic.id for clinic in ordered], documents, BOOSTS, folder / WHOOSH)


UNSEARCHED: dict[str, list[str]] = {field: [] for field in BOOSTS}
"""The terms of a clinic that is not open."""


class EmbeddedIndex:
    """A ClinicIndex over the files that `write_index` wrote."""

    def __init__(self, folder: Path, generation: str) -> None:
        self.generation = generation
        self._documents = Documents(folder)
        self._places = Places(folder)
        self._facets = Facets(folder)
        self._hours = Hours(folder)
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
        offset = offset_of(query, self.generation)
        answer = self._answer(query, offset)
        if answer.total or not query.widen or not isinstance(query.place, Near):
            return answer
        for radius_km in WIDER_KM:
            if radius_km > query.place.radius_km:
                place = replace(query.place, radius_km=radius_km)
                wider = self._answer(replace(query, place=place), offset)
                if wider.total:
                    return replace(wider, widened_to_km=radius_km)
        return answer

    def _answer(self, query: Query, offset: int) -> Answer:
        wanted, corrected = self._wanted(query)
        near = self._places.within(query.place) if isinstance(query.place, Near) else None
        asked = self._asked(query, near, wanted)
        passing = {
            group: self._facets.passing(codes, query.include_unstated)
            for group, codes in query.facets.items()
            if codes
        }
        found = bitmaps.rows(intersection(asked, *passing.values()), len(self._documents))
        rows, distances = self._ordered(found, near, order_of(query), wanted)
        page = slice(offset, offset + query.limit)
        return Answer(
            hits=tuple(
                Hit(clinic=self._documents.at(row), distance_km=distance)
                for row, distance in zip(rows[page].tolist(), distances[page], strict=True)
            ),
            total=len(rows),
            facets={group: self._counts(group, asked, passing) for group in FACET_GROUPS},
            corrected=corrected,
            cursor=cursor_after(query, offset, len(rows), self.generation),
        )

    def _wanted(self, query: Query) -> tuple[list[set[tuple[str, ...]]], dict[str, str]]:
        """Return for each thing asked the phrases of which one will do, and what was mended."""
        wanted: list[set[tuple[str, ...]]] = []
        corrected = {}
        for part in asked_in(query.words):
            if isinstance(part, Phrase):
                wanted.append({part.terms})
            elif isinstance(part, Prefix):
                words = self._spellings()
                wanted.append({(term,) for w, term in words if w.startswith(part.start)})
            else:
                wanted.append({(part.term,)})
                digit = any(sign.isdigit() for sign in part.typed)
                if query.fuzzy and not digit and not self._postings.matches([part.term]).any():
                    most = 2 if len(part.typed) >= LONG_WORD else 1
                    near = {
                        word: count
                        for word, count in self._spellings().items()
                        if Levenshtein.distance(part.typed, word[0]) <= most
                    }
                    wanted[-1] |= {(term,) for _, term in near}
                    if near:
                        corrected[part.typed] = min(near, key=lambda word: (-near[word], word))[0]
        return wanted, corrected

    @cache  # noqa: B019
    def _spellings(self) -> Counter[tuple[str, str]]:
        texts = self._texts()
        return Counter(word for own in texts for word in {w for text in own for w in text})

    @cache  # noqa: B019
    def _texts(self) -> list[list[list[tuple[str, str]]]]:
        rows = range(len(self._documents))
        clinics = [self._documents.at(row) for row in rows]
        return [[spelled_in(text) for text in _all_texts(c)] for c in clinics]

    def _asked(
        self, query: Query, near: Nearby | None, wanted: list[set[tuple[str, ...]]]
    ) -> Bitmap:
        """Return the open clinics at the place that hold every word; facets come later."""
        size = len(self._documents)
        asked = [self._open]
        if near is not None:
            asked.append(bitmaps.of_rows(near.rows, size))
        if isinstance(query.place, Region):
            asked.append(packed(self._places.inside(query.place)))
        for phrases in wanted:
            mask = np.zeros(size, np.bool_)
            for phrase in phrases:
                mask |= self._holds(phrase)
            asked.append(packed(mask))
        if query.open_at is not None:
            asked.append(packed(self._hours.open_at(query.open_at, query.include_unstated)))
        return intersection(*asked)

    def _holds(self, phrase: tuple[str, ...]) -> NDArray[np.bool_]:
        mask = self._postings.matches(phrase)
        if len(phrase) > 1:
            for row in np.flatnonzero(mask):
                own = len(_own_texts(self._documents.at(int(row))))
                terms = [[term for _, term in text] for text in self._texts()[row][:own]]
                mask[row] = any(
                    tuple(text[start : start + len(phrase)]) == phrase
                    for text in terms
                    for start in range(len(text))
                )
        return mask

    def _counts(self, group: str, asked: Bitmap, passing: Mapping[str, Bitmap]) -> dict[str, int]:
        others = [bitmap for other, bitmap in passing.items() if other != group]
        return self._facets.counts(group, among=intersection(asked, *others))

    def _ordered(
        self, found: Rows, near: Nearby | None, order: Sort, wanted: list[set[tuple[str, ...]]]
    ) -> tuple[Rows, Sequence[float | None]]:
        """Return the rows found and their distances, by distance, by relevance or by name."""
        distances = None if near is None else near.distances_km[np.searchsorted(near.rows, found)]
        ranks = np.arange(len(found))
        if order is Sort.DISTANCE and distances is not None:
            ranks = np.argsort(distances, kind="stable")
        if order is Sort.RELEVANCE:
            terms = [term for phrases in wanted for phrase in phrases for term in phrase]
            ranks = np.argsort(-self._postings.scores(terms)[found], kind="stable")
        if distances is None:
            return found[ranks], [None] * len(found)
        return found[ranks], distances[ranks].tolist()


def _own_texts(clinic: Clinic) -> list[str]:
    address = clinic.address
    return [clinic.name, f"{address.city} {address.state} {address.postcode}", *clinic.passages]


def _all_texts(clinic: Clinic) -> list[str]:
    if clinic.status is not Status.OPEN:
        return []
    known = vocabulary().entries
    stated = {f.code for f in clinic.facts if f.stance is Stance.STATED} & known.keys()
    labels = [t for c in stated for t in (known[c].label, *known[c].synonyms, *known[c].exact)]
    return [*_own_texts(clinic), *labels]
