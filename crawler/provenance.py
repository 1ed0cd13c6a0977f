"""Where a stored listing comes from: source, page, run, and when it was fetched, seen, changed."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from crawler.reading.interest import host_of
from crawler.record import StoredListing


def of_site(stored: Iterable[StoredListing], url: str) -> list[StoredListing]:
    """Return the listings whose page is on the host of *url*; [] if there are none."""
    host = host_of(url)
    return [one for one in stored if host and host_of(one.listing.url) == host]


def told(stored: StoredListing) -> Iterator[str]:
    """Yield what is known of where a listing comes from, for people, line by line."""
    one = stored.listing
    yield f"stored: {one.name}, key {one.key}"
    yield f"  by {one.source}, run {stored.run or 'not kept'}, from {one.url}"
    yield f"  fetched {_moment(one.seen_at)}"
    yield f"  first seen {_moment(stored.first_seen)}"
    since = _moment(stored.changed_at) if stored.changed_at else "before that was kept"
    yield f"  says what it says since {since}"
    if stored.missing_since:
        yield f"  missing since {_moment(stored.missing_since)}: dropped after the next good run"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
