"""Crawls hosts of the fixture web in a process of its own and prints what the spider found.

`python -m tests.web.crawl --port 8080 --hosts alderlight.example,mossgate.example` prints one JSON
object a line: {"listing": ...} or {"problem": ...}. The tests call `crawl`, which runs it.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

from crawler.health import Problem
from crawler.listing import Listing
from crawler.sources.clinic_sites import ClinicSitesSpider
from tests.apart import output_of
from tests.web.fetch import fixture_settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the output."""

    listing: Listing | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Crawled:
    """What one crawl gave."""

    listings: list[Listing]
    problems: list[Problem]

    def of(self, host: str) -> list[Listing]:
        """Return the listings of one host."""
        return [found for found in self.listings if f"//{host}:" in found.website]

    def trouble(self, host: str) -> list[str]:
        """Return what went wrong at one host."""
        return [found.what for found in self.problems if f"//{host}:" in found.url]


def crawl(port: int, hosts: Sequence[str]) -> Crawled:
    """Crawl some hosts of the fixture web as the product would."""
    told = output_of("tests.web.crawl", f"--port={port}", f"--hosts={','.join(hosts)}")
    lines = [msgspec.json.decode(line, type=Line) for line in told.splitlines()]
    return Crawled(
        [line.listing for line in lines if line.listing],
        [line.problem for line in lines if line.problem],
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--hosts", required=True)
    args = parser.parse_args()
    process = AsyncCrawlerProcess(fixture_settings(args.port))
    crawler = process.create_crawler(ClinicSitesSpider)
    lines: list[Line] = []

    def scraped(item: Listing) -> None:
        lines.append(Line(listing=item))

    def closed(spider: ClinicSitesSpider) -> None:
        lines.extend(Line(problem=problem) for problem in spider.problems)

    crawler.signals.connect(scraped, signal=signals.item_scraped)
    crawler.signals.connect(closed, signal=signals.spider_closed)
    sites = [f"http://{host}:{args.port}/" for host in args.hosts.split(",")]
    process.crawl(crawler, sites=sites, now=lambda: NOW)
    process.start()
    for line in lines:
        sys.stdout.write(msgspec.json.encode(line).decode() + "\n")


if __name__ == "__main__":
    main()
