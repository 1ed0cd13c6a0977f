"""The indexer's door: which command is meant."""

import click

from indexer.commands.building import build_command, changes_command
from indexer.commands.explaining import explain_command
from indexer.commands.place_tables import build_places_command
from indexer.commands.reviewing import review_command
from indexer.commands.searching import search_command
from indexer.commands.snapshots import (
    diff_command,
    export_whoosh_command,
    inspect_command,
    rollback_command,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turn stored listings into an index of clinics.

    Every fact keeps the words that state it, where they stood, and when they were seen.

    \b
    Examples:
      python -m indexer build
      python -m indexer search "iv ketamine near 97214 medicaid" --explain
      python -m indexer explain https://clinic.example/
      python -m indexer review same SOURCE:KEY SOURCE:KEY

    \b
    Exit codes: 0 done · 1 failed, what was published still serves · 2 bad usage
    """


for command in (
    build_command,
    changes_command,
    review_command,
    explain_command,
    search_command,
    inspect_command,
    diff_command,
    rollback_command,
    export_whoosh_command,
    build_places_command,
):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="python -m indexer")
