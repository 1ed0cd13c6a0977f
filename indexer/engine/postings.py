"""Which clinic prints which term, and how much that says: as `scoring` worked it out.

The rows of a term lie side by side, `rows[starts[term]:starts[term + 1]]`, each with its impact:
the term's whole score in that row, summed over the printed fields. The scores are those of
Whoosh's BM25F on the same fields; a test holds them equal. Frequent terms also have a bitmap and
the list of their best rows.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.arrays import begins
from indexer.engine.bitmaps import (
    EVERY_WORD,
    Rows,
    RowSet,
    of_any,
    places_among,
    union,
    word_and_bit,
    words_of,
)

DENSE = 32
"""A term that one row in so many holds is frequent."""
REMEMBERED = 8
"""Terms whose postings stay in memory: those of one question are asked for again and again."""
_SAMPLED = 16
"""One impact in so many of a rare term tells about how high the best are."""
_EACH = 8
"""Where so many rows of a rare term come to one row asked for, each of these is looked up."""
_NO_ROWS = np.empty(0, np.int32)
Impacts: TypeAlias = NDArray[np.float32]
Scores: TypeAlias = NDArray[np.float64]
"""Sums of impacts; so wide that the order in which they are added does not matter."""


class Postings:
    """The postings of one snapshot."""

    def __init__(self, folder: Path, size: int) -> None:
        self._size = size
        self._starts = arrays.load(folder, "posting_starts")
        self._rows = arrays.Part(folder, "posting_rows")
        self._impacts = arrays.Part(folder, "posting_impacts")
        self._mapped_rows = arrays.load(folder, "posting_rows")
        self._mapped_impacts = arrays.load(folder, "posting_impacts")
        """Mapped for frequent terms, of which only some rows are looked at."""
        self.of = lru_cache(REMEMBERED)(self._read)
        """The rows that print a term, ascending, and the impact of each."""
        self._fields = arrays.load(folder, "posting_fields")
        self._line_of = arrays.load(folder, "dense_line_of_term")
        self._bitmaps = arrays.load(folder, "dense_bitmaps")
        self._best = arrays.load(folder, "dense_best")
        self._least = arrays.load(folder, "dense_best_impacts")

    def counts(self) -> NDArray[np.int64]:
        """Return how many rows print each term."""
        return np.diff(self._starts)

    def count(self, term: int) -> int:
        """Return how many rows print *term*."""
        return int(self._starts[term + 1] - self._starts[term])

    def frequent(self) -> NDArray[np.bool_]:
        """Return for each term whether it is frequent."""
        return np.asarray(self._line_of >= 0)

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
        spans = self._spans(asked[lines < 0])
        rows = np.concatenate([_NO_ROWS, *(self._rows[span] for span in spans)])
        printed = of_any(rows, self._size)
        bitmaps = [RowSet(EVERY_WORD, self._bitmaps[line]) for line in frequent]
        return union([printed, *bitmaps], self._size) if bitmaps else printed

    def add_impacts(self, terms: Sequence[int], rows: Rows, scores: Scores) -> None:
        """Add to *scores* the impacts of *terms* in each of *rows*; both ascend."""
        at = word_and_bit(rows)
        asked = np.array(terms, np.int64)
        frequent = self._line_of[asked] >= 0
        for term in asked[frequent].tolist():
            here, place = places_among(self._bitmaps[self._line_of[term]], *at)
            scores[here] += self._mapped_impacts[self._starts[term] + place]
        rare = asked[~frequent]
        long = self._starts[rare + 1] - self._starts[rare] > _EACH * len(rows)
        for term in rare[long].tolist():
            self._look_up(term, rows, scores)
        self._lay_out(rare[~long], rows, scores)

    def _look_up(self, term: int, rows: Rows, scores: Scores) -> None:
        """Add the impacts of a rare term, each of a few rows looked up among its own."""
        its_rows, impacts = self.of(term)
        place = its_rows.searchsorted(rows.astype(np.int32))
        place = np.minimum(place, len(its_rows) - 1, out=place)
        scores += np.where(its_rows[place] == rows, impacts[place], np.float32(0))

    def _lay_out(self, terms: NDArray[np.int64], rows: Rows, scores: Scores) -> None:
        """Add the impacts of rare terms, each of their rows looked up among *rows*."""
        if not len(terms) or not len(rows):
            return
        spans = self._spans(terms)
        their_rows = np.concatenate([self._rows[span] for span in spans])
        impacts = np.concatenate([self._impacts[span] for span in spans])
        asked = of_any(rows, self._size).spread(words_of(self._size)).bits
        here, place = places_among(asked, *word_and_bit(their_rows))
        scores += np.bincount(place, impacts[here], len(rows))

    def _spans(self, terms: NDArray[np.int64]) -> list[slice]:
        """Return where the postings of ascending *terms* are, those of neighbours in one piece."""
        first = begins(terms - np.arange(len(terms))).nonzero()[0]
        last = np.append(first[1:], len(terms))[: len(first)] - 1
        starts = self._starts[terms[first]].tolist()
        ends = self._starts[terms[last] + 1].tolist()
        return list(map(slice, starts, ends))

    def best(self, term: int, first: int, last: int) -> tuple[Rows, float]:
        """Return the best rows of *term* from place *first* up to *last*, and the others' most.

        They are in no order, *last* is at most `depth`. Of a rare term it is about so many, and the
        first ones among them.
        """
        line = self._line(term)
        if line is not None:
            return self._best[line, first:last].astype(np.int64), float(self._least[line, last - 1])
        rows, impacts = self.of(term)
        if len(rows) <= last:
            return rows.astype(np.int64), 0.0
        few = max(1, last // _SAMPLED)
        most = np.partition(impacts[::_SAMPLED], -few)[-few]
        return rows[impacts > most].astype(np.int64), float(most)

    def at_least(self, term: int, impact: float) -> Rows:
        """Return the rows in which *term* has that impact or more."""
        where = slice(*self._starts[term : term + 2].tolist())
        place = (self._mapped_impacts[where] >= np.float32(impact)).nonzero()[0]
        return self._mapped_rows[where][place].astype(np.int64)

    def depth(self) -> int:
        """Return how many best rows a frequent term has."""
        return int(self._best.shape[1])

    def _read(self, term: int) -> tuple[NDArray[np.int32], Impacts]:
        where = slice(*self._starts[term : term + 2].tolist())
        return self._rows[where], self._impacts[where]

    def _holding(self, term: int) -> RowSet:
        line = self._line(term)
        if line is not None:
            return RowSet(EVERY_WORD, self._bitmaps[line])
        return of_any(self.of(term)[0], self._size)

    def _line(self, term: int) -> int | None:
        line = int(self._line_of[term])
        return None if line < 0 else line
