"""A new crawl: `run`."""

from contextlib import ExitStack
from datetime import UTC, datetime

import click

from crawler import crawls, jobs, outlook
from crawler.alarm import Alarm
from crawler.archive.file import ArchiveFile
from crawler.archive.hosts import Hosts
from crawler.commands.crawling import crawling, end
from crawler.commands.options import (
    Place,
    alarm_option,
    json_option,
    keep_option,
    naming_the_mend,
    place_option,
    store_if_there,
    verbose_option,
)
from crawler.commands.wanted import Wanted, wanted_option


@click.command("run")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@place_option
@keep_option
@wanted_option
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
    place: Place,
    keep_mb: int,
    wanted: Wanted,
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
    if dry_run:
        _tell_plans(wanted, place)
        return
    jobs.settings_for(wanted.spiders, wanted.template.contact, verbose=verbose)
    jobs.check_lists(wanted.spiders, wanted.template)  # as above: before anything is made
    with crawling(place, keep_mb, verbose=verbose) as by:
        plans = jobs.plans_for(
            wanted.spiders, by.store, wanted.template, sites_file=wanted.sites_file
        )
        reports = crawls.crawl(by, plans)
    end(reports, place.store_url, alarm, as_json=as_json)


def _tell_plans(wanted: Wanted, place: Place) -> None:
    """Print what a run would ask for, and from whom; nothing is fetched, nothing is made."""
    with store_if_there(place.store_url) as store, ExitStack() as stack:
        plans = jobs.plans_for(wanted.spiders, store, wanted.template, sites_file=wanted.sites_file)
        there = place.pages.exists()
        hosts = Hosts(stack.enter_context(ArchiveFile(place.pages))) if there else None
        click.echo("\n".join(outlook.told(plans, hosts, datetime.now(UTC))))
