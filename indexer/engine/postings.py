"""Which clinic prints which term, and how much that says: as `scoring` worked it out.

The rows of a term lie side by side, `rows[starts[term]:starts[term + 1]]`, each with its impact:
the term's whole score in that row, summed over the printed fields. The scores are those of
Whoosh's BM25F on the same fields; a test holds them equal. Frequent terms also have a bitmap and
the list of their best rows.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.arrays import begins
from indexer.engine.bitmaps import (
    EVERY_WORD,
    Rows,
    RowSet,
    of_mask,
    of_rows,
    union,
)

DENSE = 32
"""A term that one row in so many holds is frequent."""
LAID_OUT = 128
"""Where more than one row in so many is asked for, and more than a few, all of a term's are laid
out; else each is looked up by itself."""
_FEW = 16
Impacts = NDArray[np.float32]


class Postings:
    """The postings of one snapshot."""

    def __init__(self, folder: Path, size: int) -> None:
        self._size = size
        self._starts = arrays.load(folder, "posting_starts")
        self._rows = arrays.load(folder, "posting_rows")
        self._impacts = arrays.load(folder, "posting_impacts")
        self._line_of = arrays.load(folder, "dense_line_of_term")
        self._bitmaps = arrays.load(folder, "dense_bitmaps")
        self._best = arrays.load(folder, "dense_best")

    def of(self, term: int) -> tuple[NDArray[np.int32], Impacts]:
        """Return the rows that print *term*, ascending, and the impact of each."""
        where = slice(*self._starts[term : term + 2].tolist())
        return self._rows[where], self._impacts[where]

    def holding(self, terms: Sequence[int]) -> RowSet:
        """Return the rows that print any of *terms*, which ascend."""
        if len(terms) == 1:
            return self._holding(terms[0])
        asked = np.array(terms, np.int64)
        lines = self._line_of[asked]
        frequent = lines[lines >= 0]
        rows = self._rows_of(asked[lines < 0])
        if len(rows) <= self._size // DENSE and not len(frequent):
            return of_rows(np.sort(rows))
        mask = np.zeros(self._size, np.bool_)
        mask[rows] = True
        bitmaps = [RowSet(EVERY_WORD, self._bitmaps[line]) for line in frequent]
        return union([of_mask(mask), *bitmaps], self._size)

    def _rows_of(self, terms: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return all rows of ascending *terms*, those of neighbours in one piece."""
        if not len(terms):
            return np.empty(0, np.int32)
        first = begins(terms - np.arange(len(terms))).nonzero()[0]
        starts = self._starts[terms[first]].tolist()
        ends = self._starts[terms[np.append(first[1:], len(terms)) - 1] + 1].tolist()
        return np.concatenate([self._rows[s:e] for s, e in zip(starts, ends, strict=True)])

    def impacts(self, term: int, rows: Rows) -> Impacts:
        """Return the impact of *term* in each of *rows*; 0 where it is not printed."""
        its_rows, impacts = self.of(term)
        if not len(its_rows):
            return np.zeros(len(rows), np.float32)
        if len(rows) > _FEW + self._size // LAID_OUT:
            whole = np.zeros(self._size, np.float32)
            whole[its_rows] = impacts
            return whole[rows]
        place = its_rows.searchsorted(rows.astype(np.int32))
        place = np.minimum(place, len(its_rows) - 1, out=place)
        return np.where(its_rows[place] == rows, impacts[place], np.float32(0))

    def best(self, term: int, count: int) -> tuple[Rows, float]:
        """Return the *count* best rows of *term*, in any order, and the most that others may score.

        Of a rare term these are all its rows, and no other scores.
        """
        rows, impacts = self.of(term)
        line = self._line(term)
        if line is None or len(rows) <= count:
            return rows.astype(np.int64), 0.0
        order = self._best[line]
        known = order[: min(count, len(order))]
        return rows[known].astype(np.int64), float(impacts[known[-1]])

    def is_frequent(self, term: int) -> bool:
        """Return whether so many rows print *term* that its best rows are known."""
        return self._line(term) is not None

    def depth(self) -> int:
        """Return how many best rows a frequent term has."""
        return int(self._best.shape[1])

    def _holding(self, term: int) -> RowSet:
        line = self._line(term)
        if line is not None:
            return RowSet(EVERY_WORD, self._bitmaps[line])
        return of_rows(self.of(term)[0])

    def _line(self, term: int) -> int | None:
        line = int(self._line_of[term])
        return None if line < 0 else line
