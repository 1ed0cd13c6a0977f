"""Crawls that begin with what is kept: `resume` and `replay`."""

import click

from crawler import crawls, jobs
from crawler.alarm import Alarm
from crawler.commands.crawling import crawling, end
from crawler.commands.options import (
    Place,
    alarm_option,
    json_option,
    keep_option,
    naming_the_mend,
    place_option,
    verbose_option,
)


@click.command("resume")
@place_option
@keep_option
@json_option
@verbose_option
@alarm_option
@naming_the_mend
def resume_command(place: Place, keep_mb: int, as_json: bool, verbose: bool, alarm: Alarm) -> None:
    """Go on with a run that was cut off: by a kill, a crash or Ctrl-C.

    What had been fetched comes from the page archive, so that no server is asked twice for a page;
    the sources that had not begun are run as they were asked for. Exit codes are those of `run`;
    0 too if there is nothing to go on with.
    """
    with crawling(place, keep_mb, verbose=verbose) as by:
        reports = crawls.resume(by)
    if not reports:
        click.echo("There is nothing to resume: no run was cut off.", err=as_json)
        return
    end(reports, place.store_url, alarm, as_json=as_json)


@click.command("replay")
@click.argument("source")
@place_option
@json_option
@verbose_option
@naming_the_mend
def replay_command(source: str, place: Place, as_json: bool, verbose: bool) -> None:
    """Read the pages of SOURCE's last good run again, out of the archive; ask nobody.

    For when we have learnt to read better. With the same program it gives the same listings, bit
    for bit. The run is judged as any other; exit codes are those of `run`.
    """
    jobs.chosen([source])
    with crawling(place, 0, verbose=verbose) as by:
        try:
            reports = crawls.replay(by, source)
        except crawls.NothingToReplayError as error:
            raise click.ClickException(str(error)) from error
    end(reports, place.store_url, Alarm(), as_json=as_json)
