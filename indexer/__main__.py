"""The indexer's door: from the store to a published snapshot, in one command."""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import click

from crawler.store import SqlListingStore, StoreUnavailable
from indexer import snapshot
from indexer.directory import Directory, Fate, directory
from indexer.geocode import Ask, Geocoder, ask_nobody
from indexer.geocoding.memory import Memory
from indexer.geocoding.online import Online, geocoder_named
from indexer.places import Places
from indexer.search import IndexUnavailable

HERE = Path(__file__).parent

index_option = click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/index"),
    show_default=True,
    help="The folder of snapshots.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turn stored listings into an index of clinics.

    Every fact keeps the words that state it, where they stood, and when they were seen.

    \b
    Exit codes: 0 done · 1 failed, what was published still serves · 2 bad usage
    """


@main.command()
@click.option(
    "--store",
    "store_url",
    default="sqlite:///data/clinics.sqlite",
    show_default=True,
    help="Any SQLAlchemy URL.",
)
@index_option
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option(
    "--geocode",
    default="",
    metavar="NAME",
    help="Ask an online geocoder for clinics' own addresses: census, or "
    "nominatim=https://your.server. Off by default.",
)
@click.option("--contact", default="", help="Whom the public Nominatim may write to.")
def build(store_url: str, folder: Path, force: bool, geocode: str, contact: str) -> None:
    """Read the store, merge, locate and publish a new snapshot."""
    now = datetime.now(UTC)
    geocoder = _geocoder(geocode, contact)
    try:
        with SqlListingStore(store_url) as store:
            inputs = _digest(store.fingerprint(), geocoder.name if geocoder else "")
            if not force and snapshot.current_inputs(folder) == inputs:
                click.echo("Index: nothing has changed since the last build.")
                return
            with _asking(geocoder, folder, now.date()) as ask:
                found = directory(
                    store.listings(),
                    {source.name: source for source in store.sources()},
                    Places(),
                    _fates(folder),
                    now.date(),
                    ask,
                )
            dates = {
                source.name: run.finished
                for source in store.sources()
                if (run := store.last_good_run(source.name)) and run.finished
            }
        snapshot.publish(
            found.clinics,
            found.moved,
            found.gone,
            folder,
            built_at=now,
            inputs=inputs,
            sources=dates,
        )
    except (StoreUnavailable, snapshot.PublishError) as problem:
        sys.exit(f"Nothing was published, what was published still serves: {problem}")
    _report(found)


@main.command()
@index_option
def rollback(folder: Path) -> None:
    """Serve the snapshot before the current one again."""
    try:
        click.echo(f"Now current: {snapshot.rollback(folder).name}")
    except IndexUnavailable as problem:
        sys.exit(str(problem))


@main.command("build-places")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def build_places(path: Path) -> None:
    """Build the packaged place table at PATH from the pinned packages (needs the dev set)."""
    from indexer.place_table import build_place_table

    build_place_table(path)
    click.echo(f"Wrote {path}, {path.stat().st_size / 1e6:.1f} MB.")


def _geocoder(name: str, contact: str) -> Geocoder | None:
    """The geocoder of that name; None for "": the place table alone locates."""
    try:
        return geocoder_named(name, contact=contact) if name else None
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--geocode") from problem


@contextmanager
def _asking(geocoder: Geocoder | None, folder: Path, today: date) -> Iterator[Ask]:
    """Give whom to ask for addresses; what is learnt is remembered beside the index."""
    if geocoder is None:
        yield ask_nobody
        return
    with Memory(folder.parent / "geocodes.sqlite") as memory:
        online = Online(geocoder, memory, today)
        yield online
        click.echo(f"Geocoder {geocoder.name}: {online.report}.")


def _digest(listings: str, geocoder: str) -> str:
    """A digest of all that an index is built from: the listings, and how we read them."""
    digest = hashlib.sha256(f"{listings} {geocoder}".encode())
    for path in sorted(HERE.rglob("*")):
        if path.suffix in {".py", ".toml", ".sqlite"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _fates(folder: Path) -> Mapping[str, Fate]:
    """What every id stands for as last published; nothing where nothing was published."""
    try:
        return snapshot.open_latest_good(folder).fates()
    except IndexUnavailable:
        return {}


def _report(found: Directory) -> None:
    points = found.points
    located = len(found.clinics) - points[""]
    click.echo(
        f"Index: {len(found.clinics)} clinics, {located} located "
        f"({', '.join(f'{n} to the {p}' for p, n in points.most_common() if p)}), "
        f"{points['']} found by name, words or state only."
    )
    if found.misplaced:
        click.echo(f"  {len(found.misplaced)} stated points lie outside their own address:")
    for one in found.misplaced[:20]:
        click.echo(f"    {one.listing.url}")
    if found.unproven:
        click.echo(f"  {len(found.unproven)} listings state no ketamine treatment; not shown:")
    for one in found.unproven[:20]:
        click.echo(f"    {one.listing.url}")
    if found.sitewide:
        click.echo(
            f"  {len(found.sitewide)} listings speak of a whole site whose places are listed."
        )


if __name__ == "__main__":
    main()
