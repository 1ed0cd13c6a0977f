"""Yesterday's ids for today's clinics; every id ever published resolves for ever; pure."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from indexer.clinic import Gone, Moved, Point
from indexer.resolve import Ref

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
    group the oldest stays and the others redirect to it; an id without listings is gone.
    """
    taken = _inherited(groups, published)
    heirs = {group: clinic_id for clinic_id, group in taken.items()}
    used = set(published) | set(before.moved)
    ids = []
    for index, refs in enumerate(groups):
        clinic_id = heirs.get(index) or _new_id(refs, used)
        used.add(clinic_id)
        ids.append(clinic_id)
    return _ledger(tuple(ids), groups, published, before, today)


def _inherited(
    groups: Sequence[frozenset[Ref]], published: Mapping[str, Published]
) -> dict[str, int]:
    """Oldest id first, each takes the free group that holds most of its listings."""
    group_of = {ref: index for index, refs in enumerate(groups) for ref in refs}
    taken: dict[str, int] = {}
    for clinic_id in sorted(published, key=lambda i: (published[i].first_seen, i)):
        for index in _by_overlap(published[clinic_id].refs, group_of):
            if index not in taken.values():
                taken[clinic_id] = index
                break
    return taken


def _by_overlap(refs: frozenset[Ref], group_of: Mapping[Ref, int]) -> list[int]:
    """The groups that hold some of *refs*, those that hold most first."""
    held: dict[int, list[Ref]] = {}
    for ref in refs & group_of.keys():
        held.setdefault(group_of[ref], []).append(ref)
    return sorted(held, key=lambda index: (-len(held[index]), min(held[index])))


def _ledger(
    ids: tuple[str, ...],
    groups: Sequence[frozenset[Ref]],
    published: Mapping[str, Published],
    before: Identities,
    today: date,
) -> Identities:
    """Say what became of every id that is not live any more."""
    live = set(ids)
    group_of = {ref: index for index, refs in enumerate(groups) for ref in refs}
    moved: dict[str, Moved] = {}
    gone = {clinic_id: g for clinic_id, g in before.gone.items() if clinic_id not in live}
    for clinic_id in published.keys() - live:
        homes = _by_overlap(published[clinic_id].refs, group_of)
        if homes:
            moved[clinic_id] = Moved(to=ids[homes[0]])
        else:
            gone[clinic_id] = Gone(since=today, point=published[clinic_id].point)
    for clinic_id in before.moved.keys() - live:
        target = before.moved[clinic_id].to
        if target in gone:
            gone[clinic_id] = gone[target]
        else:
            moved[clinic_id] = moved.get(target) or Moved(to=target)
    return Identities(ids=ids, moved=moved, gone=gone)


def _new_id(refs: frozenset[Ref], used: set[str]) -> str:
    """An id from the listing that founded the clinic: the same one after any rebuild."""
    founder = "\0".join(min(refs))
    for salt in range(len(used) + 1):
        digest = hashlib.sha256(f"{founder}\0{salt}".encode()).digest()
        clinic_id = base64.b32encode(digest).decode("ascii").lower()[:ID_LENGTH]
        if clinic_id not in used:
            return clinic_id
    raise AssertionError("unreachable: one more salt than ids in use")
