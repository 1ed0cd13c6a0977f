"""The published snapshots: verified, compared, taken back, exported."""

import sys
from pathlib import Path

import click

from indexer import inspection, snapshot
from indexer.commands.options import index_option
from indexer.search import IndexUnavailable


@click.command("rollback")
@index_option
def rollback_command(folder: Path) -> None:
    """Serve the snapshot before the current one again."""
    try:
        click.echo(f"Now current: {snapshot.rollback(folder).name}")
    except IndexUnavailable as problem:
        sys.exit(str(problem))


@click.command("inspect")
@index_option
@click.argument("generation", default="")
def inspect_command(folder: Path, generation: str) -> None:
    """Verify the current snapshot, or GENERATION, byte by byte, and show what it holds."""
    try:
        click.echo("\n".join(inspection.inspected(folder, generation)))
    except IndexUnavailable as problem:
        sys.exit(str(problem))


@click.command("diff")
@index_option
@click.argument("before")
@click.argument("after", default="")
def diff_command(folder: Path, before: str, after: str) -> None:
    """Show what differs between the generations BEFORE and AFTER, or the current one."""
    try:
        click.echo("\n".join(inspection.difference(folder, before, after)))
    except IndexUnavailable as problem:
        sys.exit(str(problem))


@click.command("export-whoosh")
@index_option
@click.option("--generation", default="", help="Not the current one.")
@click.argument("into", type=click.Path(path_type=Path, file_okay=False))
def export_whoosh_command(folder: Path, generation: str, into: Path) -> None:
    """Write the snapshot as a plain Whoosh index into the empty folder INTO.

    Its files are pickles: open one only where you made it.
    """
    try:
        count = inspection.export_whoosh(folder, generation, into)
    except (IndexUnavailable, OSError) as problem:
        sys.exit(f"Nothing was exported: {problem}")
    click.echo(f"Wrote {count} clinics into {into}.")
