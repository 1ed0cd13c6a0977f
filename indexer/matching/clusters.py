"""Groups of records that grow by the best evidence first and never past a constraint."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.matching.constraints import needed
from indexer.matching.place import Agreement, agreement
from indexer.matching.record import Record
from indexer.matching.sharing import Sharing

MOST_ADDRESSES = 2
"""In one clinic: the one it moved from, and the one it moved to."""


class Clusters:
    """A partition of records, by their positions; at first each is alone."""

    def __init__(
        self, records: Sequence[Record], common: Sharing, apart: frozenset[tuple[int, int]]
    ) -> None:
        """*apart* are pairs that a person has called different; the smaller position first."""
        self._records = records
        self._common = common
        self._apart = apart
        self._kept_apart = frozenset(position for pair in apart for position in pair)
        self._members = [[position] for position in range(len(records))]

    def of(self, position: int) -> list[int]:
        """Return the cluster that holds *position*; the same object for all that it holds."""
        return self._members[position]

    def all(self) -> Iterator[list[int]]:
        """Yield each cluster once, by its first position."""
        for position, cluster in enumerate(self._members):
            if cluster[0] == position:
                yield cluster

    def unite(self, one: int, other: int) -> bool:
        """Make the clusters of two positions one, unless a person's word stands against it."""
        mine, theirs = self._members[one], self._members[other]
        if mine is theirs:
            return True
        if self.told_apart(mine, theirs):
            return False
        mine.extend(theirs)
        mine.sort()
        for position in theirs:
            self._members[position] = mine
        return True

    def join(self, one: int, other: int, score: float) -> bool:
        """Unite two clusters if *score* is enough for every two records that would meet."""
        mine, theirs = self._members[one], self._members[other]
        if mine is theirs:
            return True
        return score >= self.needed(mine, theirs) and self.unite(one, other)

    def needed(self, mine: Iterable[int], theirs: Sequence[int]) -> float:
        """Return the score that uniting takes; infinite if two records forbid it."""
        mine = list(mine)
        most = 0.0
        for one in mine:
            for other in theirs:
                most = max(most, needed(self._records[one], self._records[other], self._common))
                if most == float("inf"):
                    return most
        if len(mine) + len(theirs) > MOST_ADDRESSES and self._addresses([*mine, *theirs]):
            return float("inf")
        return most

    def told_apart(self, mine: Iterable[int], theirs: Iterable[int]) -> bool:
        """Return whether a person has called two of the records different."""
        if not self._apart:
            return False
        ours = self._kept_apart.intersection(mine)
        others = self._kept_apart.intersection(theirs)
        return any((min(a, b), max(a, b)) in self._apart for a in ours for b in others)

    def _addresses(self, positions: Iterable[int]) -> bool:
        """Return whether there are more addresses than a clinic that moved has."""
        known: list[Record] = []
        for record in (self._records[position] for position in positions):
            if not record.street:
                continue
            if all(agreement(record, other) is Agreement.MOVED for other in known):
                known.append(record)
        return len(known) > MOST_ADDRESSES
