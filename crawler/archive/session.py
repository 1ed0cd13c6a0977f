"""One job's view of the archive: what it may take from there, and what it adds; knows no Scrapy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from crawler.archive.answers import Answer, Answers, hash_of
from crawler.archive.file import ArchiveFile, ArchiveUnavailable
from crawler.archive.hosts import Hosts
from crawler.archive.jobs import Jobs
from crawler.archive.readings import Readings

ROBOTS_KEPT = timedelta(hours=24)
"""How long rules may be kept, per RFC 9309, section 2.4; also over a kill."""
Clock = Callable[[], datetime]


class Mode(StrEnum):
    """Whom a job asks."""

    ALL = "all"
    """Every server, and only for what has changed."""
    DUE = "due"
    """Only hosts that are due; of the others the last answers are taken over."""
    REPLAY = "replay"
    """Nobody: everything comes from the job that is read again."""


class Session:
    """What a job has fetched, and what it may take over from earlier ones.

    The first failure of the archive is kept in `fault`: the run then does not count.
    """

    def __init__(self, file: ArchiveFile, job: int, mode: Mode, clock: Clock) -> None:
        self.job = job
        self.mode = mode
        self.answers = Answers(file)
        self.readings = Readings(file, job)
        self.fault = ""
        self.fetched = self.unchanged = self.read = 0
        self._file = file
        self._hosts = Hosts(file)
        self._clock = clock
        self._due: dict[str, bool] = {}
        self._visited: set[str] = set()
        self._moment: datetime | None = None

    def now(self) -> datetime:
        """Return the present moment."""
        return self._clock()

    def moment(self) -> datetime:
        """Return when the answer was had that was handed out last: the same in a replay."""
        return self._moment or self._clock()

    def seen(self, answer: Answer) -> Answer:
        """Note that an answer is handed out."""
        self._moment = answer.at
        return answer

    def had(self, url: str, attempt: int) -> Answer | None:
        """Return the answer to a question that this job already asked; None if it did not.

        In a replay whatever the job had; else not one that is to be asked again: after a refusal,
        or rules that are too old.
        """
        found = self.answers.of_job(self.job, url)
        if found is None or self.mode is Mode.REPLAY:
            return found
        stale = url.endswith("/robots.txt") and self._clock() - found.at > ROBOTS_KEPT
        return None if stale or found.attempt < attempt else found

    def taken_over(self, url: str) -> Answer | None:
        """Return the last answer of a host that is not due, now this job's too; else None."""
        if self.mode is not Mode.DUE or self.is_due(urlsplit(url).hostname or ""):
            return None
        found = self.answers.last_known(url)
        if found is not None:
            found = replace(found, asked=False)
            self.answers.keep(self.job, found, None)
        return found

    def is_due(self, host: str) -> bool:
        """Whether *host* is to be asked by this job: the same answer all through it."""
        if host not in self._due:
            due = self._hosts.due(host)
            self._due[host] = due is None or due.is_due(self._clock())
        return self._due[host]

    def visiting(self, host: str) -> None:
        """Note that a host is asked."""
        self._visited.add(host)

    def keep(
        self, url: str, status: int, attempt: int, headers: dict[str, str], body: bytes
    ) -> Answer:
        """Keep what a server sent, and return it."""
        self.fetched += 1
        now, name = self._clock().astimezone(UTC), hash_of(body)
        before = self.answers.latest(url) if status == 200 else None
        same = before is not None and before.body == name
        self.unchanged += same
        answer = Answer(
            url=url,
            at=now,
            changed_at=before.changed_at if before and same else now,
            status=status,
            attempt=attempt,
            headers=headers,
            body=name,
        )
        self.answers.keep(self.job, answer, None if same else body)
        return answer

    def keep_unchanged(self, before: Answer, attempt: int, headers: dict[str, str]) -> Answer:
        """Keep that a page is as it was *before*, as its server says, and return its answer."""
        self.fetched += 1
        self.unchanged += 1
        answer = Answer(
            url=before.url,
            at=self._clock().astimezone(UTC),
            changed_at=before.changed_at,
            status=before.status,
            attempt=attempt,
            headers={**before.headers, **headers},
            body=before.body,
        )
        self.answers.keep(self.job, answer, None)
        return answer

    def broke(self, error: ArchiveUnavailable) -> None:
        """Remember that the archive failed."""
        self.fault = self.fault or str(error)

    def settle(self, *, good: bool) -> None:
        """End the job: its hosts' next dates, and whether its run stands."""
        if self.mode is Mode.REPLAY:
            return
        self.readings.settle()
        self._hosts.settle(self.job, self._visited, self._clock())
        Jobs(self._file).end(self.job, good=good)
