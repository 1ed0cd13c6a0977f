"""How the sources are doing: `sources` and `status`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler import report, run, status_page
from crawler.commands.options import naming_the_mend, store_if_there, store_option
from crawler.status import Status, status_of, when_due
from crawler.store import SqlListingStore


@click.command("sources")
@store_option
@naming_the_mend
def sources_command(store_url: str) -> None:
    """List the sources that can be run: last good run, next due, health, and their terms."""
    found, now = run.spiders(), datetime.now(UTC)
    with store_if_there(store_url) as store:
        rows = [_source_cells(one, now) for one in _statuses(store, now)]
    headings = ("source", "listings", "last good run", "next due", "health", "title")
    click.echo("\n".join(report.table(headings, rows)))
    for name, spider in found.items():
        click.echo(f"\n{name}: {spider.source.about}\n  Terms: {spider.source.licence}")
        if spider.source.attribution:
            click.echo(f"  Shown with: {spider.source.attribution}")
        if run.narrows(spider):
            click.echo("  Can be narrowed with --state.")


@click.command("status")
@store_option
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the page as HTML, too; a file that is there is replaced at once.",
)
@naming_the_mend
def status_command(store_url: str, html_file: Path | None) -> None:
    """Show on one page how each source is doing, and what its last run complained of.

    \b
    Exit codes: 0 all is well · 1 a source fails · 2 bad usage · 3 one is stale or was warned of
    """
    now = datetime.now(UTC)
    with store_if_there(store_url) as store:
        found = _statuses(store, now)
    click.echo(status_page.as_text(found, now), nl=False)
    if html_file:
        _replace(html_file, status_page.as_html(found, now))
    codes = {one.health.exit_code for one in found}
    sys.exit(next((code for code in (1, 3) if code in codes), 0))


def _statuses(store: SqlListingStore | None, now: datetime) -> list[Status]:
    """Return how every source is doing."""
    return [
        status_of(spider.source, store.runs(name) if store else (), now)
        for name, spider in run.spiders().items()
    ]


def _source_cells(one: Status, now: datetime) -> tuple[str, ...]:
    good = one.last_good
    listings = str(good.coverage.listings) if good else "-"
    when = f"{good.finished:%Y-%m-%d %H:%M} UTC" if good and good.finished else "never"
    due = when_due(one, now)
    return (one.source.name, listings, when, due, one.health.value, one.source.title)


def _replace(file: Path, text: str) -> None:
    """Write a file whole, or leave what was there."""
    aside = file.with_name(f".{file.name}.new")
    try:
        aside.write_text(text, "utf-8")
        aside.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error}") from error
