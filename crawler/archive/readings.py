"""What was read of pages that have been kept: so that what did not change is not read again."""

from collections.abc import Mapping

from crawler.archive.answers import packed, unpacked
from crawler.archive.file import ArchiveFile

WRITTEN_TOGETHER = 20
"""Results: a transaction for each page would cost more than its reading is worth."""


class Readings:
    """Results of reading, by a key that names everything that went into them."""

    def __init__(self, file: ArchiveFile, job: int) -> None:
        self._file = file
        self._job = job
        self._used: list[bytes] = []
        self._waiting: dict[bytes, bytes] = {}

    def find(self, key: bytes) -> bytes | None:
        """Return the result of that key; None if there is none."""
        if key in self._waiting:
            return unpacked(self._waiting[key])
        with self._file.guarded():
            row = self._file.db.execute(
                "SELECT packed FROM reading WHERE key = ?", (key,)
            ).fetchone()
        if row is None:
            return None
        self._used.append(key)
        return unpacked(row[0])

    def keep(self, results: Mapping[bytes, bytes]) -> None:
        """Keep some results by their keys, soon: what a kill loses of them is read again."""
        self._waiting |= {key: packed(result) for key, result in results.items()}
        if len(self._waiting) >= WRITTEN_TOGETHER:
            self._write()

    def settle(self) -> None:
        """Note what this job used: it is kept as long as the job is."""
        self._write()
        with self._file.transaction():
            self._file.db.executemany(
                "UPDATE reading SET job = ? WHERE key = ?", [(self._job, key) for key in self._used]
            )
        self._used.clear()

    def _write(self) -> None:
        rows = [(key, self._job, result) for key, result in self._waiting.items()]
        with self._file.transaction():
            self._file.db.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", rows)
        self._waiting.clear()
