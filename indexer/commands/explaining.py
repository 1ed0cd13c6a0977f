"""Why a page states what it states."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.listing import Listing
from crawler.reading.page import read_page
from crawler.reading.site import listings_of
from crawler.store import SqlListingStore, StoreUnavailable
from indexer import normalize
from indexer.commands.options import store_option
from indexer.explain import explained


@click.command("explain")
@store_option
@click.option("--all", "everything", is_flag=True, help="Show every mention, not only treatments.")
@click.argument("page")
def explain_command(store_url: str, everything: bool, page: str) -> None:
    """Show what PAGE states and why: each mention with the rule that fired or vetoed.

    PAGE is a file of HTML or text, or the web address of a site in the store, in the words of
    its last good crawl. "+" is stated, "-" stated as not given, "·" merely mentioned.
    """
    try:
        found = _page_file(Path(page)) if Path(page).is_file() else _stored(store_url, page)
    except StoreUnavailable as problem:
        sys.exit(str(problem))
    for listing in found:
        click.echo("\n".join(explained(listing, everything=everything)))
    if not found:
        sys.exit(f"Nothing is said of a clinic in {page}, and no listing of the store is there.")


def _page_file(path: Path) -> list[Listing]:
    """The listings of a page in a file, as the crawler would read it."""
    kind = "text/html" if path.suffix.lower() in {".html", ".htm"} else "text/plain"
    address = path.resolve().as_uri()
    page = read_page(path.read_bytes(), kind, url=address, seen_at=datetime.now(UTC))
    return listings_of([page], source="file", website=address)


def _stored(store_url: str, address: str) -> list[Listing]:
    """The store's listings whose page or website is on the host of *address*."""
    wanted = normalize.host(address)
    with SqlListingStore(store_url) as store:
        listings = [stored.listing for stored in store.listings()]
    return [
        one for one in listings if wanted in (normalize.host(one.website), normalize.host(one.url))
    ]
