"""Prices of ketamine care out of a clinic's words; pure."""

from crawler.listing import Listing
from indexer.clinic import Price


def prices_of(listing: Listing) -> tuple[Price, ...]:
    """Return the prices that a listing prints for its ketamine care; () for none."""
    return ()
