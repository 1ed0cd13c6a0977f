"""Yesterday's ids for today's clinics; every id ever published resolves for ever; pure."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from indexer.clinic import Gone, Moved, Point
from indexer.matching.record import Ref

ID_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A clinic as it was last published: what an id stood for."""

    refs: frozenset[Ref]
    first_seen: date
    point: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """What every id ever published means now."""

    ids: tuple[str, ...] = ()
    """One for each group asked about, in their order."""
    moved: Mapping[str, Moved] = field(default_factory=dict)
    """Merged ids; the target is always a live one."""
    gone: Mapping[str, Gone] = field(default_factory=dict)


def identify(
    groups: Sequence[frozenset[Ref]],
    published: Mapping[str, Published],
    before: Identities,
    today: date,
) -> Identities:
    """Give each group of listings its id.

    An id stays with the group that holds most of its listings; of several ids that meet in one
    group the oldest stays and the others redirect to it. An id without listings is gone. An id
    that was retired is taken up again by its listings, once no living id claims them.
    """
    homes = _Homes(groups)
    retired = {
        i: fate.listings for fate_of in (before.gone, before.moved) for i, fate in fate_of.items()
    }
    by_age = sorted(published, key=lambda i: (published[i].first_seen, i))
    for clinic_id in by_age:
        homes.give(clinic_id, published[clinic_id].refs)
    for clinic_id in sorted(retired):
        homes.give(clinic_id, retired[clinic_id])
    used = {*published, *before.moved, *before.gone}
    for index, refs in enumerate(groups):
        if index not in homes.id_at:
            homes.id_at[index] = _new_id(refs, used)
            used.add(homes.id_at[index])
    return _ledger(homes, published, before, today)


class _Homes:
    """Which group has which id."""

    def __init__(self, groups: Sequence[frozenset[Ref]]) -> None:
        self._group_of = {ref: index for index, refs in enumerate(groups) for ref in refs}
        self.id_at: dict[int, str] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in the order of the groups, once all have one."""
        return tuple(self.id_at[index] for index in range(len(self.id_at)))

    def give(self, clinic_id: str, refs: Iterable[Ref]) -> None:
        """Give an id to the free group that holds most of its listings, if there is one."""
        free = (index for index in self._by_overlap(refs) if index not in self.id_at)
        index = next(free, None)
        if index is not None:
            self.id_at[index] = clinic_id

    def heir(self, refs: Iterable[Ref]) -> str:
        """Return the id of the group that holds most of *refs*; "" if none holds any."""
        return next((self.id_at[index] for index in self._by_overlap(refs)), "")

    def _by_overlap(self, refs: Iterable[Ref]) -> list[int]:
        """The groups that hold some of *refs*, those that hold most first."""
        held = sorted(ref for ref in refs if ref in self._group_of)
        counted = Counter(self._group_of[ref] for ref in held)
        return [index for index, _ in counted.most_common()]  # of equals, that of the first ref


def _ledger(
    homes: _Homes, published: Mapping[str, Published], before: Identities, today: date
) -> Identities:
    """Say what became of every id that is not live any more."""
    ids = homes.ids
    live = set(ids)
    moved: dict[str, Moved] = {}
    gone: dict[str, Gone] = {}
    for clinic_id in sorted(published.keys() - live):
        was = published[clinic_id]
        listings = tuple(sorted(was.refs))
        if heir := homes.heir(was.refs):
            moved[clinic_id] = Moved(to=heir, listings=listings)
        else:
            gone[clinic_id] = Gone(since=today, point=was.point, listings=listings)
    for clinic_id in sorted(before.gone.keys() - live - published.keys()):
        fate = before.gone[clinic_id]
        if heir := homes.heir(fate.listings):
            moved[clinic_id] = Moved(to=heir, listings=fate.listings)
        else:
            gone[clinic_id] = fate
    for clinic_id in sorted(before.moved.keys() - live - published.keys()):
        _follow(clinic_id, before.moved[clinic_id], homes, moved, gone, live)
    return Identities(ids=ids, moved=moved, gone=gone)


def _follow(
    clinic_id: str,
    fate: Moved,
    homes: _Homes,
    moved: dict[str, Moved],
    gone: dict[str, Gone],
    live: set[str],
) -> None:
    """Lead a redirect to where its own listings are now, or else to where its target went."""
    target = homes.heir(fate.listings) or fate.to
    if target in live:
        moved[clinic_id] = Moved(to=target, listings=fate.listings)
    elif target in moved:
        moved[clinic_id] = Moved(to=moved[target].to, listings=fate.listings)
    else:
        end = gone[target]
        gone[clinic_id] = Gone(since=end.since, point=end.point, listings=fate.listings)


def _new_id(refs: frozenset[Ref], used: set[str]) -> str:
    """An id from the listing that founded the clinic: the same one after any rebuild."""
    founder = "\0".join(min(refs))
    for salt in range(len(used) + 1):
        digest = hashlib.sha256(f"{founder}\0{salt}".encode()).digest()
        clinic_id = base64.b32encode(digest).decode("ascii").lower()[:ID_LENGTH]
        if clinic_id not in used:
            return clinic_id
    raise AssertionError("unreachable: one more salt than ids in use")
