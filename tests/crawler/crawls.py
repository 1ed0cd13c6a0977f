"""Crawls of the fixture web with their archive, in a process of its own.

`python -m tests.crawler.crawls crawl STORE PORT --at 2026-11-02T09:00 --site alderlight.example`
prints the reports as JSON. The archive lies beside the store. The tests call `crawls`.
"""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from crawler import crawls as product
from crawler.archive.file import ArchiveFile, alone
from crawler.archive.jobs import Plan
from crawler.database import beside, list_beside
from crawler.progress import RunReport
from crawler.store import SqlListingStore
from crawler.suppression import Suppressed, suppressed
from tests.apart import output_of
from tests.web.fetch import fixture_settings

AT = "2026-11-02T09:00"


def command(what: str, store: str, port: int, *words: str) -> list[str]:
    """Return the command line of a crawl."""
    return [sys.executable, "-m", "tests.crawler.crawls", what, store, str(port), *words]


def crawls(what: str, store: str, port: int, *sites: str, at: str = AT, **extra: str) -> RunReport:
    """Do what is said to *sites* and return the one report there is."""
    words = [*(f"--site={site}" for site in sites), f"--at={at}"]
    words += [f"--{name}={value}" for name, value in extra.items()]
    [report] = all_reports(what, store, port, *words)
    return report


def all_reports(
    what: str, store: str, port: int, *words: str, timeout_s: int = 120
) -> list[RunReport]:
    """Do what is said and return all reports."""
    told = output_of("tests.crawler.crawls", what, store, str(port), *words, timeout_s=timeout_s)
    return msgspec.json.decode(told, type=list[RunReport])


def by(
    store: SqlListingStore, archive: ArchiveFile, port: int, at: datetime, listed: Suppressed
) -> product.Crawl:
    """Return what a crawl of the fixture web works with; its clock starts at *at*."""
    begun = time.monotonic()

    def settings(plans: Sequence[Plan]) -> Mapping[str, Any]:
        return fixture_settings(port) | {"LOG_ENABLED": False}

    def clock() -> datetime:
        return at + timedelta(seconds=time.monotonic() - begun)

    return product.Crawl(
        store=store, archive=archive, clock=clock, settings_for=settings, suppressed=listed
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["crawl", "due", "resume", "replay"])
    parser.add_argument("store")
    parser.add_argument("port", type=int)
    parser.add_argument("--at", default=AT)
    parser.add_argument("--site", action="append", default=[])
    parser.add_argument("--first", default="")
    args = parser.parse_args()
    at = datetime.fromisoformat(args.at).replace(tzinfo=UTC)
    sites = tuple(f"http://{site}:{args.port}/" for site in args.site)
    plan = Plan(source="clinic_sites", sites=sites, due_only=args.what == "due")
    pages: Path = beside(args.store)
    with (
        SqlListingStore(args.store, create=True) as store,
        alone(pages),
        ArchiveFile(pages) as archive,
    ):
        with_what = by(store, archive, args.port, at, suppressed(list_beside(args.store)))
        if args.what == "resume":
            reports = product.resume(with_what)
        elif args.what == "replay":
            reports = product.replay(with_what, "clinic_sites")
        else:
            plans = [replace(plan, source=args.first, sites=())] if args.first else []
            reports = product.crawl(with_what, [*plans, plan])
    sys.stdout.write(msgspec.json.encode(reports).decode())


if __name__ == "__main__":
    main()
