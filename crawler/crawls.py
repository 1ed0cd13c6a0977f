"""Crawls from plan to report, with their archive: new ones, those that were cut off, and replays.

Settings and clocks come in as arguments; `crawler/__main__.py` composes them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawler import jobs, run
from crawler.archive.file import ArchiveFile
from crawler.archive.jobs import Jobs, Plan
from crawler.archive.session import Mode, Session
from crawler.progress import Clock, RunReport
from crawler.record import Outcome, Problem
from crawler.store import ListingStore
from crawler.suppression import Suppressed
from crawler.watching import Watch, nobody

CUT_OFF = "the run was cut off; it was taken up again by a later one"
NOBODY: Mapping[str, Any] = {"DOWNLOAD_HANDLERS": run.OFFLINE["DOWNLOAD_HANDLERS"]}
"""Settings on top of a crawl's own with which nothing at all can be fetched."""


class NothingToReplayError(LookupError):
    """Raised when the archive holds no good run of a source; says so, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """What a crawl works with."""

    store: ListingStore
    archive: ArchiveFile
    clock: Clock
    suppressed: Suppressed = field(default_factory=Suppressed)
    """Who is neither asked nor kept."""
    watch: Watch = nobody
    """Who sees how far a run is."""
    settings_for: Callable[[Sequence[Plan]], Mapping[str, Any]]
    """Scrapy's settings for some plans."""


def crawl(by: Crawl, plans: Sequence[Plan]) -> tuple[RunReport, ...]:
    """Do what is planned, and return a report of each run that was begun."""
    ids = Jobs(by.archive).plan(plans, by.clock())
    return _work(by, list(zip(ids, plans, strict=True)))


def resume(by: Crawl) -> tuple[RunReport, ...]:
    """Do what a crawl that was cut off left to do; () if nothing is.

    A source under way is gone through again from its beginning, but what it had fetched comes from
    the archive: no server is asked twice.
    """
    found = list(Jobs(by.archive).open())
    for _, plan in found:
        _close_cut_off(by, plan.source)
    return _work(by, found) if found else ()


def replay(by: Crawl, source: str) -> tuple[RunReport, ...]:
    """Read the pages of the source's last good run again, and ask nobody."""
    last = Jobs(by.archive).last_good(source)
    if last is None:
        raise NothingToReplayError(
            f"{by.archive.path} holds no good run of {source}: crawl it once with `run {source}`"
        )
    job, plan = last
    session = Session(by.archive, job, Mode.REPLAY, by.clock)
    settings = {**by.settings_for([plan]), **NOBODY}
    work = [jobs.job_of(plan, session, by.clock)]
    return _run(by, work, settings)


def _work(by: Crawl, found: Sequence[tuple[int, Plan]]) -> tuple[RunReport, ...]:
    wanted = [(job, _without_suppressed(plan, by.suppressed)) for job, plan in found]
    work = (jobs.job_of(plan, _session(by, job, plan), by.clock) for job, plan in wanted)
    settings = by.settings_for([plan for _, plan in found])
    return _run(by, list(work), settings)


def _run(by: Crawl, work: Sequence[run.Job], settings: Mapping[str, Any]) -> tuple[RunReport, ...]:
    return run.run_sources(
        by.store, work, settings, clock=by.clock, suppressed=by.suppressed, watch=by.watch
    )


def _without_suppressed(plan: Plan, suppressed: Suppressed) -> Plan:
    """Return a plan without the sites whose owners asked to be left out; they are not named."""
    sites = tuple(site for site in plan.sites if not suppressed.domain(site))
    if len(sites) == len(plan.sites):
        return plan
    what = f"{len(plan.sites) - len(sites)} sites were left out, as their owners asked"
    return replace(plan, sites=sites, problems=(*plan.problems, Problem(url="", what=what)))


def _session(by: Crawl, job: int, plan: Plan) -> Session:
    return Session(by.archive, job, Mode.DUE if plan.due_only else Mode.ALL, by.clock)


def _close_cut_off(by: Crawl, source: str) -> None:
    """Close the runs of *source* that a kill left open: the archive's lock says that none is."""
    for one in by.store.runs(source):
        if one.outcome is Outcome.RUNNING:
            by.store.finish_run(
                one,
                at=by.clock(),
                outcome=Outcome.FAILED,
                coverage=one.coverage,
                problems=[Problem(url="", what=CUT_OFF)],
            )
