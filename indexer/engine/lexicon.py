"""The words that open clinics hold: as they are spelled, and the term that each stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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
_AT_ONCE = 10_000
"""Words whose letters are looked at together."""
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
        self.term_of = arrays.load(folder, "term_of_spelling")
        """The term of each spelling."""
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
        lengths = np.array([len(word) for word in spellings], np.int64)
        by_length = np.argsort(lengths, kind="stable").astype(np.int32)
        words = [spellings[number] for number in by_length.tolist()]
        arrays.save(
            folder,
            term_of_spelling=term_of,
            spelling_counts=counts,
            spellings_by_length=by_length,
            spelling_lengths=lengths[by_length].astype(np.int16),
            **_kinds_in(words),
        )

    def spelling_of(self, term: int) -> str:
        """Return a word that *term* stands for, the first of the alphabet."""
        return self.spellings[int(np.argmax(self.term_of == term))]

    def beginning(self, start: str) -> list[int]:
        """Return the terms of the words that begin with *start*."""
        spellings = self.spellings.beginning(start)
        terms: list[int] = np.unique(self.term_of[spellings.start : spellings.stop]).tolist()
        return terms

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
        return Similar(sorted(set(self.term_of[near].tolist())), self.spellings[best])

    def _candidates(self, typed: str, most: int) -> NDArray[np.int32]:
        """Return the words that may be within *most* edits, ascending."""
        start, end = np.searchsorted(self._lengths, [len(typed) - most, len(typed) + most + 1])
        asked = _kinds_in([typed])
        pairs = self._pairs[start:end] ^ asked["spelling_pairs"]
        alike = (np.bitwise_count(pairs) <= 4 * most).nonzero()[0] + start
        letters = self._letters[alike] ^ asked["spelling_letters"]
        return np.sort(self._by_length[alike[np.bitwise_count(letters) <= 2 * most]])


def _kinds_in(words: Sequence[str]) -> dict[str, NDArray[np.uint64]]:
    """Return which kinds of letters and of pairs of letters each word holds, as bits."""
    letters, pairs = np.empty(len(words), np.uint64), np.empty(len(words), np.uint64)
    for first in range(0, len(words), _AT_ONCE):
        part = np.array(words[first : first + _AT_ONCE])
        signs = part.view(np.uint32).reshape(len(part), -1).astype(np.uint64)  # 0 after the last
        there = signs[:, 1:] > 0
        letters[first : first + _AT_ONCE] = _bits(signs, signs > 0)
        pairs[first : first + _AT_ONCE] = _bits(signs[:, :-1] + 2 * signs[:, 1:], there)
    return {"spelling_letters": letters, "spelling_pairs": pairs}


def _bits(parts: NDArray[np.uint64], there: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return for each row which kinds of *parts* are *there*, as bits."""
    kinds = np.uint64(1) << (parts * np.uint64(_SPREAD) % np.uint64(_KINDS))
    bits: NDArray[np.uint64] = np.bitwise_or.reduce(np.where(there, kinds, 0), axis=1)
    return bits
