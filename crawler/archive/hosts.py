"""When each host is to be asked again, as the visits to it have shown."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from crawler.archive.file import ArchiveFile
from crawler.due import Due, Visit, next_due
from crawler.manners.back_off import retry_after_seconds

REFUSALS = (429, 503)


class Hosts:
    """The due dates of an archive's hosts."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def due(self, host: str) -> Due | None:
        """Return when *host* is to be asked; None if it never was."""
        with self._file.guarded():
            row = self._file.db.execute(
                "SELECT interval_s, checked_at, due_at FROM host WHERE name = ?", (host,)
            ).fetchone()
        if row is None:
            return None
        return Due(
            interval=timedelta(seconds=row[0]),
            checked_at=datetime.fromisoformat(row[1]),
            due_at=datetime.fromisoformat(row[2]),
        )

    def settle(self, job: int, visited: set[str], at: datetime) -> None:
        """Move the due dates of the hosts that a job has *visited*."""
        for host, visit in self._visits(job, visited, at).items():
            due = next_due(self.due(host), visit)
            with self._file.guarded():
                self._file.db.execute(
                    "INSERT OR REPLACE INTO host VALUES (?, ?, ?, ?)",
                    (
                        host,
                        due.interval.total_seconds(),
                        due.checked_at.isoformat(),
                        due.due_at.isoformat(),
                    ),
                )

    def _visits(self, job: int, visited: set[str], at: datetime) -> dict[str, Visit]:
        """Return what the job's visit to each host came to, from the answers that it had."""
        found = {host: Visit(at=at, had=False) for host in visited}
        with self._file.guarded():
            rows = self._file.db.execute(
                "SELECT url, status, headers, at = changed_at AND EXISTS (SELECT 1 FROM answer old "
                "WHERE old.url = answer.url AND old.status = 200 AND old.at < answer.at) "
                "FROM answer WHERE job = ? AND asked AND url NOT LIKE '%/robots.txt'",
                (job,),
            ).fetchall()
        for url, status, headers, changed in rows:
            host = urlsplit(url).hostname or ""
            known = found.get(host) or Visit(at=at, had=False)  # asked before the job was killed
            found[host] = _with(known, status, headers, changed=bool(changed), at=at)
        return found


def _with(visit: Visit, status: int, headers: str, *, changed: bool, at: datetime) -> Visit:
    """Return *visit* with one more answer taken in."""
    wanted = 0.0
    if status in REFUSALS:
        value = msgspec.json.decode(headers, type=dict[str, str]).get("retry-after", "")
        wanted = retry_after_seconds(value, at)
    return Visit(
        at=visit.at,
        had=visit.had or status == 200,
        changed=visit.changed or (changed and status == 200),
        retry_after_s=max(visit.retry_after_s, wanted),
    )
