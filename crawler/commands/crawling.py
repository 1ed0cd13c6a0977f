"""Crawls: `run`, `resume` and `replay`."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from crawler import crawls, jobs, outlook, report, suppression
from crawler.alarm import Alarm
from crawler.archive.file import ArchiveFile, alone
from crawler.archive.hosts import Hosts
from crawler.archive.jobs import Plan
from crawler.archive.pruning import prune
from crawler.commands.options import (
    MEGABYTE,
    alarm_option,
    contact_option,
    json_option,
    keep_option,
    naming_the_mend,
    pages_option,
    sound,
    store_if_there,
    store_option,
    suppressed_option,
    verbose_option,
)
from crawler.database import beside, list_beside, shown
from crawler.progress import RunReport
from crawler.spider import ListingSpider
from crawler.store import SqlListingStore

PACKAGED = ("starter", "seeds")
"""What is run when no source is named: nothing outside is asked."""


@click.command("run")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@store_option
@pages_option
@suppressed_option
@keep_option
@click.option(
    "--sites",
    "sites_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The clinics' websites to crawl, one address a line; # begins a comment. A bad line is "
    "reported and the rest is taken. Without it: the websites that the other sources list.",
)
@contact_option
@click.option(
    "--listings",
    "listings_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of clinics for `listings_file`: CSV, JSON Lines, JSON or GeoJSON. May be given "
    "several times: all lists of one run together are the source.",
)
@click.option(
    "--columns",
    "columns_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which column of the lists says what, whose they are and when they were read, in TOML; "
    "docs/listings-file.md has an example.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="ST",
    help="Only this state of the US, by its postal code, such as MD; may be given several times. "
    "For sources that can narrow (`sources` tells which). The listings count only if what the "
    "source had before lies in these states, too.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Try: at most N sites, and at most N listings of each source. The listings count only "
    "if the source had no good run before.",
)
@click.option(
    "--accept-fewer",
    is_flag=True,
    help="Take a run as good although far fewer listings came than last time: for a list of "
    "sites that you have shortened yourself.",
)
@click.option(
    "--due",
    "due_only",
    is_flag=True,
    help="Of the clinics' sites ask only those that are due; what the others said last is taken "
    "over, with its date. A site that changes is due sooner, after 1 to 30 days.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Only say what would be asked for, and from whom: nothing is fetched, nothing is stored.",
)
@json_option
@verbose_option
@alarm_option
@naming_the_mend
def run_command(
    sources: tuple[str, ...],
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    keep_mb: int,
    sites_file: Path | None,
    listings_files: tuple[Path, ...],
    columns_file: Path | None,
    contact: str,
    states: tuple[str, ...],
    limit: int | None,
    due_only: bool,
    accept_fewer: bool,
    dry_run: bool,
    as_json: bool,
    verbose: bool,
    alarm: Alarm,
) -> None:
    """Run each SOURCE and keep its listings; without a name, the packaged `starter` and `seeds`.

    A run counts only if it finishes well. If it fails, is interrupted or killed, or gives far
    fewer listings than the last good run, that one stands, and the exit code says so. A listing
    that is not found any more is marked missing, and dropped after two good runs without it.

    Every page is kept in an archive beside the store. The next run asks a server only for what
    has changed since, and reads only that. A run that was cut off goes on with `resume`.

    On clinics' own sites we obey robots.txt, ask for one page at a time, and wait when a site
    says so. No option changes that. Ctrl-C ends the run cleanly.

    \b
    Exit codes:
      0  every source is good
      1  a source failed, or the store cannot be used
      2  the command line is wrong
      3  a source stands with a warning: look at it
      4  a source's sites do not permit us to read them
    """
    spiders = jobs.chosen(sources or PACKAGED)
    template = Plan(
        source="",
        states=jobs.within(states, spiders),
        limit=limit or 0,
        accept_fewer=accept_fewer,
        due_only=due_only,
        files=tuple(str(file.absolute()) for file in listings_files),
        columns=str(columns_file.absolute()) if columns_file else "",
        contact=contact,
    )
    if dry_run:
        _tell_plans(spiders, template, store_url, pages_file, sites_file)
        return
    jobs.settings_for(spiders, contact, verbose=verbose)  # refuses before anything is made
    jobs.check_lists(spiders, template)
    with _crawl(store_url, pages_file, suppressed_file, keep_mb, verbose=verbose) as by:
        plans = jobs.plans_for(spiders, by.store, template, sites_file=sites_file)
        reports = crawls.crawl(by, plans)
    _end(reports, store_url, alarm, as_json=as_json)


@click.command("resume")
@store_option
@pages_option
@suppressed_option
@keep_option
@json_option
@verbose_option
@alarm_option
@naming_the_mend
def resume_command(
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    keep_mb: int,
    as_json: bool,
    verbose: bool,
    alarm: Alarm,
) -> None:
    """Go on with a run that was cut off: by a kill, a crash or Ctrl-C.

    What had been fetched comes from the page archive, so that no server is asked twice for a page;
    the sources that had not begun are run as they were asked for. Exit codes are those of `run`;
    0 too if there is nothing to go on with.
    """
    with _crawl(store_url, pages_file, suppressed_file, keep_mb, verbose=verbose) as by:
        reports = crawls.resume(by)
    if not reports:
        click.echo("There is nothing to resume: no run was cut off.", err=as_json)
        return
    _end(reports, store_url, alarm, as_json=as_json)


@click.command("replay")
@click.argument("source")
@store_option
@pages_option
@suppressed_option
@json_option
@verbose_option
@naming_the_mend
def replay_command(
    source: str,
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Read the pages of SOURCE's last good run again, out of the archive; ask nobody.

    For when we have learnt to read better. With the same program it gives the same listings, bit
    for bit. The run is judged as any other; exit codes are those of `run`.
    """
    jobs.chosen([source])
    with _crawl(store_url, pages_file, suppressed_file, 0, verbose=verbose) as by:
        try:
            reports = crawls.replay(by, source)
        except crawls.NothingToReplayError as error:
            raise click.ClickException(str(error)) from error
    _end(reports, store_url, Alarm(), as_json=as_json)


@contextmanager
def _crawl(
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    keep_mb: int,
    *,
    verbose: bool,
) -> Iterator[crawls.Crawl]:
    """Give what a crawl works with, alone with its archive; prune that afterwards."""
    pages = pages_file or beside(store_url)
    listed = suppression.suppressed(suppressed_file or list_beside(store_url))
    with (
        SqlListingStore(store_url, create=True) as store,
        alone(pages),
        ArchiveFile(pages) as archive,
    ):
        yield crawls.Crawl(
            store=store,
            archive=archive,
            clock=lambda: datetime.now(UTC),
            suppressed=listed,
            settings_for=lambda plans: jobs.settings_of(plans, verbose=verbose),
        )
        if keep_mb and prune(archive, keep_mb * MEGABYTE).over:
            click.echo(
                f"The page archive {pages} is larger than {keep_mb} MB, and the last good runs "
                "need all of it: allow more with --keep-pages.",
                err=True,
            )


def _tell_plans(
    spiders: Sequence[type[ListingSpider]],
    template: Plan,
    store_url: str,
    pages_file: Path | None,
    sites_file: Path | None,
) -> None:
    """Print what a run would ask for, and from whom; nothing is fetched, nothing is made."""
    pages = pages_file or beside(store_url)
    with store_if_there(store_url) as store, ExitStack() as stack:
        plans = jobs.plans_for(spiders, store, template, sites_file=sites_file)
        archive = stack.enter_context(ArchiveFile(pages)) if pages.exists() else None
        hosts = Hosts(archive) if archive else None
        click.echo("\n".join(outlook.told(plans, hosts, datetime.now(UTC))))


def _end(reports: Sequence[RunReport], store_url: str, alarm: Alarm, *, as_json: bool) -> NoReturn:
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
