"""Keeping the due runs going: `schedule`."""

import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import click
from click.core import ParameterSource

from crawler import jobs, run, schedule
from crawler.alarm import Alarm
from crawler.commands.options import (
    Place,
    alarm_option,
    contact_option,
    naming_the_mend,
    place_option,
)
from crawler.spider import ListingSpider
from crawler.store import SqlListingStore, StoreUnavailable

LISTS = "listings_file"
"""The source that reads what is handed in, and so is never due."""


@click.command("schedule")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@place_option
@contact_option
@click.option(
    "--every",
    "minutes",
    type=click.IntRange(1, 1440),
    default=15,
    show_default=True,
    metavar="MINUTES",
    help="How often to look for what is due.",
)
@click.option(
    "--once", is_flag=True, help="Look once, run what is due, and end: for cron and timers."
)
@click.option(
    "--then",
    default="",
    metavar="COMMAND",
    help="Run this after each run, without a shell, such as 'python -m indexer build'.",
)
@alarm_option
@naming_the_mend
def schedule_command(
    sources: tuple[str, ...],
    place: Place,
    contact: str,
    minutes: int,
    once: bool,
    then: str,
    alarm: Alarm,  # sounded by the runs themselves
) -> None:
    """Keep the due runs of each SOURCE going, in the foreground; without a name, of all that need
    nothing handed in.

    What was cut off is resumed first. Clinics' sites come round daily, and of them each run asks
    the hosts that are due; registers come round weekly, records monthly, packaged sources once; a
    run that fails is tried again after a day. What came due while the machine was off is done
    once. Two runs never overlap. SIGTERM and Ctrl-C end a run cleanly: it is resumed at the next
    start. docs/scheduling.md has systemd units and a cron line.

    \b
    Exit codes: with --once those of `run`, the worst of the round; else 0 when stopped.
    """
    spiders = _due_ones(sources)
    jobs.settings_for(spiders, contact, verbose=False)  # refuses a missing contact now
    shared = _given_as_words("store_url", "pages_file", "suppressed_file")
    told = [*shared, *_given_as_words("alarm_command", "webhook")]
    asking = ["--due", *_given_as_words("contact"), *told]

    doing = schedule.Round(
        due=partial(_due, spiders, place.store_url),
        command=lambda names: schedule.this_program("run", *names, *asking),
        resume=schedule.this_program("resume", *told),
        then=_words(then),
        say=lambda what: click.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {what}", err=True),
        failures=(StoreUnavailable,),
    )
    if once:
        sys.exit(doing())
    schedule.keep_going(doing, minutes=minutes)


def _due_ones(names: Sequence[str]) -> list[type[ListingSpider]]:
    """Return the spiders of these names, or all that may be due; refuse one that never is."""
    if LISTS in names:
        raise click.UsageError(f"{LISTS} reads files that you hand in: `run` it when they change")
    return jobs.chosen(names or [name for name in run.spiders() if name != LISTS])


def _due(spiders: Sequence[type[ListingSpider]], store_url: str) -> list[str]:
    """Return the names of those that are to be run now."""
    kinds = {spider.name: spider.source.kind for spider in spiders}
    with SqlListingStore(store_url, create=True) as store:
        return schedule.due_sources(kinds, store.runs, datetime.now(UTC))


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        raise click.UsageError(f"--then: {command!r} is no command: {error}") from error


def _given_as_words(*names: str) -> list[str]:
    """Return the options of that name as they were given on the command line.

    What came from the environment reaches the runs the same way: it may be a secret, and whoever
    lists processes sees their words.
    """
    context = click.get_current_context()
    words = []
    for option in context.command.params:
        if option.name in names and context.get_parameter_source(option.name) is (
            ParameterSource.COMMANDLINE
        ):
            words += [option.opts[0], str(context.params[option.name])]
    return words
