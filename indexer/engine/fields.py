"""The words of a snapshot field by field, as a search library wants them; slow, and complete."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Clinic, Stance
from indexer.engine.documents import Documents
from indexer.engine.occurrences import FIELDS
from indexer.engine.relevance import Relevance
from indexer.engine.text import LABELS, texts
from indexer.vocabulary import vocabulary

RowsAndCounts = tuple[NDArray[np.int64], NDArray[np.int64]]
REMEMBERED = 4096
"""Terms whose rows stay in memory."""


class Fields:
    """The fields of one snapshot's open clinics."""

    def __init__(self, words: Relevance, documents: Documents, size: int) -> None:
        self.size = size
        self.terms: Sequence[str] = words.lexicon.terms
        self.spellings: Sequence[str] = words.lexicon.spellings
        self._words = words
        self._documents = documents
        self.rows_and_counts = lru_cache(REMEMBERED)(self._rows_and_counts)
        """Who holds a term in a field, and how often."""

    def clinic(self, row: int) -> Clinic:
        """Return the clinic of a row."""
        return self._documents.at(row)

    def stated(self, row: int) -> list[str]:
        """Return the codes of the vocabulary that the clinic of a row states."""
        stated = {fact.code for fact in self.clinic(row).facts if fact.stance is Stance.STATED}
        return sorted(stated & vocabulary().entries.keys())

    def stored(self, row: int) -> dict[str, str]:
        """Return the id and the printed texts of a row."""
        clinic = self.clinic(row)
        name, town, *passages = texts(clinic)
        return {"id": clinic.id, "name": name, "town": town, "passages": "\n".join(passages)}

    def lengths(self) -> Mapping[str, NDArray[np.int64]]:
        """Return how many words stand in each field of each row."""
        labels = np.zeros(self.size, np.int64)
        for term in self._words.labels.terms():
            labels[self._stating(term)] += 1
        printed = self._words.printed.lengths.astype(np.int64)
        return {**dict(zip(FIELDS, printed, strict=True)), LABELS: labels}

    def positions(self, field: str, text: str) -> list[list[int]]:
        """Return the places of a term in a printed field of each row that holds it."""
        term = self._words.lexicon.terms.find(text)
        if term is None:
            return []
        places = self._words.printed.of(term)
        keys = self._words.printed.keys(places)
        here = np.flatnonzero(keys % len(FIELDS) == FIELDS.index(field))
        positions = self._words.printed.positions(places[here], keys[here])
        starts = np.flatnonzero(np.diff(keys[here], prepend=-1))
        return [part.tolist() for part in np.split(positions, starts[1:])]

    def _rows_and_counts(self, field: str, text: str) -> RowsAndCounts:
        term = self._words.lexicon.terms.find(text)
        if term is None:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        if field == LABELS:
            rows = self._stating(term)
            return rows, np.ones(len(rows), np.int64)
        keys, counts = self._words.printed.frequencies(term)
        here = keys % len(FIELDS) == FIELDS.index(field)
        return keys[here] // len(FIELDS), counts[here]

    def _stating(self, term: int) -> NDArray[np.int64]:
        stating = self._words.labels.stating(term)
        return np.empty(0, np.int64) if stating is None else stating.rows()
