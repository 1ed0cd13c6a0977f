"""What a build changed: a log for machines and a text for people; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from indexer.clinic import Clinic, Gone, Moved, Status
from indexer.dating import changed_fields
from indexer.matching.place import Agreement, agreement
from indexer.matching.record import Record
from indexer.matching.wording import matched_street, matched_town
from indexer.normalize import comparable_unit

Fate: TypeAlias = Clinic | Moved | Gone


class Kind(StrEnum):
    """What became of a clinic; in the order in which a person reads them."""

    ADDED = "added"
    RETURNED = "returned"
    """It was gone, and is listed again."""
    SPLIT = "split"
    """It was part of another clinic, which stays."""
    MERGED = "merged"
    """It turned out to be another clinic, to which its link now leads."""
    CLOSED = "closed"
    """Its own website says that it has closed."""
    REOPENED = "reopened"
    """It is open again, as its own website or a person says."""
    MOVED = "moved"
    """It has another address."""
    CHANGED = "changed"
    MISSING = "missing"
    """No source lists it any more; the next good run withdraws it."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened to one id."""

    kind: Kind
    id: str
    name: str
    fields: tuple[str, ...] = ()
    """Which fields changed."""
    other: str = ""
    """The id it was merged into, or split from."""
    before: str = ""
    """The old address, of one that moved."""
    after: str = ""
    """The new one."""
    words: str = ""
    """What its own website says, of one that closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLog:
    """Everything that one build changed."""

    generation: str
    built_at: datetime
    """UTC."""
    changes: tuple[Change, ...] = ()


def changes(before: Mapping[str, Fate], after: Mapping[str, Fate]) -> tuple[Change, ...]:
    """Return what happened between two sets of fates, by kind and then by name; () for nothing."""
    holder = {
        (one.source, one.key): fate.id
        for fate in before.values()
        if isinstance(fate, Clinic)
        for one in fate.sources
    }
    found = (
        change
        for clinic_id, fate in after.items()
        for change in _of_one(clinic_id, fate, before.get(clinic_id), before, holder)
    )
    order = list(Kind)
    return tuple(sorted(found, key=lambda c: (order.index(c.kind), c.name.casefold(), c.id)))


def told(log: ChangeLog) -> str:
    """Return a log as a text: one line a change, below the number of each kind."""
    counted = Counter(change.kind for change in log.changes)
    numbers = ", ".join(f"{counted[kind]} {kind}" for kind in Kind if counted[kind])
    lines = [f"{log.built_at:%Y-%m-%d %H:%M} UTC  {log.generation}: {numbers or 'no change'}"]
    lines += [_line(change) for change in log.changes]
    return "\n".join(lines) + "\n"


def _of_one(
    clinic_id: str,
    now: Fate,
    then: Fate | None,
    before: Mapping[str, Fate],
    holder: Mapping[tuple[str, str], str],
) -> Iterator[Change]:
    if isinstance(now, Clinic):
        if isinstance(then, Clinic):
            yield from _compared(now, then)
        else:
            yield _appeared(now, then, holder)
    elif isinstance(then, Clinic):
        if isinstance(now, Moved):
            yield Change(kind=Kind.MERGED, id=clinic_id, name=then.name, other=now.to)
        else:
            yield Change(kind=Kind.WITHDRAWN, id=clinic_id, name=then.name)


def _appeared(
    now: Clinic, then: Moved | Gone | None, holder: Mapping[tuple[str, str], str]
) -> Change:
    if now.status is Status.CLOSED:
        return _closed(now)
    held = sorted({holder.get((one.source, one.key), "") for one in now.sources} - {"", now.id})
    if held:
        return Change(kind=Kind.SPLIT, id=now.id, name=now.name, other=held[0])
    kind = Kind.RETURNED if isinstance(then, Gone) else Kind.ADDED
    return Change(kind=kind, id=now.id, name=now.name)


def _closed(now: Clinic) -> Change:
    words = now.closing.quote if now.closing else ""
    return Change(kind=Kind.CLOSED, id=now.id, name=now.name, words=words)


def _compared(now: Clinic, then: Clinic) -> Iterator[Change]:
    if now.status is not then.status:
        reopened = Change(kind=Kind.REOPENED, id=now.id, name=now.name)
        yield reopened if now.status is Status.OPEN else _closed(now)
    fields = changed_fields(now, then)
    if "address" in fields and _moved(then, now):
        yield Change(
            kind=Kind.MOVED, id=now.id, name=now.name, before=_place(then), after=_place(now)
        )
        fields = tuple(field for field in fields if field != "address")
    if fields:
        yield Change(kind=Kind.CHANGED, id=now.id, name=now.name, fields=fields)
    if _is_missing(now) and not _is_missing(then):
        yield Change(kind=Kind.MISSING, id=now.id, name=now.name)


def _is_missing(clinic: Clinic) -> bool:
    return bool(clinic.sources) and all(one.missing_since for one in clinic.sources)


def _moved(then: Clinic, now: Clinic) -> bool:
    """Return whether two addresses are two places, and not one, worded otherwise."""
    where = agreement(_located(then), _located(now))
    return where in (Agreement.NEARLY, Agreement.MOVED, Agreement.ELSEWHERE) or _new_unit(then, now)


def _new_unit(then: Clinic, now: Clinic) -> bool:
    old, new = comparable_unit(then.address.unit), comparable_unit(now.address.unit)
    return bool(old and new and old != new)


def _located(clinic: Clinic) -> Record:
    address = clinic.address
    return Record(
        ref=("", clinic.id),
        name="",
        street=matched_street(address.street, address.postcode),
        city=matched_town(address.city),
        state=address.region,
        postcode=address.postcode,
        country=address.country,
    )


def _place(clinic: Clinic) -> str:
    address = clinic.address
    parts: Iterable[str] = (address.street, address.unit, address.city, address.state)
    return ", ".join(part for part in parts if part)


def _line(change: Change) -> str:
    detail = {
        Kind.MERGED: f"into {change.other}",
        Kind.SPLIT: f"from {change.other}",
        Kind.MOVED: f"from {change.before} to {change.after}",
        Kind.CHANGED: ", ".join(change.fields),
        Kind.CLOSED: f"“{change.words}”",
    }.get(change.kind, "")
    return f"  {change.kind:10} {change.id:10} {change.name}{f': {detail}' if detail else ''}"
