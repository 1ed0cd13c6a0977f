"""Which clinic holds which term, and how much that says: BM25F, worked out when it is built.

The rows of a term lie side by side, `rows[starts[term]:starts[term + 1]]`, each with its impact:
the term's whole score in that row, summed over the printed fields. The scores are those of
Whoosh's BM25F on the same fields; a test holds them equal. Frequent terms also have a bitmap with,
for each word of it, how many rows stand before it, and the list of their best rows.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.bitmaps import (
    EVERY_WORD,
    Rows,
    RowSet,
    of_mask,
    of_rows,
    packed,
    union,
    word_and_bit,
)
from indexer.engine.judge.analysis import whoosh_lengths
from indexer.engine.occurrences import FIELDS, Occurrences
from indexer.engine.text import PRINTED

K1 = 1.2
B = 0.75
"""Whoosh's own parameters: how soon repetition stops to count, and how much length counts."""
DENSE = 32
"""A term that one row in so many holds is frequent."""
BEST = 32
"""Of so many rows of the index, one may be among a frequent term's best."""
PART = 8_000_000
"""Printed words that are counted together, or those of one term."""

Impacts = NDArray[np.float32]


class Postings:
    """The postings of one snapshot."""

    def __init__(self, folder: Path, size: int) -> None:
        self._size = size
        self._starts = arrays.load(folder, "posting_starts")
        self._rows = arrays.load(folder, "posting_rows")
        self._impacts = arrays.load(folder, "posting_impacts")
        self._dense = arrays.load(folder, "dense_terms")
        self._bitmaps = arrays.load(folder, "dense_bitmaps")
        self._ranks = arrays.load(folder, "dense_ranks")
        self._best = arrays.load(folder, "dense_best")

    def of(self, term: int) -> tuple[NDArray[np.int32], Impacts]:
        """Return the rows that print *term*, ascending, and the impact of each."""
        where = slice(self._starts[term], self._starts[term + 1])
        return self._rows[where], self._impacts[where]

    def holding(self, terms: Sequence[int]) -> RowSet:
        """Return the rows that print any of *terms*, which ascend."""
        if len(terms) == 1:
            return self._holding(terms[0])
        asked = np.array(terms, np.int64)
        frequent = np.flatnonzero(np.isin(self._dense, asked))
        rows = self._rows_of(np.setdiff1d(asked, self._dense[frequent], assume_unique=True))
        if len(rows) <= self._size // DENSE and not len(frequent):
            return of_rows(np.sort(rows))
        mask = np.zeros(self._size, np.bool_)
        mask[rows] = True
        bitmaps = [RowSet(EVERY_WORD, self._bitmaps[line]) for line in frequent]
        return union([of_mask(mask), *bitmaps], self._size)

    def _rows_of(self, terms: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return all rows of ascending *terms*, those of neighbours in one piece."""
        breaks = np.flatnonzero(np.diff(terms) != 1) + 1
        runs = [(run[0], run[-1] + 1) for run in np.split(terms, breaks) if len(run)]
        pieces = [self._rows[self._starts[start] : self._starts[end]] for start, end in runs]
        return np.concatenate(pieces) if pieces else np.empty(0, np.int32)

    def impacts(self, term: int, rows: Rows) -> Impacts:
        """Return the impact of *term* in each of *rows*; 0 where it is not printed."""
        its_rows, impacts = self.of(term)
        line = self._line(term)
        if line is not None:
            words, bits = word_and_bit(rows)
            held = self._bitmaps[line][words]
            before = np.bitwise_count(held & ((np.uint64(1) << bits) - np.uint64(1)))
            place = np.minimum(self._ranks[line][words] + before, len(its_rows) - 1)
            return np.where(held >> bits & np.uint64(1), impacts[place], np.float32(0))
        if not len(its_rows):
            return np.zeros(len(rows), np.float32)
        place = np.searchsorted(its_rows, rows.astype(np.int32))
        place[place == len(its_rows)] = 0
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
        line = int(np.searchsorted(self._dense, term))
        return line if line < len(self._dense) and self._dense[line] == term else None


def write(printed: Occurrences, term_count: int, folder: Path) -> None:
    """Write the postings of the *printed* words into *folder*."""
    size = printed.lengths.shape[1]
    keys_of_tokens = printed.keys_of_tokens()
    norms = np.array([_norms(lengths) for lengths in printed.lengths])
    parts = [
        _postings(printed, terms, keys_of_tokens, norms) for terms in _in_parts(printed, term_count)
    ]
    counts, rows, impacts = (np.concatenate(column) for column in zip(*parts, strict=True))
    starts = np.concatenate([[0], np.cumsum(counts)])
    arrays.save(folder, posting_starts=starts, posting_rows=rows, posting_impacts=impacts)
    _write_dense(starts, rows, impacts, size, folder)


def idf(size: int, document_frequency: int) -> float:
    """Return how much it says that a document holds a term, as Whoosh has it."""
    return math.log(size / (document_frequency + 1)) + 1


def impacts_in_fields(
    printed: Occurrences, term: int, keys: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the score of *term* in each row and field of *keys*, in all of which it stands."""
    held, often = printed.frequencies(term)
    counts = often[np.searchsorted(held, keys)]
    rows, fields = np.divmod(keys, len(FIELDS))
    impacts = np.empty(len(keys))
    for field, boost in enumerate(PRINTED.values()):
        here = fields == field
        says = idf(printed.lengths.shape[1], int(np.count_nonzero(held % len(FIELDS) == field)))
        norms = _norms(printed.lengths[field])[rows[here]]
        impacts[here] = boost * says * counts[here] * (K1 + 1) / (counts[here] + norms)
    return impacts


def _in_parts(printed: Occurrences, term_count: int) -> Iterator[range]:
    """Yield all terms in ranges that are printed so often that memory holds them."""
    first = 0
    while first < term_count:
        after = max(first + 1, printed.terms_before(printed.places_before(first) + PART))
        yield range(first, after)
        first = after
    if not term_count:
        yield range(0)


def _postings(
    printed: Occurrences,
    terms: range,
    keys_of_tokens: NDArray[np.int32],
    norms: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int32], Impacts]:
    """Return for a range of terms how many rows print each, those rows, and the impacts."""
    places, of_places = printed.of_all(terms)
    keys = keys_of_tokens[places]
    new = np.flatnonzero(_changes(keys) | _changes(of_places))
    often = np.diff(new, append=len(keys))
    keys, term_of = keys[new], of_places[new]
    impacts = _impacts(keys, term_of, often, len(terms), norms)
    rows = keys // len(FIELDS)
    new = np.flatnonzero(_changes(rows) | _changes(term_of))
    sums = np.add.reduceat(impacts, new) if len(new) else impacts
    counts = np.bincount(term_of[new], minlength=len(terms))
    return counts, rows[new].astype(np.int32), sums.astype(np.float32)


def _changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return for each value whether it is another one than that before it."""
    changes: NDArray[np.bool_] = np.diff(values, prepend=-1) != 0
    return changes


def _impacts(
    keys: NDArray[np.int32],
    term_of: NDArray[np.int32],
    often: NDArray[np.int64],
    term_count: int,
    norms: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the score of each term in each field of each row."""
    rows, fields = np.divmod(keys, len(FIELDS))
    impacts = np.empty(len(keys))
    for field, boost in enumerate(PRINTED.values()):
        here = np.flatnonzero(fields == field)
        terms, counts = term_of[here], often[here]
        held = np.bincount(terms, minlength=term_count)
        says = np.log(norms.shape[1] / (held + 1)) + 1
        norm = norms[field, rows[here]]
        impacts[here] = boost * says[terms] * counts * (K1 + 1) / (counts + norm)
    return impacts


def _norms(lengths: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return for each row what its length adds below the line of BM25, in units of counts."""
    average = lengths.mean() if lengths.any() else 1.0
    relative = whoosh_lengths(lengths).astype(np.float64) / average
    return np.float64(K1) * ((1 - B) + B * relative)


def _write_dense(
    starts: NDArray[np.int64],
    rows: NDArray[np.int32],
    impacts: Impacts,
    size: int,
    folder: Path,
) -> None:
    """Write the bitmaps and the best rows of frequent terms."""
    dense = np.flatnonzero(np.diff(starts) > size // DENSE)
    depth = size // BEST
    bitmaps = np.zeros((len(dense), len(packed(np.zeros(size, np.bool_)))), np.uint64)
    best = np.zeros((len(dense), depth), np.int32)
    for line, term in enumerate(dense.tolist()):
        where = slice(starts[term], starts[term + 1])
        mask = np.zeros(size, np.bool_)
        mask[rows[where]] = True
        bitmaps[line] = packed(mask)
        best[line] = _best(impacts[where], depth)
    counts = np.cumsum(np.bitwise_count(bitmaps), axis=1, dtype=np.int32)
    ranks = np.pad(counts, [(0, 0), (1, 0)])[:, :-1]
    arrays.save(
        folder, dense_terms=dense, dense_bitmaps=bitmaps, dense_ranks=ranks, dense_best=best
    )


def _best(impacts: Impacts, count: int) -> NDArray[np.int64]:
    """Return where the *count* highest impacts stand, highest first; equal ones by place."""
    if not count:
        return np.empty(0, np.int64)
    least = np.partition(impacts, len(impacts) - count)[len(impacts) - count]
    among = np.flatnonzero(impacts >= least)
    order: NDArray[np.int64] = among[np.argsort(-impacts[among], kind="stable")][:count]
    return order
