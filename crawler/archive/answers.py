"""What servers answered, page by page, with the bodies packed and each kept once."""

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from crawler.archive.file import ArchiveFile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

KEPT_HEADERS = ("content-type", "etag", "last-modified", "location", "retry-after")
"""The only headers that anything of ours reads."""
LONGEST_HEADER = 2_000
LEVEL = 3
"""Of zstd: a sixth of zlib's time for the same size (measured 2026-11 on fixture pages)."""
_COMPRESSOR = zstd.ZstdCompressor(LEVEL)
"""To make a new one for each page takes a third of the time of packing it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One server's answer to one question."""

    url: str
    at: datetime
    """When it was asked, UTC."""
    changed_at: datetime
    """Since when the body is as it is, as far as we saw, UTC."""
    status: int
    attempt: int = 0
    """How often the same question had been asked in the same job."""
    asked: bool = True
    """Whether the server was asked in this job; else an older answer was taken over."""
    headers: Mapping[str, str]
    """By small letters."""
    body: bytes
    """Its hash."""


def hash_of(body: bytes) -> bytes:
    """Return the name of a body: equal bodies have one."""
    return hashlib.blake2b(body, digest_size=20).digest()


def packed(data: bytes) -> bytes:
    """Return *data* compressed."""
    return _COMPRESSOR.compress(data, _COMPRESSOR.FLUSH_FRAME)


def unpacked(data: bytes) -> bytes:
    """Return what was `packed`."""
    return zstd.decompress(data)


class Answers:
    """The answers of all jobs in an archive."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def keep(self, job: int, answer: Answer, body: bytes | None) -> None:
        """Keep an answer with its job, in the place of an earlier one; None: its body is kept."""
        with self._file.transaction():
            if body is not None:
                self._file.db.execute(
                    "INSERT OR IGNORE INTO body VALUES (?, ?)", (answer.body, packed(body))
                )
            self._file.db.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    job,
                    answer.url,
                    answer.at.isoformat(),
                    answer.changed_at.isoformat(),
                    answer.status,
                    answer.attempt,
                    answer.asked,
                    msgspec.json.encode(answer.headers).decode(),
                    answer.body,
                ),
            )

    def of_job(self, job: int, url: str) -> Answer | None:
        """Return what *url* answered in a job; None if it was not had."""
        return self._one("SELECT * FROM answer WHERE job = ? AND url = ?", job, url)

    def latest(self, url: str) -> Answer | None:
        """Return the last good answer of *url* in any job; None if there is none."""
        return self._one(
            "SELECT * FROM answer WHERE url = ? AND status = 200 ORDER BY at DESC LIMIT 1",
            url,
        )

    def last_known(self, url: str) -> Answer | None:
        """Return the last answer of *url* in any job, good or not; None if there is none."""
        return self._one("SELECT * FROM answer WHERE url = ? ORDER BY at DESC LIMIT 1", url)

    def body(self, answer: Answer) -> bytes:
        """Return the body of a kept answer."""
        with self._file.guarded():
            [data] = self._file.db.execute(
                "SELECT packed FROM body WHERE hash = ?", (answer.body,)
            ).fetchone()
        return unpacked(data)

    def _one(self, query: str, *parameters: object) -> Answer | None:
        with self._file.guarded():
            row = self._file.db.execute(query, parameters).fetchone()
        if row is None:
            return None
        _, url, at, changed_at, status, attempt, asked, headers, body = row
        return Answer(
            url=url,
            at=datetime.fromisoformat(at),
            changed_at=datetime.fromisoformat(changed_at),
            status=status,
            attempt=attempt,
            asked=bool(asked),
            headers=msgspec.json.decode(headers),
            body=body,
        )
