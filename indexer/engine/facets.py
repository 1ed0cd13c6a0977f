"""What the clinics state: for each code the rows that state it, and those silent about it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Clinic, Stance
from indexer.engine import arrays
from indexer.engine.bitmaps import EVERY_WORD, RowSet, Words, packed
from indexer.search import Query
from indexer.vocabulary import FACET_GROUPS, Entry, vocabulary

SAYS_NOTHING, STATES, ONLY_DENIES = range(3)
"""What a clinic may do about a code."""


def facet_entries() -> list[Entry]:
    """Return the entries that searches may filter by; their order is that of the columns."""
    return [entry for group in FACET_GROUPS for entry in vocabulary().group(group)]


def codes() -> list[str]:
    """Return all codes in the order of the columns: those to filter by come first."""
    filters = [entry.code for entry in facet_entries()]
    return [*filters, *(code for code in vocabulary().entries if code not in filters)]


def said(clinic: Clinic, lines: Mapping[str, int]) -> bytes:
    """Return what *clinic* does about each code of *lines*; codes not in it are let be."""
    found = bytearray([SAYS_NOTHING]) * len(lines)
    for fact in clinic.facts:
        line = lines.get(fact.code)
        if line is not None and found[line] != STATES:
            found[line] = STATES if fact.stance is Stance.STATED else ONLY_DENIES
    return bytes(found)


class Facets:
    """The bitmaps of one snapshot: a line for each code, a bit for each row."""

    def __init__(self, folder: Path) -> None:
        self._lines = {code: line for line, code in enumerate(codes())}
        self._groups = {
            group: [(self._lines[e.code], e.code, e.facet) for e in vocabulary().group(group)]
            for group in FACET_GROUPS
        }
        self._group_lines = {
            group: slice(entries[0][0], entries[-1][0] + 1)
            for group, entries in self._groups.items()
        }
        self._filters = slice(0, len(facet_entries()))
        self._stated = arrays.load(folder, "stated")
        self._unsaid = arrays.load(folder, "unsaid")

    @staticmethod
    def write(said_by_row: NDArray[np.uint8], folder: Path) -> None:
        """Write the bitmaps of what `said` returned for each row into *folder*."""
        filters = len(facet_entries())
        by_code = said_by_row.T
        arrays.save(
            folder,
            stated=_packed_lines(by_code, STATES),
            unsaid=_packed_lines(by_code[:filters], SAYS_NOTHING),
        )

    def stating(self, lines: Sequence[int]) -> RowSet:
        """Return who states any of the codes that stand in *lines*."""
        return RowSet(EVERY_WORD, np.bitwise_or.reduce(self._stated[lines]))

    def totals(self) -> NDArray[np.int64]:
        """Return how many clinics state each code, in the order of `codes`."""
        totals: NDArray[np.int64] = np.bitwise_count(self._stated).sum(axis=1, dtype=np.int64)
        return totals

    def passing(self, query: Query, among: RowSet) -> dict[str, Words]:
        """Return for each group asked the bits of *among*'s words of who passes it."""
        return {
            group: self._passing(codes, query.include_unstated, among)
            for group, codes in query.facets.items()
            if codes
        }

    def counts(self, among: RowSet, passing: Mapping[str, Words]) -> dict[str, dict[str, int]]:
        """Return for each group how many of *among* state each code, past all other groups."""
        counts: list[int] = []
        for group, lines in self._groups_counted_together(passing):
            others = [bits for other, bits in passing.items() if other != group]
            counts += self._counts(reduce(and_, others, among.bits), among, lines).tolist()
        return {group: _told(entries, counts) for group, entries in self._groups.items()}

    def _groups_counted_together(self, passing: Mapping[str, Words]) -> Iterable[tuple[str, slice]]:
        """Return each group with its lines, in their order; all as one where no filter is set."""
        return self._group_lines.items() if passing else [("", self._filters)]

    def _passing(self, codes: Iterable[str], include_unstated: bool, among: RowSet) -> Words:
        lines = [self._lines[code] for code in codes]
        passing = [self._stated[line][among.at] for line in lines]
        if include_unstated:
            passing += [self._unsaid[line][among.at] for line in lines]
        bits: Words = np.bitwise_or.reduce(passing)
        return bits

    def _counts(self, bits: Words, among: RowSet, lines: slice) -> NDArray[np.uint32]:
        """Return how many of the rows in *bits*, those of *among*'s words, state each code."""
        stated = self._stated[lines]
        held = stated & bits if isinstance(among.at, slice) else stated[:, among.at] & bits
        counts: NDArray[np.uint32] = np.bitwise_count(held).sum(axis=1, dtype=np.uint32)
        return counts


def _told(entries: Iterable[tuple[int, str, bool]], counts: list[int]) -> dict[str, int]:
    """Return the count of each (line, code, is shown as a filter); 0 only for those shown."""
    return {code: counts[line] for line, code, shown in entries if shown or counts[line]}


def _packed_lines(by_code: NDArray[np.uint8], wanted: int) -> Words:
    """Return a bitmap for each code; one after the other, for a table of masks is large."""
    return np.array([packed(of_code == wanted) for of_code in by_code])
