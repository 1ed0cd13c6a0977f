"""Leaving out whoever asks: `suppress`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import click

from crawler import removal, suppression
from crawler.archive.file import ArchiveFile, alone
from crawler.commands.options import Place, naming_the_mend, place_option, store_if_there
from crawler.report import printable
from crawler.suppression import Kind, Suppressed


@click.command("suppress")
@place_option
@click.option("--phone", "phones", multiple=True, metavar="NUMBER", help="Whoever has this phone.")
@click.option(
    "--domain", "domains", multiple=True, metavar="NAME", help="This website, and all below it."
)
@click.option(
    "--address",
    "addresses",
    multiple=True,
    metavar="TEXT",
    help="Whoever is at this address: house number, street, unit if there is one, and postcode, "
    "in one text.",
)
@click.option("--id", "ids", multiple=True, metavar="ID", help="This page of ours: /c/ID/name.")
@click.option(
    "--reference",
    default="",
    metavar="TEXT",
    help="Where the request is kept, such as 'issue 12'. Never whom it is about: it is stored "
    "as it is.",
)
@click.option("--lift", is_flag=True, help="Take these off the list again: they asked for it.")
@naming_the_mend
def suppress_command(
    place: Place,
    phones: tuple[str, ...],
    domains: tuple[str, ...],
    addresses: tuple[str, ...],
    ids: tuple[str, ...],
    reference: str,
    lift: bool,
) -> None:
    """Leave a clinic out, for good: it asked for it (docs/removal.md).

    Give all that is known of it: each option may be given several times, and whoever matches one
    of them is left out. The list holds keyed hashes, never what you type here; keep its key file
    as safe as the list, and out of the reach of others. Crawl, index and web each obey the list.

    What the store and the page archive hold of it is deleted now; its page is gone as soon as the
    web app has looked at the list, within seconds. Without any option: how long the list is.
    """
    file = place.suppressed
    values = _values(
        {Kind.PHONE: phones, Kind.DOMAIN: domains, Kind.ADDRESS: addresses, Kind.ID: ids}
    )
    if not values:
        click.echo(f"{file}: {len(suppression.suppressed(file).since)} marks")
        return
    today = datetime.now(UTC).date()
    suppression.suppress(file, values, on=today, reference=reference, lifted=lift)
    click.echo(f"{'Lifted' if lift else 'Added'}: {len(values)} marks in {file}")
    if not lift:
        _remove(place, suppression.suppressed(file))
        click.echo("Now run `python -m indexer build`, so that no copy of the index holds it.")


def _values(typed: Mapping[Kind, Sequence[str]]) -> list[tuple[Kind, str]]:
    """Return what was typed as values of the list; refuse what names nobody."""
    try:
        return [
            (kind, suppression.value_of(kind, text))
            for kind, texts in typed.items()
            for text in texts
        ]
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _remove(place: Place, listed: Suppressed) -> None:
    """Delete what we hold of whoever is listed, and say what it was, for a last look."""
    with store_if_there(place.store_url) as store:
        found = removal.matched(store, listed) if store else []
        for one in found:
            told = ", ".join((*one.address, *one.phones, one.website))
            click.echo(f"  deleted from {one.source}: {printable(f'{one.name}: {told}')}")
        if store:
            removal.remove(store, found)
    if place.pages.exists():
        with alone(place.pages), ArchiveFile(place.pages) as archive:
            click.echo(f"  deleted from the page archive: {removal.remove_pages(archive, listed)}")
    if not found:
        click.echo("  The store holds no listing that matches; check what you typed.")
