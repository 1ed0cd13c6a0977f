"""Pairs of listings that may be one clinic: shown, and decided by a person."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.store import SqlListingStore, StoreUnavailable
from indexer.commands.options import (
    decided,
    decisions_file,
    decisions_option,
    index_option,
    store_option,
)
from indexer.directory import directory
from indexer.places import Places
from indexer.resolve import Decision, Verdict
from indexer.review import add_decision, ref_in, told


@click.group("review", invoke_without_command=True)
@store_option
@index_option
@decisions_option
@click.pass_context
def review_command(
    context: click.Context, store_url: str, folder: Path, decisions_path: Path | None
) -> None:
    """Show the listings that may be one clinic; decide with `same` or `different`.

    A decision wins over all evidence in every build from then on. The last one on a pair counts.
    """
    path = decisions_file(folder, decisions_path)
    context.obj = (store_url, path)
    if context.invoked_subcommand:
        return
    try:
        with SqlListingStore(store_url) as store:
            sources = {source.name: source for source in store.sources()}
            today = datetime.now(UTC).date()
            decisions = decided(path)
            found = directory(store.listings(), sources, Places(), {}, today, decisions=decisions)
    except StoreUnavailable as problem:
        sys.exit(str(problem))
    for text in told(found.in_doubt):
        click.echo(f"{text}\n")
    click.echo(f"{len(found.in_doubt)} pairs in doubt; decided so far: {len(decisions)}.")


@review_command.command()
@click.argument("a")
@click.argument("b")
@click.pass_obj
def same(given: tuple[str, Path], a: str, b: str) -> None:
    """A and B, each SOURCE:KEY, are one clinic."""
    _decide(given, a, b, Verdict.SAME)


@review_command.command()
@click.argument("a")
@click.argument("b")
@click.pass_obj
def different(given: tuple[str, Path], a: str, b: str) -> None:
    """A and B, each SOURCE:KEY, are two clinics."""
    _decide(given, a, b, Verdict.DIFFERENT)


def _decide(given: tuple[str, Path], a: str, b: str, verdict: Verdict) -> None:
    """Keep a verdict on two listings that the store knows."""
    store_url, path = given
    try:
        pair = ref_in(a), ref_in(b)
        with SqlListingStore(store_url) as store:
            known = {(one.listing.source, one.listing.key) for one in store.listings()}
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    except StoreUnavailable as problem:
        sys.exit(str(problem))
    for ref in pair:
        if ref not in known:
            raise click.UsageError(f"the store has no listing {':'.join(ref)}")
    if pair[0] == pair[1]:
        raise click.UsageError("these are one listing")
    today = datetime.now(UTC).date()
    add_decision(path, Decision(a=pair[0], b=pair[1], verdict=verdict, decided_on=today))
    click.echo(f"Kept in {path}; the next build follows it.")
