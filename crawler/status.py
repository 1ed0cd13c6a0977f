"""How each source is doing, as its runs tell; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.due import CADENCE, SLACK, source_due
from crawler.listing import Source
from crawler.record import Outcome, Problem, Run

RUNS_SHOWN = 24
"""The points of a sparkline."""
DEAD_AFTER = 5
"""So many runs in a row that do not stand: the source needs a person (after All the Places)."""


class Health(StrEnum):
    """How a source is, the worst first."""

    DEAD = "dead"
    """Its last five runs or more do not stand."""
    FAILING = "failing"
    """Its last run does not stand; an older one does, or none."""
    STALE = "stale"
    """It is overdue by more than its own cadence."""
    WARNED = "warned"
    """Its last run stands, with a warning."""
    NEVER_RUN = "never run"
    GOOD = "good"

    @property
    def exit_code(self) -> int:
        """Return 1 for a failure, 3 for a warning, 0 for all else, as `crawler.report` does."""
        if self in (Health.DEAD, Health.FAILING):
            return 1
        return 3 if self in (Health.STALE, Health.WARNED) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One source at a glance."""

    source: Source
    health: Health
    last_good: Run | None
    due_at: datetime | None
    """None if it need not be run again."""
    counts: tuple[int, ...]
    """Listings of its last runs that stand, the oldest first."""
    failures: int
    """Runs that do not stand, since the last that does."""
    problems: tuple[Problem, ...]
    """Of its last run."""
    last: Run | None
    """Its last run that ended, good or not."""


def status_of(source: Source, runs: Sequence[Run], now: datetime) -> Status:
    """Return how *source* is, by its *runs*, the newest first."""
    ended = [run for run in runs if run.finished and run.outcome is not Outcome.TRIAL]
    good = [run for run in ended if run.outcome.stands]
    failures = next((n for n, run in enumerate(ended) if run.outcome.stands), len(ended))
    due_at = source_due(source.kind, runs)
    return Status(
        source=source,
        health=_health(source, ended, failures, due_at, now),
        last_good=good[0] if good else None,
        due_at=due_at,
        counts=tuple(run.coverage.listings for run in reversed(good[:RUNS_SHOWN])),
        failures=failures,
        problems=ended[0].problems if ended else (),
        last=ended[0] if ended else None,
    )


def _health(
    source: Source, ended: Sequence[Run], failures: int, due_at: datetime | None, now: datetime
) -> Health:
    if not ended:
        return Health.NEVER_RUN
    if failures:
        return Health.DEAD if failures >= DEAD_AFTER else Health.FAILING
    late = CADENCE.get(source.kind, timedelta.max)
    if due_at is not None and now - due_at > late + SLACK:
        return Health.STALE
    return Health.WARNED if ended[0].outcome is Outcome.WARNED else Health.GOOD


def when_due(status: Status, now: datetime) -> str:
    """Return when a source is to be run, in words."""
    if status.due_at is None:
        return "-"
    return "now" if status.due_at <= now else f"{status.due_at:%Y-%m-%d %H:%M}"
