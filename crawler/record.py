"""What is remembered of runs and of what they found; stdlib only, decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crawler.listing import Listing, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that went wrong in a run and did not stop it."""

    url: str
    """The page, or the file and line."""
    what: str
    """In words a maintainer can act on."""


class Outcome(StrEnum):
    """How a run ended; only a run that stands replaces the source's listings."""

    RUNNING = "running"
    """Begun and not finished: still at work, or killed."""
    GOOD = "good"
    WARNED = "warned"
    """It stands, but a maintainer should look."""
    FAILED = "failed"
    NOT_PERMITTED = "not permitted"
    """Every page asked for was closed to us by its site's robots.txt."""
    TRIAL = "trial"
    """Cut short on purpose, so it says nothing about what is missing."""

    @property
    def stands(self) -> bool:
        """Whether such a run becomes the source's last good run."""
        return self in (Outcome.GOOD, Outcome.WARNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many listings a run gave, and how many of them say each field."""

    listings: int = 0
    phone: int = 0
    address: int = 0
    website: int = 0
    alike: Mapping[str, int] = field(default_factory=dict)
    """By trait, such as "phone": how many listings share its most frequent value. Empty: the run
    is older than the count."""
    states: int = 0
    """How many states of the US its addresses name."""
    rows: int = 0
    """Rows of a register that the listings were taken from; 0 where the source is none."""
    fields: Mapping[str, int] = field(default_factory=dict)
    """By the register's own word: how many of the rows say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a run that stands changed against the one that stood before."""

    new: int = 0
    """Listings that were neither present nor missing before."""
    changed: int = 0
    """Listings whose words differ; a later date on the same words is no change."""
    missing: int = 0
    """Listings of the run before that this one does not give: kept, and marked."""
    withdrawn: int = 0
    """Listings that were missing already, and are now dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one source."""

    id: int
    source: Source
    started: datetime
    """UTC."""
    finished: datetime | None = None
    """UTC; None while it runs, and for ever if it was killed."""
    outcome: Outcome = Outcome.RUNNING
    coverage: Coverage = Coverage()
    changes: Changes = Changes()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredListing:
    """A current listing, with what only the store knows of it."""

    listing: Listing
    first_seen: datetime
    """When the first run that gave it began, UTC; survives absence."""
    changed_at: datetime | None = None
    """When the first run that gave it in its present words began, UTC; a replay moves no date.
    None if that was before stores kept it."""
    run: int | None = None
    """The id of the last run that gave it; None as above."""
    missing_since: datetime | None = None
    """When the last good run ended without it, UTC; None while it is present."""
