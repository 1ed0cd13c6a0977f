"""Finds the clinic that a listing without a street or a town speaks of, if it is certain which."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from indexer.matching.clusters import Clusters
from indexer.matching.evidence import weigh
from indexer.matching.record import Record
from indexer.matching.sharing import Sharing

MARGIN = 2.0
"""By which one clinic must fit better than any other to be the one that is meant."""
STATES_OF_A_ROAMER = 3
"""A site with pages on so many states and no town is one provider that treats at a distance."""
TOWNS_LIKE_STATES = frozenset(
    (
        *("alabama", "california", "colorado", "delaware", "florida", "georgia", "idaho"),
        *("indiana", "iowa", "kansas", "louisiana", "maine", "maryland", "michigan", "minnesota"),
        *("missouri", "montana", "nebraska", "nevada", "new york", "ohio", "oklahoma", "ontario"),
        *("oregon", "pennsylvania", "tennessee", "texas", "utah", "vermont", "virginia"),
        *("washington", "wisconsin", "wyoming"),
    )
)
"""Towns whose bare name, on a page of a provider that has one for each state, is the state's."""

Edges: TypeAlias = Mapping[int, Sequence[tuple[float, int]]]
"""Position -> the scores with other positions."""


@dataclass(frozen=True, slots=True)
class Settler:
    """Joins vaguer clusters to the more exact ones that they speak of."""

    records: Sequence[Record]
    clusters: Clusters
    common: Sharing
    edges: Edges

    def settle(self, vague: Sequence[list[int]], exact: Sequence[list[int]]) -> list[int]:
        """Join each vague cluster to its one home; return those that speak of several.

        What fits several homes of its own site is said of the site and joins none of them.
        """
        asked = self._sites(position for cluster in vague for position in cluster)
        homes = _Homes(self.records, exact, asked)
        left: list[int] = []
        for cluster in [list(one) for one in vague]:
            scores = self._fitting(cluster, homes)
            home = self._certain(cluster, scores)
            if home is not None:
                self.clusters.unite(homes.members[home][0], cluster[0])
            elif len(homes.of_sites(self._sites(cluster)) & scores.keys()) > 1:
                left.extend(cluster)
        return left

    def _certain(self, cluster: Sequence[int], scores: Mapping[int, float]) -> int | None:
        """Return the home that fits best by a margin; what names no town must fit it alone."""
        if not scores:
            return None
        placed = any(self.records[position].placed for position in cluster)
        best = max(scores, key=lambda home: scores[home])
        rest = max((score for home, score in scores.items() if home != best), default=-inf)
        return best if scores[best] - rest >= (MARGIN if placed else inf) else None

    def _sites(self, cluster: Iterable[int]) -> set[str]:
        """Return the sites that the records without a town are known by."""
        return {self.records[position].site for position in cluster} - {""}

    def _fitting(self, cluster: Sequence[int], homes: "_Homes") -> dict[int, float]:
        """Return the score of each home that may be meant."""
        scores: dict[int, float] = {}
        for position in cluster:
            for home, score in self._scores(position, homes):
                scores[home] = max(score, scores.get(home, -inf))
        return {
            home: score
            for home, score in scores.items()
            if score >= self.clusters.needed(cluster, homes.members[home])
            and not self.clusters.told_apart(cluster, homes.members[home])
        }

    def _scores(self, position: int, homes: "_Homes") -> Iterator[tuple[int, float]]:
        for score, other in self.edges.get(position, ()):
            home = id(self.clusters.of(other))
            if home in homes.members:
                yield home, score
        record = self.records[position]
        if not record.placed:
            for home in homes.of_sites({record.site} - {""}):
                yield home, max(self._score(record, other) for other in homes.members[home])

    def _score(self, record: Record, other: int) -> float:
        return weigh(record, self.records[other], self.common).score


class _Homes:
    """The exact clusters, each known by the identity of its list, which grows and stays."""

    def __init__(
        self, records: Sequence[Record], exact: Iterable[list[int]], asked: Set[str]
    ) -> None:
        """Only the sites *asked* for can be asked about."""
        self.members = {id(cluster): cluster for cluster in exact}
        self._by_site: dict[str, set[int]] = defaultdict(set)
        for home, cluster in self.members.items():
            for position in cluster:
                if records[position].site in asked:
                    self._by_site[records[position].site].add(home)

    def of_sites(self, sites: Iterable[str]) -> set[int]:
        """Return the homes on any of *sites*."""
        return set().union(*(self._by_site.get(site, ()) for site in sites))


def roamers(records: Sequence[Record]) -> list[list[int]]:
    """Return groups of positions of one provider's pages on many states.

    They are of one site, name no town, and share words of their names or a phone; of a provider
    with a phone of its own, pages on two states are enough.
    """
    by_site: dict[str, list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        if record.site and _names_a_state(record):
            by_site[record.site].append(position)
    return [group for _, group in sorted(by_site.items()) if _roams([records[p] for p in group])]


def _names_a_state(record: Record) -> bool:
    """Return whether a record may be a page on a state: "New York" alone was read as the town."""
    return not record.placed or not (
        record.street or record.postcode or record.city not in TOWNS_LIKE_STATES
    )


def _roams(records: Sequence[Record]) -> bool:
    states = len({record.state for record in records if record.state})
    phones = frozenset.intersection(*(record.phones for record in records))
    names = set.intersection(*(set(record.name.split()) for record in records))
    return states >= STATES_OF_A_ROAMER - bool(phones) and bool(phones or names)
