"""The words that open clinics hold: as they are spelled, and the term that each stands for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from indexer.engine import arrays
from indexer.engine.strings import Strings
from indexer.search import LONG_WORD

REMEMBERED = 16_384
"""Terms whose numbers stay known: those that people search for."""
_KINDS = 64
"""Kinds of letters, or of pairs of letters, that are told apart before any word is looked at."""
_SPREAD = 29
"""Parts the kinds of like pairs; no factor of their number."""


@dataclass(frozen=True, slots=True)
class Similar:
    """The words that may have been meant."""

    terms: list[int]
    word: str
    """The most frequent one, as spelled."""


class Lexicon:
    """The words of one snapshot. Terms have the numbers of their alphabetical order."""

    def __init__(self, folder: Path) -> None:
        self.terms = Strings(folder, "terms")
        self.spellings = Strings(folder, "spellings")
        self.number_of = lru_cache(REMEMBERED)(self.terms.find)
        """The number of a term; None if no open clinic holds it."""
        self._term_of = arrays.load(folder, "term_of_spelling")
        self._counts = arrays.load(folder, "spelling_counts")
        self._by_length = arrays.load(folder, "spellings_by_length")
        self._letters = arrays.load(folder, "spelling_letters")
        self._pairs = arrays.load(folder, "spelling_pairs")
        self._lengths = arrays.load(folder, "spelling_lengths")

    @staticmethod
    def write(
        spellings: Sequence[str],
        terms: Sequence[str],
        term_of: NDArray[np.int32],
        counts: NDArray[np.int64],
        folder: Path,
    ) -> None:
        """Write sorted *spellings* and *terms* into *folder*: which is whose, and how frequent."""
        Strings.write(terms, folder, "terms")
        Strings.write(spellings, folder, "spellings")
        by_length = sorted(range(len(spellings)), key=lambda number: len(spellings[number]))
        words = [spellings[number] for number in by_length]
        arrays.save(
            folder,
            term_of_spelling=term_of,
            spelling_counts=counts,
            spellings_by_length=np.array(by_length, np.int32),
            spelling_letters=np.array([_bits(word) for word in words], np.uint64),
            spelling_pairs=np.array([_bits(_pairs(word)) for word in words], np.uint64),
            spelling_lengths=np.array([len(word) for word in words], np.int16),
        )

    def spelling_of(self, term: int) -> str:
        """Return a word that *term* stands for, the first of the alphabet."""
        return self.spellings[int(np.argmax(self._term_of == term))]

    def beginning(self, start: str) -> list[int]:
        """Return the terms of the words that begin with *start*."""
        spellings = self.spellings.beginning(start)
        return sorted(set(self._term_of[spellings.start : spellings.stop].tolist()))

    def similar(self, typed: str) -> Similar | None:
        """Return the words within the edit distance that *typed* is allowed; None without any.

        A letter more, less or exchanged changes a set of letters by two at most, and a set of
        pairs of letters by four: that leaves few words to compare.
        """
        most = 2 if len(typed) >= LONG_WORD else 1
        candidates = self._candidates(typed, most).tolist()
        near = [
            number
            for number, word in zip(candidates, self.spellings.several(candidates), strict=True)
            if Levenshtein.distance(typed, word, score_cutoff=most) <= most
        ]
        if not near:
            return None
        best = max(near, key=lambda number: (self._counts[number], -number))
        return Similar(sorted(set(self._term_of[near].tolist())), self.spellings[best])

    def _candidates(self, typed: str, most: int) -> NDArray[np.int32]:
        """Return the words that may be within *most* edits, ascending."""
        start, end = np.searchsorted(self._lengths, [len(typed) - most, len(typed) + most + 1])
        pairs = self._pairs[start:end] ^ np.uint64(_bits(_pairs(typed)))
        alike = (np.bitwise_count(pairs) <= 4 * most).nonzero()[0] + start
        letters = self._letters[alike] ^ np.uint64(_bits(typed))
        return np.sort(self._by_length[alike[np.bitwise_count(letters) <= 2 * most]])


def _bits(parts: Iterable[str]) -> int:
    """Return which kinds of *parts* there are, as bits."""
    bits = 0
    for part in parts:
        bits |= 1 << sum(map(ord, part)) * _SPREAD % _KINDS
    return bits


def _pairs(word: str) -> Iterator[str]:
    return (first + 2 * second for first, second in pairwise(word))
