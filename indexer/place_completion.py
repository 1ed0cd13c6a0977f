"""Which towns the beginning of a name may become; in memory, for it is asked at every keystroke."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from heapq import nsmallest

_AFTER_ALL = "\U0010ffff"
NAMES_OF_A_TOWN = 3
""" "Saint Paul", "St. Paul", "St Paul": so many times as many names hold enough towns."""


class TownBeginnings:
    """The folded names of all towns in alphabetical order, each with its place among the likely."""

    def __init__(self, names: Sequence[tuple[str, int, int, int]]) -> None:
        """Take (folded name, likelihood, population, row id), sorted by name."""
        self._names = [name for name, *_ in names]
        likeliest = sorted(
            range(len(names)), key=lambda i: (-names[i][1], -names[i][2], names[i][3])
        )
        self._towns = array("q", [names[i][3] for i in likeliest])
        self._ranks = array("q", bytes(8 * len(names)))
        for rank, i in enumerate(likeliest):
            self._ranks[i] = rank

    def likeliest(self, prefix: str, limit: int) -> list[int]:
        """Return the row ids of the towns whose names begin so, the likeliest first, each once."""
        first = bisect_left(self._names, prefix)
        last = bisect_left(self._names, prefix + _AFTER_ALL)
        best = nsmallest(NAMES_OF_A_TOWN * limit, self._ranks[first:last])
        return list(dict.fromkeys(self._towns[rank] for rank in best))[:limit]
