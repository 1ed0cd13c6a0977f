"""What a command line asks for, as jobs to run; refuses what makes no sense, and names the mend.

It reads no argument and no environment itself: `crawler/__main__.py` hands everything in.
"""

import difflib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crawler import run, site_list
from crawler.column_map import column_map
from crawler.record import Problem
from crawler.settings import crawl_settings
from crawler.sources.listings_file import ListingsFileSpider, source_of
from crawler.sources.refused import why_no_source
from crawler.spider import ListingSpider
from crawler.states import STATES
from crawler.store import SqlListingStore

THEMSELVES = "clinic_sites"
"""The source whose websites are what was crawled; those of all others are what to crawl."""


def chosen(names: Sequence[str]) -> list[type[ListingSpider]]:
    """Return the spiders of these names, each once."""
    found = run.spiders()
    for name in names:
        if name not in found:
            if refused := why_no_source(name):
                raise click.UsageError(refused)
            likely = difflib.get_close_matches(name, found, n=1)
            hint = f"Did you mean {likely[0]}?" if likely else f"There are: {', '.join(found)}."
            raise click.UsageError(f"there is no source {name!r}. {hint}")
    return [found[name] for name in dict.fromkeys(names)]


def within(states: Sequence[str], spiders: Sequence[type[ListingSpider]]) -> tuple[str, ...]:
    """Return the codes of the states to narrow to, each once; () for all."""
    codes = tuple(dict.fromkeys(state.upper() for state in states))
    for code in codes:
        if code not in STATES:
            raise click.UsageError(f"--state: {code!r} is no state of the US, such as MD")
    if codes and (wide := [spider.name for spider in spiders if not run.narrows(spider)]):
        able = [name for name, spider in run.spiders().items() if run.narrows(spider)]
        raise click.UsageError(
            f"--state: {', '.join(wide)} cannot be narrowed to a state; these can: "
            + ", ".join(able)
        )
    return codes


def settings_for(
    spiders: Sequence[type[ListingSpider]], contact: str, *, verbose: bool
) -> dict[str, Any]:
    """Return Scrapy's settings: those of a polite crawl, if any of *spiders* goes online."""
    settings = dict(run.OFFLINE)
    if asking := [spider.name for spider in spiders if run.goes_online(spider)]:
        if not contact:
            raise click.UsageError(
                f"{', '.join(asking)} asks other people's servers: name a page where their "
                "owners can reach you, such as --contact https://example.org/bot"
            )
        try:
            settings = crawl_settings(contact)
        except ValueError as error:
            raise click.UsageError(f"--contact: {error}") from error
    return settings | {"LOG_ENABLED": verbose, "LOG_LEVEL": "INFO"}


def handed_in(
    spiders: Sequence[type[ListingSpider]], files: Sequence[Path], columns: Path | None
) -> run.Job | None:
    """Return what it takes to read the lists that were handed in; None if none is to be read."""
    if ListingsFileSpider not in spiders:
        if files or columns:
            raise click.UsageError("--listings and --columns are for the source listings_file")
        return None
    if not files or columns is None:
        raise click.UsageError(
            "listings_file reads the lists that you hand in: add --listings FILE and --columns FILE"
        )
    try:
        read = column_map(columns.read_text("utf-8-sig"))
    except ValueError as error:  # also for a file that is no UTF-8
        raise click.UsageError(f"--columns: {columns.name}: {error}") from error
    arguments = {"files": files, "columns": read, "now": lambda: datetime.now(UTC)}
    return run.Job(spider=ListingsFileSpider, arguments=arguments, source=source_of(read))


def job_for(
    spider: type[ListingSpider],
    store: SqlListingStore,
    sites_file: Path | None,
    states: tuple[str, ...],
    limit: int | None,
) -> run.Job:
    """Return what it takes to run one spider."""
    arguments: dict[str, Any] = {"now": lambda: datetime.now(UTC)}
    if run.visits_sites(spider):
        sites, problems = _sites(store, sites_file)
        return run.Job(
            spider=spider, arguments=arguments | {"sites": sites[:limit]}, problems=problems
        )
    if run.narrows(spider):
        arguments |= {"states": states, "limit": limit or 0}
        return run.Job(spider=spider, arguments=arguments, states=states)
    return run.Job(spider=spider)


def _sites(store: SqlListingStore, file: Path | None) -> tuple[list[str], list[Problem]]:
    """Return the sites to visit, and what names one that will not be."""
    if file is None:
        listed = (one for one in store.listings() if one.listing.source != THEMSELVES)
        sites, problems = site_list.known_sites(listed)
        mend = "Run `python -m crawler run starter` first, or give a list with --sites FILE."
    else:
        text = file.read_text("utf-8", errors="replace")
        sites, problems = site_list.sites_in(text.splitlines(), file.name)
        mend = "\n".join(f"{one.url}: {one.what}" for one in problems) or f"{file} names none."
    if not sites:
        raise click.UsageError(f"there is no site to visit. {mend}")
    return sites, problems
