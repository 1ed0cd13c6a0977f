"""Which listings are one clinic: pure, deterministic, free of their order; precision first.

Two places are never joined when their streets, towns, states or countries differ. What is
known of a whole site only (no town) joins the site's one place; where the site has several,
it cannot be said which of them it speaks of, and it stays out of them all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

Ref: TypeAlias = tuple[str, str]
"""(source, key): a listing's name for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A listing in comparable forms; "" where it does not say."""

    ref: Ref
    name: str
    site: str
    """The host of its website, without "www."."""
    phones: frozenset[str] = frozenset()
    street: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def placed(self) -> bool:
        """Whether a town or a postcode is known."""
        return bool(self.city or self.postcode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The clinics, and the listings that speak of a site with several places."""

    clinics: tuple[tuple[Record, ...], ...]
    sitewide: tuple[Record, ...]


_Cluster: TypeAlias = list[Record]


def resolve(records: Iterable[Record]) -> Resolution:
    """Group *records* into clinics; the order of the input does not matter."""
    ordered = sorted(records, key=lambda record: record.ref)
    placed = _joined([record for record in ordered if record.placed])
    loose = _joined([record for record in ordered if not record.placed])
    clinics, sitewide = _settle(placed, loose)
    return Resolution(
        clinics=tuple(sorted((_tidy(c) for c in clinics), key=lambda c: c[0].ref)),
        sitewide=tuple(sorted(sitewide, key=lambda record: record.ref)),
    )


def _tidy(cluster: _Cluster) -> tuple[Record, ...]:
    return tuple(sorted(cluster, key=lambda record: record.ref))


def _joined(records: Sequence[Record]) -> list[_Cluster]:
    """Join what is surely one place, never through a pair that conflicts."""
    cluster_of = {record.ref: [record] for record in records}
    for a, b in _candidates(records):
        one, other = cluster_of[a.ref], cluster_of[b.ref]
        if one is other or not _same(a, b) or any(_conflict(x, y) for x in one for y in other):
            continue
        one.extend(other)
        cluster_of.update((record.ref, one) for record in other)
    return list({id(cluster): cluster for cluster in cluster_of.values()}.values())


def _candidates(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """Pairs that share a site, a phone or a name: only these can be one clinic."""
    blocks: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        for key in (("site", record.site), ("name", record.name)):
            if key[1]:
                blocks[key].append(record)
        for phone in record.phones:
            blocks["phone", phone].append(record)
    for key in sorted(blocks):
        yield from combinations(blocks[key], 2)


def _same(a: Record, b: Record) -> bool:
    if a.site and a.site == b.site:
        return True
    if a.site and b.site:
        return a.name == b.name and bool(a.phones & b.phones)
    return a.name == b.name and a.state == b.state and bool(a.state or a.placed or b.placed)


def _conflict(a: Record, b: Record) -> bool:
    """Whether two records cannot be one place: something both say differs."""
    if a.postcode and a.postcode == b.postcode:
        return _differ(a.street, b.street)
    return any(
        _differ(x, y)
        for x, y in (
            (a.country, b.country),
            (a.state, b.state),
            (a.city, b.city),
            (a.street, b.street),
            (a.postcode, b.postcode),
        )
    )


def _differ(a: str, b: str) -> bool:
    return bool(a and b and a != b)


def _settle(placed: list[_Cluster], loose: list[_Cluster]) -> tuple[list[_Cluster], list[Record]]:
    """Give each townless cluster to its site's one place; several places leave it sitewide."""
    clinics = [list(cluster) for cluster in placed]
    alone: list[_Cluster] = []
    sitewide: list[Record] = []
    for cluster in loose:
        homes = [i for i, home in enumerate(placed) if _may_live_at(cluster, home)]
        if len(homes) == 1 and _may_live_at(cluster, clinics[homes[0]]):
            clinics[homes[0]].extend(cluster)
        elif len(homes) > 1 and cluster[0].site:
            sitewide.extend(cluster)
        else:
            alone.append(cluster)
    return clinics + alone, sitewide


def _may_live_at(cluster: _Cluster, home: _Cluster) -> bool:
    return any(_same(a, b) for a in cluster for b in home) and not any(
        _conflict(a, b) for a in cluster for b in home
    )
