"""What would be read from one page: `check`."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from crawler import jobs, look, provenance, run, suppression
from crawler.commands.options import (
    contact_option,
    naming_the_mend,
    store_if_there,
    store_option,
    suppressed_option,
    verbose_option,
)
from crawler.database import list_beside
from crawler.manners.suppressed_hosts import SETTING
from crawler.report import printable
from crawler.sources.refused import why_refused


@click.command("check")
@click.argument("page", metavar="URL|FILE")
@store_option
@suppressed_option
@contact_option
@click.option("--all", "everything", is_flag=True, help="Show every passage and link.")
@verbose_option
@naming_the_mend
def check_command(
    page: str,
    store_url: str,
    suppressed_file: Path | None,
    contact: str,
    everything: bool,
    verbose: bool,
) -> None:
    """Show what a crawl would read from one page, with where each passage stood and why.

    URL is fetched as in any crawl: robots.txt, pace, limits and the guard against private addresses
    hold. FILE is a page saved on this machine: nobody is asked. Nothing is stored. At the end: what
    the store holds of the page's site, when it was fetched, first seen and changed, and by which
    run. What the words state is the indexer's to say: `python -m indexer explain FILE`.

    \b
    Exit codes: 0 the page was read · 1 it was not, or a crawl would leave it out ·
      2 bad usage · 4 the site does not permit us
    """
    now = datetime.now(UTC)
    file = Path(page)
    if file.is_file():
        found = look.look_at_file(file, seen_at=now)
    else:
        settings = _settings_to_look(page, contact, verbose=verbose)
        settings[SETTING] = suppression.suppressed(suppressed_file or list_beside(store_url))
        found = look.look_at(page, settings, seen_at=now)
    click.echo("\n".join(look.told(found, everything=everything)))
    for line in _stored(store_url, found.url):
        click.echo(line)
    sys.exit(look.exit_code(found))


def _stored(store_url: str, url: str) -> Iterator[str]:
    """Yield what the store holds of a page's site, and where it comes from; nothing without one."""
    with store_if_there(store_url) as store:
        stored = store.listings(jobs.THEMSELVES) if store else ()
        for one in provenance.of_site(stored, url):
            yield from map(printable, provenance.told(one))


def _settings_to_look(page: str, contact: str, *, verbose: bool) -> dict[str, Any]:
    """Return the settings under which *page* is fetched; refuse what is no address of a page."""
    if urlsplit(page).scheme not in ("http", "https"):
        raise click.UsageError(
            f"{page!r} is neither a file here nor a web address such as https://clinic.example/"
        )
    if refused := why_refused(page):
        raise click.UsageError(refused)
    return jobs.settings_for([run.spiders()[jobs.THEMSELVES]], contact, verbose=verbose)
