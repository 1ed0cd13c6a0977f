"""The crawler's door: which sources, into which store, and what came of it."""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import msgspec

from crawler import jobs, report, run
from crawler.database import shown
from crawler.spider import ListingSpider
from crawler.store import SqlListingStore, StoreAbsent, StoreUnavailable

PACKAGED = ("starter", "seeds")
"""What is run when no source is named: nothing outside is asked."""

store_option = click.option(
    "--store",
    "store_url",
    envvar="KCF_STORE",
    show_envvar=True,
    default="sqlite:///data/clinics.sqlite",
    show_default=True,
    metavar="URL",
    help="Where listings are kept: sqlite:///FILE, or "
    "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE.",
)


def naming_the_mend(command: Callable[..., None]) -> Callable[..., None]:
    """Let *command* end with the store's message and exit code 1 if the store cannot be used."""

    @wraps(command)
    def guarded(**arguments: Any) -> None:
        try:
            command(**arguments)
        except StoreUnavailable as error:
            raise click.ClickException(str(error)) from error

    return guarded


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Collect what ketamine clinics say of themselves, with the words, the page and the date.

    \b
    Examples:
      python -m crawler sources
      python -m crawler run starter seeds
      python -m crawler run clinic_sites --contact https://example.org/bot --limit 5
      python -m crawler run findtreatment --contact https://example.org/bot --state MD

    The listings go into a store; `python -m indexer build` makes them searchable.
    """


@main.command("sources")
@store_option
@naming_the_mend
def list_sources(store_url: str) -> None:
    """List the sources that can be run, their last good run, and their terms."""
    found = run.spiders()
    with _store_if_there(store_url) as store:
        rows = [_source_cells(name, spider, store) for name, spider in found.items()]
    headings = ("source", "listings", "last good run", "title")
    click.echo("\n".join(report.table(headings, rows)))
    for name, spider in found.items():
        click.echo(f"\n{name}: {spider.source.about}\n  Terms: {spider.source.licence}")
        if spider.source.attribution:
            click.echo(f"  Shown with: {spider.source.attribution}")
        if run.narrows(spider):
            click.echo("  Can be narrowed with --state.")


@main.command("run")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@store_option
@click.option(
    "--sites",
    "sites_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The clinics' websites to crawl, one address a line; # begins a comment. A bad line is "
    "reported and the rest is taken. Without it: the websites that the other sources list.",
)
@click.option(
    "--contact",
    default="",
    metavar="URL",
    help="A web page where the owner of a crawled site can reach you. It is in every request; "
    "nobody's site is crawled without it.",
)
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
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, in full.")
@click.option("--verbose", is_flag=True, help="Say on standard error what Scrapy is doing.")
@naming_the_mend
def run_command(
    sources: tuple[str, ...],
    store_url: str,
    sites_file: Path | None,
    listings_files: tuple[Path, ...],
    columns_file: Path | None,
    contact: str,
    states: tuple[str, ...],
    limit: int | None,
    accept_fewer: bool,
    as_json: bool,
    verbose: bool,
) -> None:
    """Run each SOURCE and keep its listings; without a name, the packaged `starter` and `seeds`.

    A run counts only if it finishes well. If it fails, is interrupted or killed, or gives far
    fewer listings than the last good run, that one stands, and the exit code says so. A listing
    that is not found any more is marked missing, and dropped after two good runs without it.

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
    within = jobs.within(states, spiders)
    handed_in = jobs.handed_in(spiders, listings_files, columns_file)
    settings = jobs.settings_for(spiders, contact, verbose=verbose)
    with SqlListingStore(store_url, create=True) as store:
        reports = run.run_sources(
            store,
            [
                handed_in
                if handed_in and handed_in.spider is spider
                else jobs.job_for(spider, store, sites_file, within, limit)
                for spider in spiders
            ],
            settings,
            clock=lambda: datetime.now(UTC),
            limit=limit or 0,
            accept_fewer=accept_fewer,
        )
    _print(reports, shown(store_url), as_json=as_json)
    sys.exit(report.exit_code(reports))


def _store_if_there(url: str) -> AbstractContextManager[SqlListingStore | None]:
    try:
        return SqlListingStore(url)
    except StoreAbsent:
        return nullcontext()


def _source_cells(
    name: str, spider: type[ListingSpider], store: SqlListingStore | None
) -> tuple[str, ...]:
    last = store.last_good_run(name) if store else None
    if last is None or last.finished is None:
        return (name, "-", "never", spider.source.title)
    when = f"{last.finished:%Y-%m-%d %H:%M} UTC"
    return (name, str(last.coverage.listings), when, spider.source.title)


def _print(reports: Sequence[run.RunReport], store: str, *, as_json: bool) -> None:
    if as_json:
        told = {"store": store, "exit_code": report.exit_code(reports), "runs": reports}
        click.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
        return
    click.echo(report.summary(reports))
    click.echo(f"\nThe listings are in {store}")


if __name__ == "__main__":
    main(prog_name="python -m crawler")
