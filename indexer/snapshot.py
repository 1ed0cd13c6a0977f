"""Snapshots of the index: built aside, verified, published by one rename, opened and swapped.

A folder of snapshots holds one folder for each generation and the link `current`. A crash at any
moment leaves `current` at a whole snapshot. Nothing in a published snapshot is ever changed; it
may be copied to any number of machines. The web app asks through `current.CurrentIndex`.
"""

import errno
import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from indexer.clinic import Clinic, Gone, Moved, Status
from indexer.engine import manifest as manifests
from indexer.engine import shelf
from indexer.engine.check import check
from indexer.engine.index import EmbeddedIndex
from indexer.engine.manifest import BadSnapshot, Manifest
from indexer.engine.writing import write_index
from indexer.search import IndexUnavailable

_MENDS = {
    errno.ENOSPC: "free some disk space",
    errno.EDQUOT: "free some disk space",
    errno.EFBIG: "allow this user larger files",
    errno.EACCES: "give this user the right to write there",
    errno.EPERM: "give this user the right to write there",
    errno.EROFS: "choose a folder that can be written",
}
_log = logging.getLogger(__name__)


class PublishError(RuntimeError):
    """Raised when nothing was published; what was current is so still. Its text says why."""


def publish(
    clinics: Collection[Clinic],
    moved: Mapping[str, Moved],
    gone: Mapping[str, Gone],
    folder: Path,
    *,
    built_at: datetime,
    inputs: str,
    sources: Mapping[str, datetime] | None = None,
) -> Path:
    """Make a snapshot of *clinics* the current one of *folder* and return where it lies.

    *inputs* is the fingerprint of all that it was built from, *sources* tells when each source's
    last good run ended. Older generations than the last three are removed. Raises PublishError.
    """
    _refuse_unfit(clinics)
    with _failures_named(folder), shelf.locked(folder):
        shelf.remove_leftovers(folder)
        with shelf.aside(folder, built_at, inputs) as built:
            write_index(clinics, moved, gone, built)
            manifest = Manifest(
                schema=manifests.schema(),
                generation=built.name,
                built_at=built_at.astimezone(UTC),
                inputs=inputs,
                counts=_counts(clinics, moved, gone),
                sources=sources or {},
                files=manifests.sums(built),
            )
            manifests.write(manifest, built)
            check(_open(built, every_byte=False), clinics)
            shelf.put(built, folder)
        shelf.remove_old(folder)
    return folder / manifest.generation


def current_inputs(folder: Path) -> str:
    """Return the inputs of the current snapshot; "" if there is none that this program reads."""
    try:
        return manifests.read(folder / shelf.CURRENT).inputs
    except BadSnapshot:
        return ""


def open_current(folder: Path) -> EmbeddedIndex:
    """Return the current snapshot, verified; raise IndexUnavailable with the mend."""
    return open_generation(folder, "")


def open_generation(
    folder: Path, generation: str, *, every_byte: bool | None = None
) -> EmbeddedIndex:
    """Return a snapshot of *folder*, verified as `manifest.verified` does; "" is the current one.

    Raise IndexUnavailable with the mend.
    """
    name = generation or shelf.current_name(folder)
    if not name:
        raise IndexUnavailable(
            f"no snapshot has been published in {folder} yet; run `python -m indexer build`"
        )
    if generation and generation not in shelf.generations(folder):
        there = ", ".join(shelf.generations(folder)) or "none"
        raise IndexUnavailable(
            f"there is no snapshot {generation!r} in {folder}; there are: {there}"
        )
    try:
        return _open(folder / name, every_byte=every_byte)
    except BadSnapshot as problem:
        raise IndexUnavailable(
            f"the snapshot {name} in {folder} cannot be used: {problem}; "
            "publish a new one with `python -m indexer build`"
        ) from problem


def open_latest_good(folder: Path) -> EmbeddedIndex:
    """Return the current snapshot, or else the newest on the shelf that verifies.

    Raise IndexUnavailable, with what is wrong with the current one, if none does.
    """
    try:
        return open_current(folder)
    except IndexUnavailable:
        good = newest_good(folder, shelf.generations(folder))
        if good is None:
            raise
        return good


def newest_good(folder: Path, names: list[str]) -> EmbeddedIndex | None:
    """Return the last of *names* of which every byte verifies; None if none does."""
    for name in reversed(names):
        try:
            return _open(folder / name, every_byte=True)
        except BadSnapshot as problem:
            _log.info("the snapshot %s cannot be used: %s", name, problem)
    return None


def rollback(folder: Path) -> Path:
    """Make the newest good snapshot before the current one current; return where it lies.

    Raises PublishError if there is none.
    """
    with _failures_named(folder), shelf.locked(folder):
        current = shelf.current_name(folder)
        good = newest_good(folder, [n for n in shelf.generations(folder) if n < current])
        if good is None:
            raise PublishError(f"there is no good snapshot before the current one in {folder}")
        shelf.switch(folder, good.generation)
    return folder / good.generation


def _open(path: Path, *, every_byte: bool | None = None) -> EmbeddedIndex:
    """Return the snapshot at *path*, verified as `manifest.verified` does; raise BadSnapshot."""
    generation = manifests.verified(path, every_byte=every_byte).generation
    try:
        return EmbeddedIndex(path, generation)
    except (OSError, ValueError) as problem:  # such as one that was removed since
        raise BadSnapshot(f"it cannot be read ({problem})") from problem


def _refuse_unfit(clinics: Collection[Clinic]) -> None:
    """Raise PublishError if *clinics* cannot be a directory."""
    if not clinics:
        raise PublishError("there is no clinic to publish; a directory is never emptied by a build")
    [(clinic_id, times)] = Counter(clinic.id for clinic in clinics).most_common(1)
    if times > 1:
        raise PublishError(f"{times} clinics have the id {clinic_id}")
    for clinic in clinics:
        if clinic.point and not (-90 <= clinic.point.lat <= 90 and -180 <= clinic.point.lon <= 180):
            raise PublishError(f"the point of the clinic {clinic.id} is not on the Earth")


def _counts(
    clinics: Collection[Clinic], moved: Mapping[str, Moved], gone: Mapping[str, Gone]
) -> dict[str, int]:
    found = sum(clinic.status is Status.OPEN for clinic in clinics)
    return {"open": found, "listed": len(clinics), "moved": len(moved), "gone": len(gone)}


@contextmanager
def _failures_named(folder: Path) -> Iterator[None]:
    """Turn what stops a build into a PublishError that says what to do."""
    try:
        yield
    except shelf.Busy as problem:
        raise PublishError(f"{problem}; wait until it has ended") from problem
    except BadSnapshot as problem:
        raise PublishError(f"the new snapshot does not hold: {problem}") from problem
    except UnicodeError as problem:
        raise PublishError(f"a clinic holds text that is not Unicode: {problem}") from problem
    except OSError as problem:
        mend = _MENDS.get(problem.errno or 0, "see to it and build again")
        raise PublishError(
            f"cannot write a snapshot into {folder}: {problem.strerror}; {mend}"
        ) from problem
