"""Clinics whose names are being typed: every typed word begins a word of the name.

`rows` lists, word after word in alphabetical order, the clinics whose names hold the word, in the
order of their names; so what begins in some way is one slice. `words_of` lists each clinic's words.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.folding import WORD_PATTERN, fold
from indexer.engine.strings import Strings

MOST_WORDS = 12
"""Words of a typed name that are looked at; the names of clinics have fewer."""
FIRST_PART = 256
"""Clinics looked at before four times as many."""
LOOKED_AT = 4_096
"""Clinics looked at in all, in about a millisecond. What lies beyond is not found: that takes two
beginnings that very many names hold, and hardly any hold together."""
BATCH = 10_000
"""Names that are cut into words in one go."""
_END = "\x1f"
"""Behind each name; a sign that no word holds."""
_WORD = re.compile(WORD_PATTERN)
_WORD_OR_END = re.compile(rf"{WORD_PATTERN}|{_END}")


class NameWords:
    """The words of the names of one snapshot's open clinics."""

    def __init__(self, folder: Path) -> None:
        self._words = Strings(folder, "name_words")
        self._starts = arrays.load(folder, "name_word_starts")
        self._rows = arrays.load(folder, "name_word_rows")
        self._starts_of = arrays.load(folder, "words_of_name_starts")
        self._words_of = arrays.load(folder, "words_of_name")

    @staticmethod
    def write(names: Sequence[str], rank: NDArray[np.int32], folder: Path) -> None:
        """Write the words of *names*, in row order; *rank* is each row's place among all names."""
        numbers = defaultdict[str, int](count().__next__)
        end = numbers[_END]
        tokens = array("i")
        for first in range(0, len(names), BATCH):
            batch = "".join(
                f"{name.replace(_END, ' ')}{_END}" for name in names[first : first + BATCH]
            )
            tokens.extend(map(numbers.__getitem__, _WORD_OR_END.findall(fold(batch))))
        words = sorted(numbers)
        Strings.write(words, folder, "name_words")
        alphabetical = np.empty(len(words), np.int64)
        alphabetical[[numbers[word] for word in words]] = np.arange(len(words))
        typed = np.frombuffer(tokens, np.int32)
        rows = np.cumsum(typed == end) - (typed == end)
        kept = typed != end
        _write(alphabetical[typed[kept]], rows[kept], len(words), rank.astype(np.int64), folder)

    def beginning(self, typed: str, limit: int) -> list[int]:
        """Return at most *limit* rows of clinics in whose names every typed word begins a word.

        They are in the alphabetical order of the word that the rarest typed word begins, then in
        the order of names, then of ids; nothing else moves them. [] where nothing is typed.
        """
        spans = [self._words.beginning(word) for word in _WORD.findall(fold(typed))[:MOST_WORDS]]
        if not spans:
            return []
        rarest, *others = sorted(set(spans), key=self._slice_length)
        start, end = int(self._starts[rarest.start]), int(self._starts[rarest.stop])
        found: dict[int, None] = {}
        size = FIRST_PART
        last = min(end, start + LOOKED_AT)
        while start < last and len(found) < limit:
            rows = self._rows[start : min(start + size, last)]
            for other in others:
                rows = rows[self._hold(rows, other)]
            found.update(dict.fromkeys(rows.tolist()))
            start, size = start + size, size * 4
        return [*found][:limit]

    def _slice_length(self, words: range) -> int:
        return int(self._starts[words.stop] - self._starts[words.start])

    def _hold(self, rows: NDArray[np.int32], words: range) -> NDArray[np.bool_]:
        """Return for each of *rows* whether its name holds any of *words*."""
        if not len(rows):
            return np.empty(0, np.bool_)
        starts = self._starts_of[rows]
        lengths = self._starts_of[rows + 1] - starts
        begin = np.cumsum(lengths) - lengths
        held = self._words_of[np.arange(lengths.sum()) + np.repeat(starts - begin, lengths)]
        inside = (held >= words.start) & (held < words.stop)
        return np.asarray(np.logical_or.reduceat(inside, begin), np.bool_)


def _write(
    words: NDArray[np.int64],
    rows: NDArray[np.int64],
    word_count: int,
    rank: NDArray[np.int64],
    folder: Path,
) -> None:
    """Write who holds each word, and which words each holds, once each."""
    by_name = np.argsort(rank)
    held = _once(words << 32 | rank[rows])
    of_row = _once(rows << 32 | words)
    low = (1 << 32) - 1
    arrays.save(
        folder,
        name_word_starts=np.searchsorted(held >> 32, np.arange(word_count + 1)),
        name_word_rows=by_name[held & low].astype(np.int32),
        words_of_name_starts=np.searchsorted(of_row >> 32, np.arange(len(rank) + 1)),
        words_of_name=(of_row & low).astype(np.int32),
    )


def _once(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers in ascending order, each once; `np.unique` takes ten times as long."""
    numbers.sort()
    return numbers[np.diff(numbers, prepend=-1) > 0]
