"""A weekly table of opening hours out of a clinic's words; pure."""

from crawler.listing import Listing


def weekly_of(listing: Listing) -> str:
    """Return the week's hours in OpenStreetMap's syntax, "" where no certain table follows."""
    return ""
