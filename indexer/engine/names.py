"""The order of names, in which every tie ends; rows themselves follow a curve on the Earth."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.bitmaps import Rows, RowSet

FEW = 256
"""So many rows are put in order as they are; of more, those of the page are looked for first."""


class Names:
    """The place of each row of one snapshot in the order of names, then ids."""

    def __init__(self, folder: Path) -> None:
        self._rank = arrays.load(folder, "rank")
        self._by_name = arrays.load(folder, "by_name")

    @staticmethod
    def write(names: Sequence[tuple[str, str]], folder: Path) -> None:
        """Write the order of the rows' names without case, and ids, into *folder*."""
        by_name = np.array(sorted(range(len(names)), key=names.__getitem__), np.int32)
        rank = np.empty_like(by_name)
        rank[by_name] = np.arange(len(names), dtype=np.int32)
        arrays.save(folder, rank=rank, by_name=by_name)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rank)

    def first(self, found: RowSet, total: int, last: int) -> Rows:
        """Return the *last* first of the *total* rows *found* by name, or more.

        Where fewer are found than would have to be looked through by name, these are all of them.
        """
        looked = 2 * last * len(self) // max(total, 1)
        if total <= max(FEW, last, looked):
            return found.rows()
        while True:
            first: Rows = self._by_name[:looked].astype(np.int64)
            held = first[found.holds(first)]
            if len(held) >= last:
                return held
            looked = min(len(self), 4 * looked)

    def ordered(
        self, rows: Rows, keys: NDArray[np.floating], last: int
    ) -> tuple[Rows, NDArray[np.floating]]:
        """Return the *last* first of *rows* by key, then name; and the key of each."""
        ranks = self._rank[rows]
        if len(rows) > FEW and last < len(rows):
            kept = _first(keys, ranks, last)
            rows, keys, ranks = rows[kept], keys[kept], ranks[kept]
        order = np.lexsort((ranks, keys))[:last]
        return rows[order], keys[order]


def _first(keys: NDArray[np.floating], ranks: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Return where the *count* first stand by key, then rank; in no order."""
    limit = np.partition(keys, count - 1)[count - 1]
    sure, tied = np.flatnonzero(keys < limit), np.flatnonzero(keys == limit)
    missing = count - len(sure)
    return np.concatenate([sure, tied[np.argpartition(ranks[tied], missing - 1)[:missing]]])
