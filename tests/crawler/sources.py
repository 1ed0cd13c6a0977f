"""Invented sources, run in a process of their own: a Scrapy reactor runs once in a process.

`python -m tests.crawler.sources STORE NAME...` runs them in order and prints the reports as JSON;
`PORT=` and `SITES=` arguments turn `clinic_sites` to the fixture web; `WATCH=1` prints how far each
run is instead.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from scrapy import Request

from crawler import run
from crawler.listing import Listing, Source
from crawler.progress import RunReport
from crawler.record import Run
from crawler.sources.clinic_sites import ClinicSitesSpider
from crawler.spider import ListingSpider
from crawler.store import SqlListingStore, StoreUnavailable
from crawler.watching import Mark, nobody
from tests.apart import ROOT, output_of
from tests.contracts.listings import SURVEY, listing
from tests.web.fetch import fixture_settings

__all__ = ["ROOT", "command", "run_apart"]


def _source(name: str) -> Source:
    return replace(SURVEY, name=name)


class GoodSpider(ListingSpider):
    """Yields three listings and notes a problem."""

    name = "good"
    source = _source("good")

    async def start(self) -> AsyncIterator[Any]:
        """Yield them."""
        self.note("invented.csv:4", "a row without a name")
        for key in ("a", "b", "c"):
            yield listing(key, source=self.source)


class BreaksSpider(ListingSpider):
    """Breaks after its first listing."""

    name = "breaks"
    source = _source("breaks")

    async def start(self) -> AsyncIterator[Any]:
        """Yield one, then break."""
        yield listing("a", source=self.source)
        raise KeyError("no such column")


class StillbornSpider(ListingSpider):
    """Breaks before it begins."""

    name = "stillborn"
    source = _source("stillborn")

    def __init__(self) -> None:
        super().__init__()
        raise OSError("the list is gone")

    async def start(self) -> AsyncIterator[Any]:
        """Never get here."""
        yield None


class FetchingSpider(ListingSpider):
    """Asks for a page although nobody named a contact."""

    name = "fetching"
    source = _source("fetching")

    async def start(self) -> AsyncIterator[Any]:
        """Ask for it."""
        yield Request("http://127.0.0.1:9/", callback=self.parse, errback=self.failed)

    def parse(self, response: Any) -> Iterator[Any]:
        """Never get here."""
        yield listing("fetched", source=self.source)


class SlowSpider(ListingSpider):
    """Yields one listing, says so, and takes its time for the next."""

    name = "slow"
    source = _source("slow")

    async def start(self) -> AsyncIterator[Any]:
        """Yield until stopped."""
        yield listing("a", source=self.source)
        sys.stderr.write("under way\n")
        sys.stderr.flush()
        await asyncio.sleep(60)
        yield listing("b", source=self.source)


class ManySpider(ListingSpider):
    """Yields more listings than are written at a time, and would take its time for the last."""

    name = "many"
    source = _source("many")

    async def start(self) -> AsyncIterator[Any]:
        """Yield them."""
        for number in range(500):
            yield listing(f"{number:03}", source=self.source)
        await asyncio.sleep(60)


class RepeatingSpider(ListingSpider):
    """Yields what no source should."""

    name = "repeating"
    source = _source("repeating")

    async def start(self) -> AsyncIterator[Any]:
        """Yield a listing twice, and another source's."""
        yield listing("a", source=self.source)
        yield listing("a", source=self.source)
        yield listing("b")


SPIDERS = {
    spider.name: spider
    for spider in (
        GoodSpider,
        BreaksSpider,
        StillbornSpider,
        FetchingSpider,
        SlowSpider,
        ManySpider,
        RepeatingSpider,
    )
}


class FullStore(SqlListingStore):
    """A store whose disk is full for the source `many`."""

    def add(self, run: Run, listings: Iterable[Listing]) -> None:
        """Raise for the one source."""
        if run.source.name == ManySpider.name:
            raise StoreUnavailable("the disk is full")
        super().add(run, listings)


def command(store: str, *words: str) -> list[str]:
    """Return the command that runs the sources named among *words*."""
    return [sys.executable, "-m", "tests.crawler.sources", store, *words]


def run_apart(store: str, *words: str) -> list[RunReport]:
    """Run sources in a process of their own; return their reports."""
    told = output_of("tests.crawler.sources", store, *words)
    return msgspec.json.decode(told, type=list[RunReport])


def _say(mark: Mark) -> None:
    sys.stdout.write(f"{mark.steps} {mark.done} {mark.total}\n")


def main() -> None:
    """Run the command line."""
    store_url, *words = sys.argv[1:]
    given = dict(word.split("=", 1) for word in words if "=" in word)
    settings = {**run.OFFLINE, "LOG_ENABLED": False}
    if "PORT" in given:
        settings = fixture_settings(int(given["PORT"])) | {"LOG_ENABLED": False}
    sites = [
        f"http://{host}:{given['PORT']}/" for host in given.get("SITES", "").split(",") if host
    ]
    arguments = {"sites": sites, "now": lambda: datetime.now(UTC)}
    limit = int(given.get("LIMIT", 0))
    jobs = [
        run.Job(spider=ClinicSitesSpider, arguments=arguments, limit=limit)
        if name == "clinic_sites"
        else run.Job(spider=SPIDERS[name], limit=limit)
        for name in words
        if "=" not in name
    ]
    with FullStore(store_url, create=True) as store:
        reports = run.run_sources(
            store,
            jobs,
            settings,
            clock=lambda: datetime.now(UTC),
            watch=_say if "WATCH" in given else nobody,
        )
    if "WATCH" not in given:
        sys.stdout.write(msgspec.json.encode(reports).decode())


if __name__ == "__main__":
    main()
