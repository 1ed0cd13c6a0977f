"""Takes what we hold of those who asked to be left out out of the store and the archive."""

from collections import defaultdict

from crawler.archive.file import ArchiveFile
from crawler.archive.pruning import forget
from crawler.listing import Listing
from crawler.store import ListingStore
from crawler.suppression import Suppressed


def matched(store: ListingStore, suppressed: Suppressed) -> list[Listing]:
    """Return the current listings that are about somebody on the list."""
    return [one.listing for one in store.listings() if suppressed.listing(one.listing) is not None]


def remove(store: ListingStore, listings: list[Listing]) -> int:
    """Delete listings from the store for good; return how many."""
    keys: dict[str, list[str]] = defaultdict(list)
    for one in listings:
        keys[one.source].append(one.key)
    return sum(store.forget(source, of_source) for source, of_source in keys.items())


def remove_pages(archive: ArchiveFile, suppressed: Suppressed) -> int:
    """Delete the kept pages of hosts on the list; return how many."""
    return forget(archive, lambda host: suppressed.domain(host) is not None)
