"""Whether a clinic has closed, by the words of its own site; pure.

Its own site decides, and of its statements the freshest. A person who later found the clinic open
is believed too; a list, a register or a document is not, for such go on naming what has closed.
"""

from collections.abc import Iterable

from crawler.listing import SourceKind
from indexer.clinic import Evidence
from indexer.reading import ReadListing

_BELIEVED = (SourceKind.SITE, SourceKind.SURVEY)
"""Who may say that a clinic is open after its own site said that it has closed."""


def closing_of(reads: Iterable[ReadListing]) -> Evidence | None:
    """Return the words that say that the clinic has closed; None while it has not.

    What was seen on one day is open: of two sites of a clinic that took another name, one says
    that it has closed, and the other goes on.
    """
    reads = list(reads)
    closed = max(
        (read for read in reads if read.closes),
        key=lambda read: (read.listing.seen_at, read.ref),
        default=None,
    )
    if closed is None:
        return None
    told_on = closed.listing.seen_at.date()
    if any(_says_open(read) and read.listing.seen_at.date() >= told_on for read in reads):
        return None
    return Evidence(
        quote=closed.kind.quote,
        url=closed.kind.url or closed.listing.url,
        seen_on=told_on,
        source=closed.source.name,
    )


def _says_open(read: ReadListing) -> bool:
    return not read.closes and read.missing_since is None and read.source.kind in _BELIEVED
