"""Which listings are one clinic: pure, deterministic, free of their order; precision first.

Records with a street are joined first, best evidence first (`matching.evidence`), never past a
constraint (`matching.constraints`). A record that gives only a town, or only a site, then joins
the one clinic that it speaks of; where its site has several places, it cannot be said which of
them it speaks of, and it stays out of them all. What a person decided wins over all weights.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import inf
from typing import TypeAlias

from indexer.matching.blocking import candidates
from indexer.matching.clusters import Clusters
from indexer.matching.constraints import proves_a_move
from indexer.matching.decision import Decision, Verdict, standing
from indexer.matching.evidence import JOIN, REVIEW, Evidence, weigh
from indexer.matching.place import Agreement, agreement
from indexer.matching.record import Record, Ref
from indexer.matching.settling import Settler, roamers
from indexer.matching.sharing import Sharing, sharing

__all__ = ["Decision", "Doubt", "Record", "Ref", "Resolution", "Verdict", "resolve"]

DOUBTFUL = JOIN - 0.5
NEITHER, TOWN, STREET = range(3)
"""How exactly a record says where it is."""
Edge: TypeAlias = tuple[float, int, int]
"""Minus the score, and two positions: sorted, the best comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two listings that may be one clinic: a person should say."""

    a: Record
    b: Record
    evidence: Evidence
    needed: float
    """The score that would have joined them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The clinics, and what could not be put into one."""

    clinics: tuple[tuple[Record, ...], ...]
    sitewide: tuple[Record, ...]
    """They speak of a site with several places."""
    doubts: tuple[Doubt, ...] = ()
    """The likeliest first; one for two clinics."""


def resolve(records: Iterable[Record], decisions: Iterable[Decision] = ()) -> Resolution:
    """Group *records* into clinics; the order of the input does not matter."""
    ordered = sorted(records, key=lambda record: record.ref)
    return _Resolving(ordered, decisions).resolution()


class _Resolving:
    """One run over records in order of their names; every record is known by its position."""

    def __init__(self, ordered: Sequence[Record], decisions: Iterable[Decision]) -> None:
        self._given = ordered
        self._records, self._roaming = _without_states_of_roamers(ordered)
        self._exactness = [_exactness(record) for record in self._records]
        self._common: Sharing = sharing(self._records)
        positions = {record.ref: position for position, record in enumerate(ordered)}
        self._decided = standing(decisions, positions)
        different = (p for p, verdict in self._decided.items() if verdict is Verdict.DIFFERENT)
        self._clusters = Clusters(self._records, self._common, frozenset(different))
        self._edges = sorted(self._weighed())
        self._sitewide: set[int] = set()

    def _weighed(self) -> Iterator[Edge]:
        """Yield the pairs worth a second look."""
        records, common = self._records, self._common
        for one, other in candidates(records):
            a, b = records[one], records[other]
            where = agreement(a, b)
            if a.person is not b.person or where is Agreement.ELSEWHERE:
                continue  # never one clinic, whatever else they share
            evidence = weigh(a, b, common, where)
            score = evidence.score
            if score >= REVIEW:
                # What is likely, but would be a move that is not proven, is a person's to say.
                yield (
                    -(score if proves_a_move(a, b, evidence) else min(score, DOUBTFUL)),
                    one,
                    other,
                )

    def resolution(self) -> Resolution:
        """Join, settle, and say what is left in doubt."""
        for (one, other), verdict in sorted(self._decided.items()):
            if verdict is Verdict.SAME:
                self._clusters.unite(one, other)
        self._join(STREET)
        self._sitewide.update(self._settle(TOWN))
        self._join(TOWN)
        for group in self._roaming:
            for position in group[1:]:
                self._clusters.unite(group[0], position)
        self._join(NEITHER)
        self._sitewide.update(self._settle(NEITHER))
        return self._told(frozenset(self._sitewide))

    def _most_exact(self, cluster: Iterable[int]) -> int:
        return max(self._exactness[position] for position in cluster)

    def _join(self, exactness: int) -> None:
        """Join clusters that say no more than *exactness* of where they are, best edge first."""
        clusters, exact = self._clusters, self._exactness
        for minus, one, other in self._edges:
            if -minus < JOIN:
                break
            if {one, other} & self._sitewide:
                continue  # what speaks of several places is none of them
            if exact[one] == exact[other] == exactness and (
                exactness == STREET
                or self._most_exact([*clusters.of(one), *clusters.of(other)]) == exactness
            ):
                clusters.join(one, other, -minus)

    def _settle(self, exactness: int) -> list[int]:
        vague: list[list[int]] = []
        exact: list[list[int]] = []
        for cluster in self._clusters.all():
            if not self._sitewide.isdisjoint(cluster):
                continue
            found = self._most_exact(cluster)
            if found > exactness:
                exact.append(cluster)
            elif found == exactness:
                vague.append(cluster)
        edges = self._edges_of({position for cluster in vague for position in cluster})
        return Settler(self._records, self._clusters, self._common, edges).settle(vague, exact)

    def _edges_of(self, positions: Set[int]) -> Mapping[int, list[tuple[float, int]]]:
        """Return the scores of *positions* with all others."""
        edges: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for minus, one, other in self._edges:
            if one in positions:
                edges[one].append((-minus, other))
            if other in positions:
                edges[other].append((-minus, one))
        return edges

    def _told(self, sitewide: frozenset[int]) -> Resolution:
        given = self._given
        clinics = (
            tuple(given[position] for position in cluster)
            for cluster in self._clusters.all()
            if cluster[0] not in sitewide
        )
        return Resolution(
            clinics=tuple(clinics),
            sitewide=tuple(given[position] for position in sorted(sitewide)),
            doubts=tuple(self._doubts(sitewide)),
        )

    def _doubts(self, sitewide: frozenset[int]) -> Iterator[Doubt]:
        """Yield the best pair between two clusters that evidence brings near each other."""
        told: set[tuple[int, int]] = set()
        for _, one, other in self._edges:
            mine, theirs = self._clusters.of(one), self._clusters.of(other)
            key = (min(mine[0], theirs[0]), max(mine[0], theirs[0]))
            if mine is theirs or key in told or one in sitewide or other in sitewide:
                continue
            told.add(key)
            limit = self._clusters.needed(mine, theirs)
            if limit < inf and not self._clusters.told_apart(mine, theirs):
                a, b = self._records[one], self._records[other]
                yield Doubt(
                    a=self._given[one],
                    b=self._given[other],
                    evidence=weigh(a, b, self._common),
                    needed=limit,
                )


def _exactness(record: Record) -> int:
    if not record.placed:
        return NEITHER
    return STREET if record.street else TOWN


def _without_states_of_roamers(
    ordered: Sequence[Record],
) -> tuple[Sequence[Record], list[list[int]]]:
    """Return the records, and which of them are one provider's pages on many states.

    Such a page does not say where the provider is, so its state is taken out.
    """
    groups = roamers(ordered)
    roaming = {position for group in groups for position in group}
    stateless = [
        replace(record, state="", city="") if position in roaming else record
        for position, record in enumerate(ordered)
    ]
    return stateless, groups
