"""The crawler's door: which command is meant."""

import click

from crawler.commands.looking import check_command
from crawler.commands.removing import suppress_command
from crawler.commands.repeating import replay_command, resume_command
from crawler.commands.running import run_command
from crawler.commands.scheduling import schedule_command
from crawler.commands.sources import sources_command, status_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Collect what ketamine clinics say of themselves, with the words, the page and the date.

    The listings go into a store; `python -m indexer build` makes them searchable. We obey
    robots.txt and whatever a site asks for; no option changes that.

    \b
    Examples:
      python -m crawler sources
      python -m crawler run starter seeds
      python -m crawler run clinic_sites --contact https://example.org/bot --dry-run
      python -m crawler run clinic_sites --contact https://example.org/bot --limit 5
      python -m crawler run findtreatment --contact https://example.org/bot --state MD
      python -m crawler check https://clinic.example/ --contact https://example.org/bot
      python -m crawler schedule --contact https://example.org/bot

    \b
    Files, beside the store unless an option names another place:
      clinics.sqlite        the store: sources, runs, listings
      clinics.pages.sqlite  the archive: every page that was fetched, and what is due when
      suppressed.jsonl      who asked to be left out, as keyed hashes; suppressed.key is the key

    \b
    Exit codes: 0 good · 1 failed · 2 bad usage · 3 good with a warning · 4 not permitted

    See also: docs/scheduling.md, docs/removal.md, docs/adding-a-source.md
    """


for command in (
    run_command,
    resume_command,
    replay_command,
    check_command,
    sources_command,
    status_command,
    schedule_command,
    suppress_command,
):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="python -m crawler")
