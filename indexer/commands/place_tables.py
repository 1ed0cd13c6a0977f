"""Building the packaged table of places."""

from pathlib import Path

import click


@click.command("build-places")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def build_places_command(path: Path) -> None:
    """Build the packaged place table at PATH from the pinned packages (needs the dev set)."""
    from indexer.place_table import build_place_table

    build_place_table(path)
    click.echo(f"Wrote {path}, {path.stat().st_size / 1e6:.1f} MB.")
