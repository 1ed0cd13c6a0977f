"""Where each word is printed: the words of every clinic in order, and the places of every word.

`tokens` holds the terms of the rows one after the other: name, town and each passage, with a GAP
after each, so that no phrase reaches from one text into the next. `places` holds, term by term,
where in `tokens` it stands.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.text import PRINTED

GAP = -1
FIELDS = tuple(PRINTED)
_NAME, _TOWN, _PASSAGES = range(len(FIELDS))

Keys = NDArray[np.int64]
"""Row * len(FIELDS) + field, ascending."""


class Occurrences:
    """The printed words of one snapshot."""

    def __init__(self, folder: Path) -> None:
        self._tokens = arrays.load(folder, "tokens")
        self._row_starts = arrays.load(folder, "row_starts")
        self._places = arrays.load(folder, "places")
        self._place_starts = arrays.load(folder, "place_starts")
        self.lengths = arrays.load(folder, "lengths")
        """Of each field, of each row, in words."""
        self.average_lengths: list[float] = arrays.load(folder, "average_lengths").tolist()
        """Of each field, in words."""

    def of(self, term: int) -> NDArray[np.int32]:
        """Return where in the tokens *term* stands."""
        places: NDArray[np.int32] = self._places[
            self._place_starts[term] : self._place_starts[term + 1]
        ]
        return places

    def in_row(self, row: int) -> list[int]:
        """Return the different terms that a row prints, in their order."""
        tokens = self._tokens[self._row_starts[row] : self._row_starts[row + 1]].tolist()
        return [term for term in dict.fromkeys(tokens) if term != GAP]

    def of_all(self, terms: range) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return where any of *terms* stands, and which one, counted from the first of them."""
        starts = self._place_starts[terms.start : terms.stop + 1]
        which = np.repeat(np.arange(len(terms), dtype=np.int32), np.diff(starts))
        return self._places[starts[0] : starts[-1]], which

    def places_before(self, term: int) -> int:
        """Return how often all the terms before *term* are printed."""
        return int(self._place_starts[term])

    def terms_before(self, places: int) -> int:
        """Return how many terms are printed *places* times together."""
        return int(np.searchsorted(self._place_starts, places, side="right")) - 1

    def phrase(self, terms: Sequence[int]) -> Keys:
        """Return in which fields of which rows *terms* follow each other."""
        anchor = min(range(len(terms)), key=lambda number: len(self.of(terms[number])))
        starts = self.of(terms[anchor]).astype(np.int64) - anchor
        starts = starts[(starts >= 0) & (starts <= len(self._tokens) - len(terms))]
        for number, term in enumerate(terms):
            starts = starts[self._tokens[starts + number] == term]
        return np.unique(self.keys(starts))

    def keys(self, places: NDArray[np.integer]) -> Keys:
        """Return the row and field of each of ascending *places*."""
        rows = np.searchsorted(self._row_starts, places, side="right") - 1
        towns = self._row_starts[rows] + self.lengths[_NAME, rows] + 1
        passages = towns + self.lengths[_TOWN, rows] + 1
        fields = (places >= towns).astype(np.int64) + (places >= passages)
        keys: Keys = rows * len(FIELDS) + fields
        return keys

    def keys_of_tokens(self) -> NDArray[np.int32]:
        """Return the row and field of every token."""
        lengths = np.diff(self._row_starts)
        rows = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        gaps = np.cumsum(self._tokens == GAP, dtype=np.int32)
        before = np.concatenate([[0], gaps])[self._row_starts[:-1]].astype(np.int32)
        fields = np.minimum(gaps - np.repeat(before, lengths), len(FIELDS) - 1)
        keys: NDArray[np.int32] = rows * np.int32(len(FIELDS)) + fields
        return keys

    def frequencies(self, term: int) -> tuple[Keys, NDArray[np.int64]]:
        """Return in which fields of which rows *term* stands, and how often."""
        return np.unique(self.keys(self.of(term)), return_counts=True)

    def positions(self, places: NDArray[np.integer], keys: Keys) -> NDArray[np.int64]:
        """Return how many places after the beginning of its field each of *places* is."""
        positions: NDArray[np.int64] = places - self._starts(keys)
        return positions

    def counts(self, term: int, keys: Keys) -> NDArray[np.int64]:
        """Return how often *term* stands in each of *keys*; looks at nothing else."""
        rows, fields = np.divmod(keys, len(FIELDS))
        starts = self._starts(keys)
        ends = np.where(
            fields == _PASSAGES, self._row_starts[rows + 1], starts + self.lengths[fields, rows]
        )
        places = self.of(term)
        first, after = (places.searchsorted(at.astype(np.int32)) for at in (starts, ends))
        counts: NDArray[np.int64] = after - first
        return counts

    def _starts(self, keys: Keys) -> NDArray[np.int64]:
        """Return where in the tokens the field of each of *keys* starts."""
        rows, fields = np.divmod(keys, len(FIELDS))
        starts: NDArray[np.int64] = self._row_starts[rows].astype(np.int64)
        starts += (fields >= _TOWN) * (self.lengths[_NAME, rows] + 1)
        starts += (fields >= _PASSAGES) * (self.lengths[_TOWN, rows] + 1)
        return starts


def lengths_of(tokens: NDArray[np.int32], row_starts: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return how many words stand in each field of each row."""
    gaps = np.flatnonzero(tokens == GAP)
    first = np.searchsorted(gaps, row_starts[:-1])
    names = gaps[first] - row_starts[:-1] if len(first) else np.empty(0, np.int64)
    towns = gaps[first + 1] - gaps[first] - 1 if len(first) else names
    total = np.diff(row_starts) - np.diff(np.searchsorted(gaps, row_starts))
    return np.array([names, towns, total - names - towns], np.int32)


def write(
    tokens: NDArray[np.int32], row_starts: NDArray[np.int64], term_count: int, folder: Path
) -> None:
    """Write the *tokens* of all rows, that of row N from `row_starts[N]` on, into *folder*."""
    keys = tokens.astype(np.int64)
    keys <<= 32
    keys |= np.arange(len(tokens), dtype=np.uint32)
    keys.sort()
    keys = keys[np.searchsorted(keys, 0) :]  # a GAP is negative
    lengths = lengths_of(tokens, row_starts)
    arrays.save(
        folder,
        tokens=tokens,
        row_starts=row_starts,
        lengths=lengths,
        average_lengths=lengths.sum(axis=1) / max(1, lengths.shape[1]),
        places=(keys & 0xFFFFFFFF).astype(np.int32),
        place_starts=np.searchsorted(keys, np.arange(term_count + 1) << 32),
    )
