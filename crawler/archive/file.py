"""The archive's file: its tables, its lock, and errors that name it; only `archive` uses it."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

VERSION = 1
TABLES = """
CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    plan TEXT NOT NULL,        -- JSON: what it takes to do it again
    planned_at TEXT NOT NULL,
    state TEXT NOT NULL        -- of archive.jobs.State
);
CREATE TABLE answer (
    job INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    at TEXT NOT NULL,          -- when the server was asked, UTC
    changed_at TEXT NOT NULL,  -- since when the body is as it is, UTC
    status INTEGER NOT NULL,
    attempt INTEGER NOT NULL,  -- 0 for the first
    asked INTEGER NOT NULL,    -- 0 where an older answer was taken over
    headers TEXT NOT NULL,     -- JSON, only those of archive.answers.KEPT_HEADERS
    body BLOB NOT NULL,        -- its hash
    PRIMARY KEY (job, url)
) WITHOUT ROWID;
CREATE INDEX answer_by_url ON answer (url, at);
CREATE INDEX answer_by_body ON answer (body);
CREATE TABLE body (hash BLOB PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE reading (
    key BLOB PRIMARY KEY,
    job INTEGER NOT NULL,      -- the last that used it
    packed BLOB NOT NULL
);
CREATE TABLE host (
    name TEXT PRIMARY KEY,
    interval_s REAL NOT NULL,
    checked_at TEXT NOT NULL,
    due_at TEXT NOT NULL
) WITHOUT ROWID;
"""


class ArchiveUnavailable(RuntimeError):
    """Raised when the archive cannot be opened, read or written; names it and the mend."""


class ArchiveBusy(ArchiveUnavailable):
    """Raised when another crawl is at work with the same archive."""


class ArchiveFile:
    """An open archive; `db` commits each statement by itself unless a transaction was begun."""

    def __init__(self, path: Path) -> None:
        """Open the archive at *path*; make it, and its folder, where it is absent."""
        self.path = path
        with self.guarded():
            path.parent.mkdir(parents=True, exist_ok=True)
            self.db = sqlite3.connect(path, isolation_level=None)
            # A killed process loses nothing of the log; only a power cut may lose the last pages.
            self.db.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
            )
            self._make()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn failures of the file into ArchiveUnavailable."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise ArchiveUnavailable(
                f"the page archive {self.path}: {error}. Free some disk space, or move the file "
                "away: the next crawl then asks for every page again."
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that the block writes, or nothing of it."""
        with self.guarded():
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    @property
    def bytes(self) -> int:
        """How large the archive is, without what lies free in its file."""
        with self.guarded():
            [pages], [free], [size] = (
                self.db.execute(f"PRAGMA {name}").fetchone()
                for name in ("page_count", "freelist_count", "page_size")
            )
        return (int(pages) - int(free)) * int(size)

    def _make(self) -> None:
        [version] = self.db.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            raise ArchiveUnavailable(
                f"the page archive {self.path} was written by another version of this program "
                f"({version}, not {VERSION}): update this one, or move the file away"
            )
        if version == 0:
            self.db.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the archive at *path* for one crawl; raise ArchiveBusy while another does.

    The lock dies with its process, however that ends.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ArchiveUnavailable(f"the page archive {path}: {error}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ArchiveBusy(
                f"another crawl is at work with {path}: wait until it has ended"
            ) from error
        yield
    finally:
        os.close(handle)
