"""What a command line asks for, as jobs to run; refuses what makes no sense, and names the mend.

It reads no argument and no environment itself: `crawler/__main__.py` hands everything in.
"""

import difflib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from crawler import run, site_list
from crawler.archive.jobs import Plan
from crawler.archive.session import Session
from crawler.column_map import ColumnMap, column_map
from crawler.progress import Clock
from crawler.record import Problem
from crawler.settings import crawl_settings
from crawler.sources.listings_file import ListingsFileSpider, source_of
from crawler.sources.refused import why_no_source
from crawler.spider import ListingSpider
from crawler.states import STATES
from crawler.store import ListingStore

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


def settings_of(plans: Sequence[Plan], *, verbose: bool) -> dict[str, Any]:
    """Return Scrapy's settings for plans, which were made by one command."""
    found = run.spiders()
    contact = next((plan.contact for plan in plans if plan.contact), "")
    return settings_for([found[plan.source] for plan in plans], contact, verbose=verbose)


def check_lists(spiders: Sequence[type[ListingSpider]], template: Plan) -> None:
    """Refuse lists that nobody reads, and a reader without its lists."""
    if ListingsFileSpider in spiders:
        _handed_in(template)  # says what is wrong with them
    elif template.files or template.columns:
        raise click.UsageError("--listings and --columns are for the source listings_file")


def plans_for(
    spiders: Sequence[type[ListingSpider]],
    store: ListingStore | None,
    template: Plan,
    *,
    sites_file: Path | None = None,
) -> list[Plan]:
    """Return the plan of each spider, after a *template* that holds what holds for all.

    Refuse a crawl without a site.
    """
    return [_plan(spider, store, template, sites_file) for spider in spiders]


def _plan(
    spider: type[ListingSpider],
    store: ListingStore | None,
    template: Plan,
    sites_file: Path | None,
) -> Plan:
    plan = replace(template, source=spider.name)
    if spider is not ListingsFileSpider:
        plan = replace(plan, files=(), columns="")
    if not run.narrows(spider):
        plan = replace(plan, states=())
    if not run.visits_sites(spider):
        return replace(plan, due_only=False)
    sites, problems = _sites(store, sites_file)
    return replace(plan, sites=tuple(sites[: plan.limit or None]), problems=tuple(problems))


def job_of(plan: Plan, session: Session | None, clock: Clock) -> run.Job:
    """Return what it takes to run a plan; a *session* keeps what it fetches."""
    spider = run.spiders()[plan.source]
    job = run.Job(
        spider=spider,
        problems=plan.problems,
        states=plan.states,
        limit=plan.limit,
        accept_fewer=plan.accept_fewer,
        session=session,
    )
    if spider is ListingsFileSpider:
        columns = _handed_in(plan)
        files = [Path(file) for file in plan.files]
        arguments = {"files": files, "columns": columns, "now": clock}
        return replace(job, arguments=arguments, source=source_of(columns))
    if run.visits_sites(spider):
        return replace(job, arguments={"now": clock, "sites": plan.sites})
    if run.narrows(spider):
        arguments = {"now": clock, "states": plan.states, "limit": plan.limit}
        return replace(job, arguments=arguments)
    return job


def _handed_in(plan: Plan) -> ColumnMap:
    """Return the map of the lists that were handed in; refuse lists without one."""
    if not plan.files or not plan.columns:
        raise click.UsageError(
            "listings_file reads the lists that you hand in: add --listings FILE and --columns FILE"
        )
    file = Path(plan.columns)
    try:
        return column_map(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:  # also for a file that is no UTF-8
        raise click.UsageError(f"--columns: {file.name}: {error}") from error


def _sites(store: ListingStore | None, file: Path | None) -> tuple[list[str], list[Problem]]:
    """Return the sites to visit, and what names one that will not be."""
    if file is None:
        stored = store.listings() if store else ()
        listed = (one for one in stored if one.listing.source != THEMSELVES)
        sites, problems = site_list.known_sites(listed)
        mend = "Run `python -m crawler run starter` first, or give a list with --sites FILE."
    else:
        text = file.read_text("utf-8", errors="replace")
        sites, problems = site_list.sites_in(text.splitlines(), file.name)
        mend = "\n".join(f"{one.url}: {one.what}" for one in problems) or f"{file} names none."
    if not sites:
        raise click.UsageError(f"there is no site to visit. {mend}")
    return sites, problems
