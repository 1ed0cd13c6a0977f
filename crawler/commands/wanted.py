"""The options of `run` that say what is wanted: which sources, of whom, and how much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from crawler import jobs
from crawler.archive.jobs import Plan
from crawler.commands.options import contact_option
from crawler.spider import ListingSpider

PACKAGED = ("starter", "seeds")
"""What is run when no source is named: nothing outside is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a command line asks for."""

    spiders: Sequence[type[ListingSpider]]
    template: Plan
    """What holds for all of them."""
    sites_file: Path | None
    """The list of sites to visit; None: the websites that the other sources list."""


OPTIONS = (
    click.option(
        "--sites",
        "sites_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The clinics' websites to crawl, one address a line; # begins a comment. A bad line "
        "is reported and the rest is taken. Without it: the websites that the other sources list.",
    ),
    click.option(
        "--listings",
        "listings_files",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A list of clinics for `listings_file`: CSV, JSON Lines, JSON or GeoJSON. May be "
        "given several times: all lists of one run together are the source.",
    ),
    click.option(
        "--columns",
        "columns_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Which column of the lists says what, whose they are and when they were read, in "
        "TOML; docs/listings-file.md has an example.",
    ),
    click.option(
        "--state",
        "states",
        multiple=True,
        metavar="ST",
        help="Only this state of the US, by its postal code, such as MD; may be given several "
        "times. For sources that can narrow (`sources` tells which). The listings count only if "
        "what the source had before lies in these states, too.",
    ),
    click.option(
        "--limit",
        type=click.IntRange(min=1),
        metavar="N",
        help="Try: at most N sites, and at most N listings of each source. The listings count only "
        "if the source had no good run before.",
    ),
    click.option(
        "--accept-fewer",
        is_flag=True,
        help="Take a run as good although it gives far less than the last one: fewer listings, or "
        "a field that is gone. For a list that you have shortened yourself, or a register whose "
        "change you have looked into.",
    ),
    click.option(
        "--due",
        "due_only",
        is_flag=True,
        help="Of the clinics' sites ask only those that are due; what the others said last is "
        "taken over, with its date. A site that changes is due sooner, after 1 to 30 days.",
    ),
    contact_option,
)


def wanted_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let *command* take what is `wanted`, out of the sources and options that say it."""

    @wraps(command)
    def given(
        *,
        sources: Sequence[str],
        sites_file: Path | None,
        listings_files: Sequence[Path],
        columns_file: Path | None,
        contact: str,
        states: Sequence[str],
        limit: int | None,
        due_only: bool,
        accept_fewer: bool,
        **arguments: Any,
    ) -> None:
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
        wanted = Wanted(spiders=spiders, template=template, sites_file=sites_file)
        command(wanted=wanted, **arguments)

    for option in reversed(OPTIONS):
        given = option(given)
    return given
