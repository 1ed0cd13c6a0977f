"""What the clinics state: for each code the rows that state it, and those that speak of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Clinic, Stance
from indexer.engine import arrays
from indexer.engine.bitmaps import Bitmap, packed
from indexer.vocabulary import FACET_GROUPS, Entry, vocabulary


def facet_entries() -> list[Entry]:
    """Return the entries that searches may filter by; their order is that of the columns."""
    return [entry for group in FACET_GROUPS for entry in vocabulary().group(group)]


class Facets:
    """The bitmaps of one snapshot: a line for each code, a bit for each row."""

    def __init__(self, folder: Path) -> None:
        self._lines = {entry.code: line for line, entry in enumerate(facet_entries())}
        self._groups = {group: vocabulary().group(group) for group in FACET_GROUPS}
        self._stated = arrays.load(folder, "stated")
        self._unsaid = arrays.load(folder, "unsaid")

    @classmethod
    def write(cls, clinics: Sequence[Clinic], folder: Path) -> Self:
        """Write the bitmaps of *clinics* in row order into *folder* and open them."""
        codes = [entry.code for entry in facet_entries()]
        stated = [{f.code for f in c.facts if f.stance is Stance.STATED} for c in clinics]
        said = [{f.code for f in c.facts} for c in clinics]
        arrays.save(
            folder, stated=packed(_table(codes, stated)), unsaid=packed(~_table(codes, said))
        )
        return cls(folder)

    def passing(self, codes: Iterable[str], include_unstated: bool) -> Bitmap:
        """Return who states any of *codes*, and on demand who says nothing of at least one."""
        lines = [self._lines[code] for code in codes]
        passing: Bitmap = np.bitwise_or.reduce(self._stated[lines])
        if include_unstated:
            passing |= np.bitwise_or.reduce(self._unsaid[lines])
        return passing

    def counts(self, group: str, among: Bitmap) -> dict[str, int]:
        """Return how many of *among* state each code of *group*; 0 only for those shown."""
        entries = self._groups[group]
        first = self._lines[entries[0].code]
        stated = self._stated[first : first + len(entries)]
        counts = np.bitwise_count(stated & among).sum(axis=1, dtype=np.int64).tolist()
        counted = zip(entries, counts, strict=True)
        return {entry.code: count for entry, count in counted if count or entry.facet}


def _table(codes: Sequence[str], clinics: Sequence[set[str]]) -> NDArray[np.bool_]:
    """Return a line for each code: whether it is in the set of each clinic."""
    table = [[code in of_clinic for of_clinic in clinics] for code in codes]
    return np.array(table, dtype=np.bool_)
