"""Keeps the archive below its cap, and never throws away what the last good runs rest on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import msgspec

from crawler.archive.file import ArchiveFile
from crawler.archive.jobs import Plan, State

CAP_BYTES = 4 * 1024**3
"""Of an archive, unless the command line says otherwise: about a million small pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What pruning came to."""

    jobs: int
    """How many jobs' answers were thrown away."""
    bytes: int
    """How large the archive still is."""
    over: bool
    """Whether it is still above its cap: all of it is needed."""


def prune(file: ArchiveFile, cap_bytes: int = CAP_BYTES) -> Pruned:
    """Throw away the oldest jobs' answers while the archive is above its cap.

    Never those of each source's last good run or of a job that may be resumed.
    """
    jobs = 0
    while file.bytes > cap_bytes and (oldest := _oldest_spare(file)) is not None:
        _drop(file, oldest)
        jobs += 1
    size = file.bytes
    return Pruned(jobs=jobs, bytes=size, over=size > cap_bytes)


def forget(file: ArchiveFile, left_out: Callable[[str], bool]) -> int:
    """Throw away every kept page of the hosts that are *left_out*; return how many there were.

    What was read of pages is thrown away whole: it does not tell of which host it is.
    """
    with file.transaction():
        urls = [url for [url] in file.db.execute("SELECT DISTINCT url FROM answer")]
        gone = [(url,) for url in urls if left_out(urlsplit(url).hostname or "")]
        file.db.executemany("DELETE FROM answer WHERE url = ?", gone)
        _drop_loose_bodies(file)
        file.db.execute("DELETE FROM reading")
        for job, text in file.db.execute("SELECT id, plan FROM job").fetchall():
            plan = msgspec.json.decode(text, type=Plan)
            sites = tuple(one for one in plan.sites if not left_out(urlsplit(one).hostname or ""))
            kept = msgspec.json.encode(replace(plan, sites=sites)).decode()
            file.db.execute("UPDATE job SET plan = ? WHERE id = ?", (kept, job))
    return len(gone)


def _oldest_spare(file: ArchiveFile) -> int | None:
    """Return the oldest job that nothing rests on; None if there is none."""
    with file.guarded():
        row = file.db.execute(
            "SELECT min(id) FROM job WHERE state != ? AND id NOT IN "
            "(SELECT max(id) FROM job WHERE state = ? GROUP BY source)",
            (State.OPEN, State.GOOD),
        ).fetchone()
    return None if row is None else row[0]


def _drop(file: ArchiveFile, job: int) -> None:
    with file.transaction():
        file.db.execute("DELETE FROM job WHERE id = ?", (job,))
        _drop_loose_bodies(file)
        # What a job that is gone was the last to use, no job that is left has read.
        file.db.execute("DELETE FROM reading WHERE job NOT IN (SELECT id FROM job)")


def _drop_loose_bodies(file: ArchiveFile) -> None:
    file.db.execute(
        "DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM answer WHERE answer.body = body.hash)"
    )
