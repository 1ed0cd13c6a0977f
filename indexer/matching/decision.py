"""What a person has decided of two listings; it wins over all weights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indexer.matching.record import Ref


class Verdict(StrEnum):
    """Whether two listings are one clinic."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One verdict on two listings; a later one on the same two takes its place."""

    a: Ref
    b: Ref
    verdict: Verdict
    decided_on: date

    @property
    def pair(self) -> tuple[Ref, Ref]:
        """The two listings in one order."""
        return min(self.a, self.b), max(self.a, self.b)


def standing(
    decisions: Iterable[Decision], positions: Mapping[Ref, int]
) -> dict[tuple[int, int], Verdict]:
    """Return the last verdict on each pair of listings that are both there, by position."""
    last = {decision.pair: decision.verdict for decision in decisions}
    return {
        (min(positions[a], positions[b]), max(positions[a], positions[b])): verdict
        for (a, b), verdict in sorted(last.items())
        if a in positions and b in positions
    }
