"""The jobs of a crawl, as they were planned: what is still to be done after a kill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from crawler.archive.file import ArchiveFile
from crawler.record import Problem


class State(StrEnum):
    """How far a job is."""

    OPEN = "open"
    """Planned or under way; or its process was killed."""
    GOOD = "good"
    """Its run stands, or stood until a later one did."""
    ENDED = "ended"
    """Its run does not stand, or was given up for a later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What it takes to run one source, now or again after a kill."""

    source: str
    sites: tuple[str, ...] = ()
    """The clinics' websites to visit."""
    states: tuple[str, ...] = ()
    """What the run is narrowed to, by postal code; () if it is not."""
    limit: int = 0
    """Listings at most; 0: no limit."""
    accept_fewer: bool = False
    due_only: bool = False
    """Whether hosts that are not due are not asked, and their last answers taken over."""
    files: tuple[str, ...] = ()
    """The lists that were handed in, by absolute path."""
    columns: str = ""
    """The map of their columns, by absolute path."""
    contact: str = ""
    """Where a site's owner finds us; "" if nobody is asked."""
    problems: tuple[Problem, ...] = ()
    """What went wrong before it could start, such as a bad line in the list of sites."""


class Jobs:
    """The queue of an archive, and what became of its jobs."""

    def __init__(self, file: ArchiveFile) -> None:
        self._file = file

    def plan(self, plans: Sequence[Plan], at: datetime) -> list[int]:
        """Note what is to be done, all at once; return the jobs' ids.

        What was left open of the same sources is given up: this does it anew.
        """
        with self._file.transaction():
            for plan in plans:
                self._file.db.execute(
                    "UPDATE job SET state = ? WHERE source = ? AND state = ?",
                    (State.ENDED, plan.source, State.OPEN),
                )
            return [self._insert(plan, at) for plan in plans]

    def open(self) -> Iterator[tuple[int, Plan]]:
        """Yield the jobs that are not ended, in their order."""
        for job_id, plan in self._rows("SELECT id, plan FROM job WHERE state = ?", State.OPEN):
            yield job_id, msgspec.json.decode(plan, type=Plan)

    def end(self, job: int, *, good: bool) -> None:
        """Close a job."""
        with self._file.guarded():
            self._file.db.execute(
                "UPDATE job SET state = ? WHERE id = ?", (State.GOOD if good else State.ENDED, job)
            )

    def last_good(self, source: str) -> tuple[int, Plan] | None:
        """Return the last job of *source* whose run stood; None if none did."""
        query = "SELECT id, plan FROM job WHERE source = ? AND state = ? ORDER BY id DESC LIMIT 1"
        found = self._rows(query, source, State.GOOD)
        return next(((one, msgspec.json.decode(plan, type=Plan)) for one, plan in found), None)

    def _insert(self, plan: Plan, at: datetime) -> int:
        cursor = self._file.db.execute(
            "INSERT INTO job (source, plan, planned_at, state) VALUES (?, ?, ?, ?)",
            (plan.source, msgspec.json.encode(plan).decode(), at.isoformat(), State.OPEN),
        )
        return cursor.lastrowid or 0

    def _rows(self, query: str, *parameters: object) -> list[tuple[int, str]]:
        with self._file.guarded():
            return self._file.db.execute(query, parameters).fetchall()
