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
    word_and_bit,
)

DENSE = 32
"""A term that one row in so many holds is frequent."""
VERY_DENSE = 8
"""A term that one row in so many holds is very frequent: its best rows say little."""
ROUGH_TERMS = 4
ROUGHEST = 63
"""The highest rough impact: those of so many terms, added up, fit into a byte."""
_EACH = 8
"""Where so many rows of a rare term come to one row asked for, each of these is looked up."""
Impacts = NDArray[np.float32]


class Postings:
    """The postings of one snapshot."""

    def __init__(self, folder: Path, size: int) -> None:
        self._size = size
        self._starts = arrays.load(folder, "posting_starts")
        self._rows = arrays.load(folder, "posting_rows")
        self._impacts = arrays.load(folder, "posting_impacts")
        self._fields = arrays.load(folder, "posting_fields")
        self._line_of = arrays.load(folder, "dense_line_of_term")
        self._bitmaps = arrays.load(folder, "dense_bitmaps")
        self._best = arrays.load(folder, "dense_best")
        self._rough_line_of = arrays.load(folder, "rough_line_of_dense")
        self._rough = arrays.load(folder, "rough")
        self._unit = arrays.load(folder, "rough_unit")

    def of(self, term: int) -> tuple[NDArray[np.int32], Impacts]:
        """Return the rows that print *term*, ascending, and the impact of each."""
        where = slice(*self._starts[term : term + 2].tolist())
        return self._rows[where], self._impacts[where]

    def held(self, term: int) -> NDArray[np.int32]:
        """Return how many rows print *term* in each field."""
        counts: NDArray[np.int32] = self._fields[:, term]
        return counts

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

    def add_impacts(self, term: int, rows: Rows, scores: Impacts) -> None:
        """Add to *scores* the impact of *term* in each of *rows*, which ascend."""
        its_rows, impacts = self.of(term)
        line = self._line(term)
        if line is not None:
            self._add_frequent(line, impacts, rows, scores)
        elif len(its_rows) > _EACH * len(rows):
            place = its_rows.searchsorted(rows.astype(np.int32))
            place = np.minimum(place, len(its_rows) - 1, out=place)
            scores += np.where(its_rows[place] == rows, impacts[place], np.float32(0))
        elif len(rows):
            place = rows.searchsorted(its_rows.astype(np.int64))
            place = np.minimum(place, len(rows) - 1, out=place)
            here = (rows[place] == its_rows).nonzero()[0]
            scores[place[here]] += impacts[here]

    def _add_frequent(self, line: int, impacts: Impacts, rows: Rows, scores: Impacts) -> None:
        """Add the impacts of a frequent term: its bitmap tells which of its rows each one is."""
        bitmap = self._bitmaps[line]
        words, bits = word_and_bit(rows)
        before = np.bitwise_count(bitmap).cumsum(dtype=np.int32)[words]
        after = bitmap[words] >> bits
        here = (after & np.uint64(1)).nonzero()[0]
        place = before[here] - np.bitwise_count(after[here])
        scores[here] += impacts[place]

    def best(self, term: int, first: int, last: int) -> tuple[Rows, float]:
        """Return the best rows of *term* from place *first* up to *last*, and the others' most.

        They are in no order, *last* is at most `depth`. Of a rare term these are all its rows at
        once, and no other scores.
        """
        rows, impacts = self.of(term)
        line = self._line(term)
        if line is None:
            return (rows if first == 0 else rows[:0]).astype(np.int64), 0.0
        known = self._best[line, first:last]
        return rows[known].astype(np.int64), float(impacts[known[-1]])

    def is_frequent(self, term: int) -> bool:
        """Return whether so many rows print *term* that its best rows are known."""
        return self._line(term) is not None

    def at_most(self, terms: Sequence[int]) -> tuple[NDArray[np.uint8], float] | None:
        """Return a bound of what each row scores for all *terms*, and the unit that it is in.

        None if it is not known: of too many terms, or of one that is not very frequent.
        """
        known = [line for line in map(self._line, terms) if line is not None]
        lines = [line for line in self._rough_line_of[known].tolist() if line >= 0] if known else []
        if not lines or len(lines) < len(terms) or len(terms) > ROUGH_TERMS:
            return None
        return self._rough[lines].sum(axis=0, dtype=np.uint8), float(self._unit[0])

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
