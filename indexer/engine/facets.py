"""What the clinics state: for each code the rows that state it, and those that only deny it.

A line for each code that any clinic states, the filters first and group by group: so one pass over
neighbouring lines counts many filters. A code that nobody states has no line and costs nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import reduce
from operator import and_
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.bitmaps import EVERY_WORD, RowSet, Words, of_rows, words_of
from indexer.filters import entries, group_of, known_codes
from indexer.search import Query
from indexer.vocabulary import FACET_GROUPS

SPARSE = 4
"""Only where one word in so many holds any row, these are picked; else all are counted."""
AT_ONCE = 1 << 16
"""Words of bitmaps that are counted in one go: they stay in the processor's cache."""

_BY_THREES = 3
"""Of three words the count of bits fits into a byte, in which numbers are added fastest."""


class Codes(msgspec.Struct, frozen=True):
    """The codes of the bitmaps, line by line."""

    stated: list[str]
    denied: list[str]
    """By clinics that do not state it as well."""


class Facets:
    """The bitmaps of one snapshot: a line for each code, a bit for each row."""

    def __init__(self, folder: Path) -> None:
        codes = msgspec.json.decode((folder / "codes.json").read_bytes(), type=Codes)
        self._stated_line = {code: line for line, code in enumerate(codes.stated)}
        self._denied_line = {code: line for line, code in enumerate(codes.denied)}
        self._stated = arrays.load(folder, "stated")
        self._denied = arrays.load(folder, "denied")
        self._codes = codes.stated
        self._lines = _lines_of_groups(codes.stated)
        self._shown = {
            group: {entry.code: 0 for entry in entries(group) if entry.facet}
            for group in FACET_GROUPS
        }

    @staticmethod
    def write(
        rows: NDArray[np.int64],
        said: NDArray[np.int32],
        codes: Mapping[str, int],
        size: int,
        folder: Path,
    ) -> None:
        """Write the bitmaps of *size* rows into *folder*.

        *rows* ascend; with each comes twice the number of a code in *codes* that it says anything
        of, plus 1 if it states it.
        """
        order = np.argsort(said, kind="stable")
        ends = np.searchsorted(said[order], np.arange(2 * len(codes) + 1))
        told: dict[str, list[str]] = {}
        for stated, name in enumerate(("denied", "stated")):
            kept = [
                (code, of_rows(rows[order[ends[number] : ends[number + 1]]]))
                for code, number in _in_order(codes, stated)
                if ends[number] < ends[number + 1]
            ]
            bitmaps = np.zeros((len(kept), words_of(size)), np.uint64)
            for line, (_, holding) in enumerate(kept):
                bitmaps[line, holding.at] = holding.bits
            arrays.save(folder, **{name: bitmaps})
            told[name] = [code for code, _ in kept]
        (folder / "codes.json").write_bytes(msgspec.json.encode(told))

    def stating(self, codes: Iterable[str]) -> RowSet:
        """Return who states any of *codes*."""
        bits = np.zeros(self._stated.shape[1], np.uint64)
        for code in codes:
            if code in self._stated_line:
                bits |= self._stated[self._stated_line[code]]
        return RowSet(EVERY_WORD, bits)

    def totals(self) -> dict[str, int]:
        """Return how many clinics state each code; no code that nobody states."""
        counts = [int(np.bitwise_count(line).sum(dtype=np.int64)) for line in self._stated]
        return dict(zip(self._codes, counts, strict=True))

    def passing(self, query: Query, among: RowSet) -> dict[str, Words]:
        """Return for each group asked the bits of *among*'s words of who passes it."""
        return {
            group: self._passing(codes, query.include_unstated, among)
            for group, codes in query.facets.items()
            if codes
        }

    def counts(
        self, among: RowSet, passing: Mapping[str, Words], groups: Set[str]
    ) -> dict[str, dict[str, int]]:
        """Return for each of *groups* how many of *among* state each code, past all the others."""
        counts = np.zeros(len(self._codes), np.int64)
        everyone = RowSet(among.at, reduce(and_, passing.values(), among.bits))
        for lines in self._neighbours(groups - passing.keys()):
            counts[lines] = self._counts(everyone, lines)
        for group in groups & passing.keys():
            others = [bits for other, bits in passing.items() if other != group]
            lines = self._lines[group]
            counts[lines] = self._counts(RowSet(among.at, reduce(and_, others, among.bits)), lines)
        numbers = counts.tolist()
        return {group: self._told(group, numbers) for group in FACET_GROUPS if group in groups}

    def _told(self, group: str, numbers: list[int]) -> dict[str, int]:
        """Return a group's counts; 0 only for codes that are shown as filters."""
        lines = self._lines[group]
        held = zip(self._codes[lines], numbers[lines], strict=True)
        return self._shown[group] | {code: count for code, count in held if count}

    def _neighbours(self, groups: Set[str]) -> Iterator[slice]:
        """Yield the lines of *groups*, those that follow each other as one."""
        start = stop = 0
        for group in FACET_GROUPS:
            lines = self._lines[group]
            if group in groups and lines.start == stop:
                stop = lines.stop
            elif group in groups:
                yield slice(start, stop)
                start, stop = lines.start, lines.stop
        yield slice(start, stop)

    def _passing(self, codes: Iterable[str], include_unstated: bool, among: RowSet) -> Words:
        bits = np.zeros_like(among.bits)
        for code in codes:
            stating = _line(self._stated, self._stated_line.get(code), among)
            bits |= stating
            if include_unstated:
                bits |= ~(stating | _line(self._denied, self._denied_line.get(code), among))
        return bits

    def _counts(self, found: RowSet, lines: slice) -> NDArray[np.int64]:
        """Return how many of *found* state the code of each of *lines*."""
        found = found.shrunk()
        if len(found.bits) * SPARSE > self._stated.shape[1]:
            found = found.spread(self._stated.shape[1])
        counts = np.empty(lines.stop - lines.start, np.int64)
        step = max(1, AT_ONCE // (len(found.bits) or 1))
        both = np.empty((step, len(found.bits)), np.uint64)
        held = np.zeros((step, _BY_THREES, -(-len(found.bits) // _BY_THREES)), np.uint8)
        each = held.reshape(step, -1)[:, : len(found.bits)]
        for at in range(0, len(counts), step):
            stated = self._stated[lines][at : at + step]
            if not isinstance(found.at, slice):
                stated = stated.take(found.at, axis=1)
            some = slice(len(stated))
            np.bitwise_and(stated, found.bits, out=both[some])  # new memory takes twice the time
            np.bitwise_count(both[some], out=each[some])
            of_three = held[some].sum(axis=1, dtype=np.uint8)
            counts[at : at + step] = of_three.sum(axis=1, dtype=np.uint32)
        return counts


def _line(table: Words, line: int | None, among: RowSet) -> Words:
    """Return one line's bits of *among*'s words; none of a line that is not there."""
    if line is None:
        return np.zeros_like(among.bits)
    bits: Words = table[line][among.at]
    return bits


def _lines_of_groups(codes: list[str]) -> dict[str, slice]:
    """Return where each group's lines are; those of a group that nobody states are none."""
    groups = [group_of(code) for code in codes]
    lines, start = {}, 0
    for group in FACET_GROUPS:
        stop = start + groups.count(group)
        lines[group] = slice(start, stop)
        start = stop
    return lines


def _in_order(codes: Mapping[str, int], stated: int) -> list[tuple[str, int]]:
    """Return each code and the number of who states or denies it: filters first, group by group."""
    place = {code: number for number, code in enumerate(known_codes())}
    after = len(FACET_GROUPS)

    def key(code: str) -> tuple[int, int, str]:
        group = group_of(code)
        return (FACET_GROUPS.index(group) if group else after, place.get(code, len(place)), code)

    return [(code, 2 * codes[code] + stated) for code in sorted(codes, key=key)]
