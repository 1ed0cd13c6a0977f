"""Building the index, and what a build changed."""

import gc
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from crawler.store import SqlListingStore, StoreUnavailable
from indexer import build as building
from indexer import change_files, snapshot
from indexer.changes import told as told_changes
from indexer.commands.options import (
    decided,
    decisions_file,
    decisions_option,
    index_option,
    store_option,
    suppressed_option,
)
from indexer.geocode import Geocoder
from indexer.geocoding.online import geocoder_named
from indexer.withheld import FILE_NAME, SuppressionUnreadable, suppressed


@click.command("build")
@store_option
@index_option
@decisions_option
@suppressed_option
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option(
    "--geocode",
    default="",
    metavar="NAME",
    help="Ask an online geocoder for clinics' own addresses: census, or "
    "nominatim=https://your.server. Off by default.",
)
@click.option("--contact", default="", help="Whom the public Nominatim may write to.")
def build_command(
    store_url: str,
    folder: Path,
    decisions_path: Path | None,
    suppressed_file: Path | None,
    force: bool,
    geocode: str,
    contact: str,
) -> None:
    """Read the store, merge, locate and publish a new snapshot."""
    gc.disable()  # one short run that makes millions of objects, and no circles to look for
    try:
        with SqlListingStore(store_url) as store:
            built = building.build(
                store,
                folder,
                decisions=decided(decisions_file(folder, decisions_path)),
                geocoder=_geocoder(geocode, contact),
                now=datetime.now(UTC),
                force=force,
                listed=suppressed(suppressed_file or folder.parent / FILE_NAME),
            )
    except (StoreUnavailable, SuppressionUnreadable, snapshot.PublishError) as problem:
        sys.exit(f"Nothing was published, what was published still serves: {problem}")
    click.echo("\n".join(_told(built)))


@click.command("changes")
@index_option
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.argument("generation", default="")
def changes_command(folder: Path, as_json: bool, generation: str) -> None:
    """Show what the last build changed, or that of GENERATION."""
    log = change_files.read(building.changes_folder(folder), generation)
    if log is None:
        sys.exit(f"There is no change log in {building.changes_folder(folder)} yet.")
    click.echo(msgspec.json.encode(log).decode() if as_json else told_changes(log), nl=as_json)


def _told(built: building.Built | None) -> Iterator[str]:
    """Yield what a maintainer should know of a build, line by line."""
    if built is None:
        yield "Index: nothing has changed since the last build."
        return
    if built.asked:
        yield built.asked
    yield from building.told(built.found)
    if built.withheld:
        yield f"  {built.withheld} clinics are withheld, as they asked."


def _geocoder(name: str, contact: str) -> Geocoder | None:
    """The geocoder of that name; None for "": the place table alone locates."""
    try:
        return geocoder_named(name, contact=contact) if name else None
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--geocode") from problem
