"""Options that several commands share, and what was decided of pairs in doubt."""

import sys
from pathlib import Path

import click

from indexer.resolve import Decision
from indexer.review import BadDecisions, read_decisions
from indexer.withheld import FILE_NAME

index_option = click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/index"),
    show_default=True,
    help="The folder of snapshots.",
)
store_option = click.option(
    "--store",
    "store_url",
    default="sqlite:///data/clinics.sqlite",
    show_default=True,
    help="Any SQLAlchemy URL.",
)
decisions_option = click.option(
    "--decisions",
    "decisions_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What was decided of pairs in doubt.  [default: decisions.jsonl beside the index]",
)
suppressed_option = click.option(
    "--suppressed",
    "suppressed_file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="KCF_SUPPRESSED",
    show_envvar=True,
    help=f"The list of those who asked to be left out.  [default: {FILE_NAME} beside the index]",
)


def decisions_file(folder: Path, path: Path | None) -> Path:
    """Return where decisions are kept: at *path*, or else beside the index in *folder*."""
    return path or folder.parent / "decisions.jsonl"


def decided(path: Path) -> tuple[Decision, ...]:
    """Return what was decided; a file that cannot be read ends the command.

    Otherwise a build would undo the decisions.
    """
    try:
        return read_decisions(path)
    except (BadDecisions, OSError) as problem:
        sys.exit(f"Nothing was published, what was published still serves: {problem}")
