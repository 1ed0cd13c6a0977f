"""Who holds any of some words, by what is printed or by the labels of what is stated.

Of a few words that is gathered from their postings. A beginning that thousands of words may have
has a bitmap where gathering would take long, so that no beginning costs more than any other. Work
is counted in rows that are gathered from postings.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.bitmaps import EVERY_WORD, RowSet, union, words_of
from indexer.engine.labels import Labels
from indexer.engine.lexicon import Lexicon
from indexer.engine.postings import Postings
from indexer.engine.strings import Strings
from indexer.search import SHORTEST_PREFIX

WORTH = 16
"""More work than one row in so many is worth a bitmap."""
READ = 256
"""To read a bitmap of all rows is as much work as to gather one row in so many."""


class Holders:
    """Who holds words of one snapshot."""

    def __init__(self, folder: Path, postings: Postings, labels: Labels, size: int) -> None:
        self._size = size
        self._postings = postings
        self._labels = labels
        self._beginnings = Strings(folder, "beginnings")
        self._bitmaps = arrays.load(folder, "beginning_bitmaps")

    @staticmethod
    def write(
        lexicon: Lexicon, postings: Postings, labels: Labels, size: int, folder: Path
    ) -> None:
        """Write the beginnings that take much work, and who of *size* rows holds each."""
        work = _work(postings, labels, size)[lexicon.term_of]
        starts = laborious(lexicon.spellings[:], work, size // WORTH)
        bitmaps = np.zeros((len(starts), words_of(size)), np.uint64)
        for line, start in enumerate(starts):
            rows = _gathered(lexicon.beginning(start), postings, labels, size)
            bitmaps[line, rows.at] = rows.bits
        Strings.write(starts, folder, "beginnings")
        arrays.save(folder, beginning_bitmaps=bitmaps)

    def of(self, terms: Sequence[int]) -> RowSet:
        """Return who holds any of *terms*, which ascend."""
        return _gathered(terms, self._postings, self._labels, self._size)

    def of_beginning(self, start: str, terms: Sequence[int]) -> RowSet:
        """Return who holds a word that begins with *start*: any of *terms*, which ascend."""
        line = self._beginnings.find(start)
        return self.of(terms) if line is None else RowSet(EVERY_WORD, self._bitmaps[line])


def laborious(spellings: Sequence[str], work: NDArray[np.int64], most: int) -> list[str]:
    """Return the beginnings of sorted *spellings* whose *work* together is more than *most*."""
    before = np.concatenate([[0], np.cumsum(work)]).tolist()
    pending = [("", range(len(spellings)))]
    for start, having in pending:  # it grows while it is read
        pending.extend(
            (longer, part)
            for longer, part in _longer(spellings, having, len(start) + 1)
            if before[part.stop] - before[part.start] > most
        )
    return sorted(start for start, _ in pending if len(start) >= SHORTEST_PREFIX)


def _longer(spellings: Sequence[str], having: range, length: int) -> Iterator[tuple[str, range]]:
    """Yield the beginnings of *length* letters of neighbours, and which of these have each."""
    long_enough = (number for number in having if len(spellings[number]) >= length)
    for start, group in groupby(long_enough, key=lambda number: spellings[number][:length]):
        numbers = list(group)
        yield start, range(numbers[0], numbers[-1] + 1)


def _work(postings: Postings, labels: Labels, size: int) -> NDArray[np.int64]:
    """Return for each term how much work it is to tell who holds it."""
    one = max(1, size // READ)
    work = np.where(postings.frequent(), one, postings.counts())
    for term in labels.terms():
        label = labels.of(term)
        work[term] += one * len(label.codes if label else ())
    return work


def _gathered(terms: Sequence[int], postings: Postings, labels: Labels, size: int) -> RowSet:
    printed, stating = postings.holding(terms), labels.stating_any(terms)
    return printed if stating is None else union([printed, stating], size)
