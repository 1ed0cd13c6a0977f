"""The folder that snapshots stand in: their names, the link to the current one, and order.

Every change is either one atomic rename or concerns only what nobody reads. Knows nothing of what
is in a snapshot but that it has a manifest.
"""

import fcntl
import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from indexer.engine.manifest import FILE

CURRENT = "current"
KEPT = 3
"""Generations that stay on disk, the current one among them."""

_BUILDING = ".building-"


class Busy(Exception):
    """Raised when another process is changing the folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be the only process that changes *folder*, which is made if it is not there; else Busy.

    The kernel lets go of the lock when its holder ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Busy(f"another process is publishing into {folder}") from taken
        yield


@contextmanager
def aside(folder: Path, built_at: datetime, inputs: str) -> Iterator[Path]:
    """Give an empty folder, named as a new generation, that nobody sees before `put`."""
    with tempfile.TemporaryDirectory(prefix=_BUILDING, dir=folder) as private:
        path = Path(private) / _new_name(folder, built_at, inputs)
        path.mkdir()
        yield path


def put(built: Path, folder: Path) -> None:
    """Put a finished generation on the shelf, safe on the disk, and make it the current one."""
    for path in (*built.rglob("*"), built):
        _sync(path)
    built.rename(folder / built.name)
    _sync(folder)
    switch(folder, built.name)


def switch(folder: Path, generation: str) -> None:
    """Let `current` point to *generation* from one moment to the next."""
    link = folder / ".current-new"
    link.unlink(missing_ok=True)
    link.symlink_to(generation)
    link.replace(folder / CURRENT)
    _sync(folder)


def current_name(folder: Path) -> str:
    """Return the generation that `current` points to; "" if there is no `current`."""
    path = folder / CURRENT
    try:
        return path.readlink().name
    except OSError:
        return CURRENT if path.exists() else ""  # a copy that followed the link: never right


def generations(folder: Path) -> list[str]:
    """Return the generations on the shelf, oldest first."""
    return sorted(path.parent.name for path in folder.glob(f"[!.]*/{FILE}") if not _linked(path))


def remove_leftovers(folder: Path) -> None:
    """Remove what crashed builds left behind; only under the lock, or it is a running build's."""
    for path in folder.glob(f"{_BUILDING}*"):
        shutil.rmtree(path)


def remove_old(folder: Path) -> None:
    """Remove all generations but the last few and the current one.

    Who still has one open keeps its files until it lets go.
    """
    for name in generations(folder)[:-KEPT]:
        if name != current_name(folder):
            shutil.rmtree(folder / name)


def _new_name(folder: Path, built_at: datetime, inputs: str) -> str:
    """Return a name that sorts by time; its end tells builds of one second apart."""
    fingerprint = hashlib.sha256(inputs.encode()).hexdigest()[:8]
    stem = f"{built_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{fingerprint}"
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(name for name in names if not (folder / name).exists())


def _linked(manifest: Path) -> bool:
    return manifest.parent.is_symlink()


def _sync(path: Path) -> None:
    """Have a file or folder written to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
