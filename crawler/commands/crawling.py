"""What every crawl begins and ends with: its files, its list, its report."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NoReturn

import click
import msgspec

from crawler import crawls, jobs, report, suppression
from crawler.alarm import Alarm
from crawler.archive.file import ArchiveFile, alone
from crawler.archive.pruning import prune
from crawler.commands.options import MEGABYTE, Place, sound
from crawler.commands.watching import watch_on
from crawler.database import shown
from crawler.progress import RunReport
from crawler.store import SqlListingStore


@contextmanager
def crawling(place: Place, keep_mb: int, *, verbose: bool) -> Iterator[crawls.Crawl]:
    """Give what a crawl works with, alone with its archive; prune that afterwards.

    *keep_mb* is how large the archive may grow; 0: it is not pruned.
    """
    listed = suppression.suppressed(place.suppressed)
    with (
        SqlListingStore(place.store_url, create=True) as store,
        alone(place.pages),
        ArchiveFile(place.pages) as archive,
    ):
        yield crawls.Crawl(
            store=store,
            archive=archive,
            clock=lambda: datetime.now(UTC),
            suppressed=listed,
            watch=watch_on(sys.stderr, verbose=verbose),
            settings_for=lambda plans: jobs.settings_of(plans, verbose=verbose),
        )
        if keep_mb and prune(archive, keep_mb * MEGABYTE).over:
            click.echo(
                f"The page archive {place.pages} is larger than {keep_mb} MB, and the last good "
                "runs need all of it: allow more with --keep-pages.",
                err=True,
            )


def end(reports: Sequence[RunReport], store_url: str, alarm: Alarm, *, as_json: bool) -> NoReturn:
    """Tell what came of a crawl, and end with its code, whatever becomes of the telling."""
    code = report.exit_code(reports)
    _print(reports, shown(store_url), as_json=as_json)
    sys.stdout.flush()
    if code:
        sound(alarm, reports, code)
    sys.exit(code)


def _print(reports: Sequence[RunReport], store: str, *, as_json: bool) -> None:
    if as_json:
        told = {"store": store, "exit_code": report.exit_code(reports), "runs": reports}
        click.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
        return
    click.echo(report.summary(reports))
    click.echo(f"\nThe listings are in {store}")
