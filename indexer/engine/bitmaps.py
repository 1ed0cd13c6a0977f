"""Sets of rows as bits, 64 to a word: all words of the index, or only those that hold any row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.engine.arrays import begins

WORD = 64
"""Rows to a word. Row N is bit N % 64 of word N // 64."""

_SHIFT = 6
"""A row is in word `row >> _SHIFT`: far faster than division."""

_MANY = 256
"""More than one row in so many is sooner set in a mask of all."""

Words: TypeAlias = NDArray[np.uint64]
Rows: TypeAlias = NDArray[np.int64]
"""Row numbers, ascending unless said otherwise."""
EVERY_WORD = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class RowSet:
    """A set of rows; the words that `at` leaves out hold none."""

    at: NDArray[np.int64] | slice
    """Which words `bits` are, ascending, or `EVERY_WORD`. Indexes any bitmap of the snapshot."""
    bits: Words

    def __and__(self, other: RowSet) -> RowSet:
        """Return the rows that are in both."""
        part, whole = self, other
        if isinstance(self.at, slice) or len(other.bits) < len(self.bits):
            part, whole = other, self
        if isinstance(part.at, slice):
            return RowSet(part.at, part.bits & whole.bits)
        return RowSet(part.at, part.bits & whole._words(part.at))

    def count(self) -> int:
        """Return how many rows there are."""
        return int(np.bitwise_count(self.bits).sum(dtype=np.uint32))

    def rows(self) -> Rows:
        """Return the rows."""
        bits = np.unpackbits(self.bits.view(np.uint8), bitorder="little")
        held = bits.view(np.bool_).nonzero()[0]
        if isinstance(self.at, slice):
            return held
        rows: Rows = (self.at[held >> _SHIFT] << _SHIFT) + (held & (WORD - 1))
        return rows

    def holds(self, rows: Rows) -> NDArray[np.bool_]:
        """Return for each of *rows*, in any order, whether it is in the set."""
        words, bits = word_and_bit(rows)
        found = self._words(words)
        held: NDArray[np.bool_] = (found >> bits & np.uint64(1)).astype(np.bool_)
        return held

    def groups_of_words(self, size: int) -> NDArray[np.int64]:
        """Return which groups of *size* words side by side hold any row."""
        full = self.bits.nonzero()[0]
        words = full if isinstance(self.at, slice) else self.at[full]
        groups = words // size
        return groups[begins(groups)]

    def only(self, groups: NDArray[np.int64], size: int) -> RowSet:
        """Return the rows that are in these ascending *groups* of *size* words."""
        words = (groups[:, None] * size + np.arange(size)).ravel()
        if isinstance(self.at, slice):
            words = words[words < len(self.bits)]
        return RowSet(words, self._words(words))

    def _words(self, words: NDArray[np.int64]) -> Words:
        """Return the bits of *words*; none for those that are left out."""
        if isinstance(self.at, slice):
            return self.bits[words]
        if not len(self.at):
            return np.zeros(len(words), np.uint64)
        place = np.minimum(np.searchsorted(self.at, words), len(self.at) - 1)
        return np.where(self.at[place] == words, self.bits[place], np.uint64(0))

    def spread(self, words: int) -> RowSet:
        """Return the same set with all *words* of the index."""
        if isinstance(self.at, slice):
            return self
        bits = np.zeros(words, np.uint64)
        bits[self.at] = self.bits
        return RowSet(EVERY_WORD, bits)

    def shrunk(self) -> RowSet:
        """Return the same set without its empty words, if that makes it much smaller."""
        full = self.bits.nonzero()[0]
        if len(full) * 2 > len(self.bits):
            return self
        return RowSet(full if isinstance(self.at, slice) else self.at[full], self.bits[full])


def word_and_bit(rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], Words]:
    """Return in which word each row is, and at which bit of it."""
    return (rows >> _SHIFT).astype(np.int64, copy=False), (rows & (WORD - 1)).astype(np.uint64)


def places_among(
    bitmap: Words, words: NDArray[np.int64], bits: Words
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which of the rows at *words* and *bits* are in *bitmap*, and each one's place there.

    The first row of the bitmap has the place 0.
    """
    from_it_on = bitmap[words] >> bits
    here = (from_it_on & np.uint64(1)).nonzero()[0]
    up_to_word = np.bitwise_count(bitmap).cumsum(dtype=np.int64)[words[here]]
    return here, up_to_word - np.bitwise_count(from_it_on[here])


def of_rows(rows: NDArray[np.integer]) -> RowSet:
    """Return the set of ascending *rows*; a row may come more than once."""
    words, bits = word_and_bit(rows)
    if not len(words):
        return RowSet(words, bits)
    starts = begins(words).nonzero()[0]
    return RowSet(words[starts], np.bitwise_or.reduceat(np.uint64(1) << bits, starts))


def of_any(rows: NDArray[np.integer], size: int) -> RowSet:
    """Return the set of *rows*, in any order, of an index of *size*."""
    if len(rows) <= size // _MANY:
        return of_rows(np.sort(rows))
    mask = np.zeros(size, np.bool_)
    mask[rows] = True
    return of_mask(mask)


def of_mask(mask: NDArray[np.bool_]) -> RowSet:
    """Return the set of the rows for which *mask* is true."""
    return RowSet(EVERY_WORD, packed(mask))


def of_all(size: int) -> RowSet:
    """Return the set of all rows of an index of *size*."""
    return of_mask(np.ones(size, np.bool_))


def union(sets: Iterable[RowSet], size: int) -> RowSet:
    """Return the rows that are in any of *sets*, of an index of *size*."""
    bits = np.zeros(words_of(size), np.uint64)
    for rows in sets:
        bits[rows.at] |= rows.bits
    return RowSet(EVERY_WORD, bits)


def packed(mask: NDArray[np.bool_]) -> Words:
    """Return the bitmap of a mask, or of each row of a table of masks."""
    missing = words_of(mask.shape[-1]) * WORD - mask.shape[-1]
    if missing:
        mask = np.pad(mask, [(0, 0)] * (mask.ndim - 1) + [(0, missing)])
    words: Words = np.packbits(mask, axis=-1, bitorder="little").view(np.uint64)
    return words


def words_of(size: int) -> int:
    """Return how many words a bitmap of *size* rows has; never none."""
    return max(1, -(-size // WORD))
