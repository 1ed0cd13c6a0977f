"""Searching the index from the command line."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from indexer import ask as asking
from indexer.commands.options import index_option
from indexer.distance import KM_PER_MILE
from indexer.search import IndexUnavailable, QueryError


@click.command("search")
@index_option
@click.option("--explain", is_flag=True, help="Show what was understood and each stage's time.")
@click.option(
    "--miles",
    type=click.FloatRange(0.1, 12_000),
    default=50.0,
    show_default=True,
    help="How far to look where TEXT does not say.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.argument("text")
def search_command(folder: Path, explain: bool, miles: float, limit: int, text: str) -> None:
    """Search the index for TEXT, in plain words: "spravato near Denver medicaid".

    \b
    python -m indexer search "iv ketamine 97214 within 25 miles open now" --explain
    """
    try:
        asked = asking.ask(
            text,
            folder,
            now=datetime.now(UTC),
            radius_km=miles * KM_PER_MILE,
            limit=limit,
        )
    except (IndexUnavailable, QueryError) as problem:
        sys.exit(f"Cannot search: {problem}")
    click.echo("\n".join(asking.told(asked, explain=explain)))
