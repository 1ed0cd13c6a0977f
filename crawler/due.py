"""When a host is to be asked again: sooner if it changes, later if it does not; pure.

| a visit found                     | the next one comes after            |
|-----------------------------------|-------------------------------------|
| nothing known before              | 7 days                              |
| a page that changed               | half the interval, at least 1 day   |
| every page as it was              | 1.5 times the interval, at most 30 days |
| no page at all, or a refusal      | 1 day; the interval stays           |
| a Retry-After longer than that    | what it asks for, at most 30 days   |
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST = timedelta(days=7)
SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=30)
"""A clinic's page that says it has closed is seen after a month at the latest."""
SLACK = timedelta(hours=1)
"""A schedule that comes round a little early still finds its hosts due."""


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
