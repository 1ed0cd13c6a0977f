"""When a source is to be run and a host to be asked again; pure.

A source comes round at the pace of its kind (`CADENCE`), a day later after a run that does not
stand. Of the clinics' sites each such run asks only the hosts that are due: sooner if they change,
later if they do not.

| a visit found                     | the next one comes after            |
|-----------------------------------|-------------------------------------|
| nothing known before              | 7 days                              |
| a page that changed               | half the interval, at least 1 day   |
| every page as it was              | 1.5 times the interval, at most 30 days |
| no page at all, or a refusal      | 1 day; the interval stays           |
| a Retry-After longer than that    | what it asks for, at most 30 days   |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.listing import SourceKind
from crawler.record import Outcome, Run

CADENCE: Mapping[SourceKind, timedelta] = {
    SourceKind.SITE: timedelta(days=1),  # the hosts that are due, no more
    SourceKind.REGISTER: timedelta(days=7),
    SourceKind.RECORDS: timedelta(days=30),  # published once a year
}
"""How often a kind of source is run; one that is not here asks nobody, and is run once."""
AGAIN_AFTER = timedelta(days=1)
"""How soon a run that does not stand is tried again."""
FIRST = timedelta(days=7)
SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=30)
"""A clinic's page that says it has closed is seen after a month at the latest."""
SLACK = timedelta(hours=1)
"""A schedule that comes round a little early still finds its hosts due."""


def source_due(kind: SourceKind, runs: Sequence[Run]) -> datetime | None:
    """Return when a source is to be run again, after *runs*, the newest first.

    The beginning of time if it never was; None if it need not be: it would say the same.
    """
    ended = [run for run in runs if run.finished and run.outcome is not Outcome.TRIAL]
    if not ended or ended[0].finished is None:
        return datetime.min.replace(tzinfo=UTC)
    cadence = CADENCE.get(kind)
    if ended[0].outcome.stands:
        return None if cadence is None else ended[0].finished + cadence
    return ended[0].finished + min(cadence or AGAIN_AFTER, AGAIN_AFTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit to a host came to."""

    at: datetime
    had: bool
    """Whether any page was had."""
    changed: bool = False
    """Whether any page that was known before had changed."""
    retry_after_s: float = 0.0
    """What the host asked for when it refused us, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a host is to be asked again."""

    interval: timedelta
    checked_at: datetime
    due_at: datetime

    def is_due(self, now: datetime) -> bool:
        """Whether the host is to be asked now."""
        return now >= self.due_at - SLACK


def next_due(before: Due | None, visit: Visit) -> Due:
    """Return when a host is to be asked again after a visit; *before* is None for the first."""
    interval = before.interval if before else FIRST
    wait = SHORTEST
    if visit.had:
        interval = _moved(interval, changed=visit.changed) if before else interval
        wait = interval
    asked_for = timedelta(seconds=min(visit.retry_after_s, LONGEST.total_seconds()))
    return Due(interval=interval, checked_at=visit.at, due_at=visit.at + max(wait, asked_for))


def _moved(interval: timedelta, *, changed: bool) -> timedelta:
    return max(SHORTEST, interval / 2) if changed else min(LONGEST, interval * 1.5)
