"""Runs spiders one after another in this process, and keeps what they find; knows no site."""

import asyncio
import gc
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.archive.file import ArchiveUnavailable
from crawler.archive.middleware import SETTING
from crawler.archive.session import Mode, Session
from crawler.ear import Ear
from crawler.interface import InterfaceSpider
from crawler.listing import Source, SourceKind
from crawler.manners.suppressed_hosts import SETTING as SUPPRESSED
from crawler.progress import Clock, Progress, RunReport, Terms
from crawler.record import Problem
from crawler.spider import ListingSpider
from crawler.store import ListingStore
from crawler.suppression import Suppressed
from crawler.watching import Mark, Watch, nobody, watched

__all__ = [
    "OFFLINE",
    "Job",
    "RunReport",
    "goes_online",
    "narrows",
    "run_sources",
    "spiders",
    "visits_sites",
]

OFFLINE: Mapping[str, Any] = {
    "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "http", "https", "s3")),
    # Loading Scrapy's other components takes most of a second, and there is nothing for them to do.
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {"scrapy.extensions.corestats.CoreStats": 0},
}
"""Settings for packaged sources: who names no contact can fetch nothing."""
OBJECTS_BETWEEN_LOOKS = 50_000
"""Made and not yet freed, until Python looks for circles among them: a page is made of thousands,
and at the usual 700 an eighth of a crawl's processor time goes into looking."""
FINISHED = "finished"
"""Scrapy's reason for the end of a crawl that was not cut short."""
INTERRUPTED = "shutdown"
"""Scrapy's reason for the end of a crawl after Ctrl-C."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A spider to run."""

    spider: type[ListingSpider]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What the spider is made with."""
    problems: Sequence[Problem] = ()
    """What went wrong before it could start, such as a bad line in the list of sites."""
    states: Sequence[str] = ()
    """What the run is narrowed to, by postal code; none: it is not."""
    source: Source | None = None
    """Who says so, where the spider's own `source` is too general; None: that one."""
    limit: int = 0
    """Listings at most, which makes the run a trial; 0: no limit."""
    accept_fewer: bool = False
    """Whether the run is good although far fewer listings came than last time."""
    session: Session | None = None
    """What the job has fetched and may take over; None: nothing is kept."""


def spiders() -> dict[str, type[ListingSpider]]:
    """Return every spider in `crawler.sources`, by name: a new file there is a new source."""
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.sources"]}))
    found = ((name, loader.load(name)) for name in sorted(loader.list()))
    return {name: spider for name, spider in found if issubclass(spider, ListingSpider)}


def goes_online(spider: type[ListingSpider]) -> bool:
    """Whether a spider asks anything of others' servers: it then needs a contact."""
    return visits_sites(spider) or narrows(spider)


def narrows(spider: type[ListingSpider]) -> bool:
    """Whether a run of the spider can be narrowed to some states."""
    return issubclass(spider, InterfaceSpider)


def visits_sites(spider: type[ListingSpider]) -> bool:
    """Whether a spider visits clinics' own sites: it then needs their list, and a contact."""
    return spider.source.kind is SourceKind.SITE


def run_sources(
    store: ListingStore,
    jobs: Iterable[Job],
    settings: Mapping[str, Any],
    *,
    clock: Clock,
    suppressed: Suppressed = Suppressed(),  # noqa: B008  # frozen, and empty
    watch: Watch = nobody,
) -> tuple[RunReport, ...]:
    """Run *jobs* in order and return a report of each that was begun.

    Whoever is on the list *suppressed* is neither asked nor kept; *watch* sees how far it is.

    A source that fails leaves its last good run standing, and the others go on. Ctrl-C fails
    the source under way and begins no other; what it fetched is kept, and its job left open.
    Twisted allows this once in a process.
    """
    _look_for_garbage_seldom()
    process = AsyncCrawlerProcess(Settings({**settings, SUPPRESSED: suppressed}))
    runner = _Runner(process, store, clock, suppressed, watch)
    driver = asyncio.get_event_loop().create_task(runner.run_all(jobs))
    driver.add_done_callback(_stop_reactor)
    process.start(stop_after_crawl=False)
    if not driver.done():
        driver.cancel()
    elif not driver.cancelled():
        driver.result()
    return runner.reports()


def _look_for_garbage_seldom() -> None:
    gc.freeze()  # what is there now stays: no look goes over it again
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)


def _stop_reactor(_: object) -> None:
    from twisted.internet import reactor  # importing it earlier would install the wrong one

    with suppress(RuntimeError):  # Ctrl-C has stopped it already
        reactor.stop()  # type: ignore[misc]


class _Runner:
    """Runs one crawl after the other on the process's reactor."""

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        store: ListingStore,
        clock: Clock,
        suppressed: Suppressed,
        watch: Watch,
    ) -> None:
        self._process = process
        self._watch = watch
        self._suppressed = suppressed
        self._store = store
        self._clock = clock
        self._reports: list[RunReport] = []
        self._under_way: tuple[Job, Progress] | None = None

    async def run_all(self, jobs: Iterable[Job]) -> None:
        """Run every job; stop after one that was interrupted."""
        for job in jobs:
            if await self._run(job) == INTERRUPTED:
                return

    def reports(self) -> tuple[RunReport, ...]:
        """Return the reports; settle the run that a second Ctrl-C left unsettled."""
        if self._under_way is not None:
            job, progress = self._under_way
            progress.fail("the run was interrupted")
            self._settle(job, progress, None)
        return tuple(self._reports)

    async def _run(self, job: Job) -> str:
        """Run one job to its report; return Scrapy's reason for the end."""
        source = job.source or job.spider.source
        progress = Progress(self._store, source, self._clock, self._suppressed)
        self._under_way = job, progress
        progress.begin()
        crawler = self._process.create_crawler(job.spider)
        ear = Ear(crawler, progress, job.limit)
        reason = "not begun"
        if not progress.failed:
            crawl = self._process.crawl(crawler, **_arguments(job, crawler))
            # Watched, not awaited: whatever a spider raises is its own source's failure.
            await watched(crawl, lambda: _mark(job, crawler, progress), self._watch)
            self._watch(replace(_mark(job, crawler, progress), ended=True))
            reason = ear.reason
            if fault := crawl.exception():
                progress.fail(f"the spider broke: {fault!r}")
            elif reason != FINISHED and not progress.failed:
                progress.fail(f"the crawl was cut short ({reason})")
        for failure in getattr(crawler.spider, "failures", ()):
            progress.fail(failure)
        self._settle(job, progress, crawler.spider)
        if job.session and reason != INTERRUPTED:
            _end(job.session, good=self._reports[-1].outcome.stands)
        return reason

    def _settle(self, job: Job, progress: Progress, spider: Spider | None) -> None:
        self._under_way = None
        if job.session and job.session.fault:
            progress.fail(job.session.fault)
        terms = Terms(
            trial=job.limit > 0,
            narrowed_to=job.states,
            accept_fewer=job.accept_fewer,
            looked=job.session is None or job.session.mode is not Mode.REPLAY,
            nationwide=narrows(job.spider) and not job.states,
            shape=getattr(spider, "shape", None),
        )
        report = progress.settle((*job.problems, *getattr(spider, "problems", ())), terms)
        if (of := job.session) is not None:
            report = replace(report, fetched=of.fetched, unchanged=of.unchanged, read=of.read)
        self._reports.append(report)


def _mark(job: Job, crawler: Crawler, progress: Progress) -> Mark:
    """Return how far a job is; at its very beginning there is no spider yet."""
    told = spider if isinstance(spider := crawler.spider, ListingSpider) else job.spider
    return Mark(
        source=progress.source,
        steps=told.steps,
        done=told.done,
        total=told.total,
        answers=job.session.fetched if job.session else 0,
        listings=progress.count,
        seconds=progress.seconds,
    )


def _arguments(job: Job, crawler: Crawler) -> dict[str, Any]:
    """Return what the spider is made with, and let the crawl keep what it fetches."""
    arguments = dict(job.arguments)
    if job.session is not None:
        # Not before: Scrapy copies its settings deeply, and a session is an open file.
        crawler.settings.set(SETTING, job.session)
        if "now" in arguments:
            arguments["now"] = job.session.moment
    return arguments


def _end(session: Session, *, good: bool) -> None:
    """Close the job; where the archive fails now it stays open, and can be resumed."""
    with suppress(ArchiveUnavailable):
        session.settle(good=good)
