"""Runs spiders of public interfaces against the fixture web, in one process of its own.

A Scrapy reactor runs once in a process, so the tests call `run_apart` with all their cases, which
runs this module: `python -m tests.crawler.interfaces.errand TASK`, where TASK is JSON.
"""

import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from crawler import run
from crawler.listing import Listing
from crawler.progress import RunReport
from crawler.record import Run
from crawler.store import SqlListingStore
from tests.apart import output_of
from tests.web.fetch import fixture_settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Case(msgspec.Struct, kw_only=True):
    """One run of one spider; the host is on the fixture web."""

    source: str
    host: str
    states: tuple[str, ...] = ()
    limit: int = 0


class Task(msgspec.Struct, kw_only=True):
    """All runs, and where the fixture web is."""

    port: int
    cases: Sequence[Case]


class Outcome(msgspec.Struct, kw_only=True):
    """What came of one run: its report, and the listings that it found, counted or not."""

    report: RunReport
    listings: tuple[Listing, ...]

    def trouble(self) -> list[str]:
        """Return what went wrong."""
        return [problem.what for problem in self.report.problems]


class ForgetfulStore(SqlListingStore):
    """A store in which each run is a source's first, and that tells what was put into it."""

    def __init__(self, url: str) -> None:
        super().__init__(url, create=True)
        self.added: dict[int, list[Listing]] = {}

    def begin_run(self, source: object, at: datetime) -> Run:
        """Open a run, and a list for what it finds."""
        opened = super().begin_run(source, at)  # type: ignore[arg-type]
        self.added[opened.id] = []
        return opened

    def add(self, run: Run, listings: Iterable[Listing]) -> None:
        """Keep the listings, and remember them."""
        listings = list(listings)
        self.added[run.id] += listings
        super().add(run, listings)

    def last_good_run(self, source: str) -> Run | None:
        """Return None: the cases are judged one by one."""
        return None


def run_apart(port: int, cases: Sequence[Case]) -> list[Outcome]:
    """Run *cases* in a process of their own; return what came of each, in their order."""
    task = msgspec.json.encode(Task(port=port, cases=cases)).decode()
    told = output_of("tests.crawler.interfaces.errand", task, timeout_s=300)
    return msgspec.json.decode(told, type=list[Outcome])


def _job(case: Case, port: int) -> run.Job:
    arguments = {
        "now": lambda: NOW,
        "states": case.states,
        "limit": case.limit,
        "endpoint": f"http://{case.host}:{port}/interface",
    }
    return run.Job(spider=run.spiders()[case.source], arguments=arguments, states=case.states)


def main() -> None:
    """Run the task of the command line and print what came of it."""
    task = msgspec.json.decode(sys.argv[1], type=Task)
    settings = fixture_settings(task.port) | {
        "LOG_ENABLED": False,
        "RETRY_TIMES": 0,
        "DOWNLOAD_DELAY": 0.001,
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        ForgetfulStore(f"sqlite:///{folder}/clinics.sqlite") as store,
    ):
        reports = run.run_sources(
            store, [_job(case, task.port) for case in task.cases], settings, clock=lambda: NOW
        )
        found = [tuple(listings) for _, listings in sorted(store.added.items())]
    outcomes = [
        Outcome(report=report, listings=listings)
        for report, listings in zip(reports, found, strict=True)
    ]
    sys.stdout.write(msgspec.json.encode(outcomes).decode())


if __name__ == "__main__":
    main()
