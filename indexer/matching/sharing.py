"""What many places share and therefore proves little: call centres, chains' sites, boilerplate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.matching.place import Agreement, agreement
from indexer.matching.record import Record

MOST_ADDRESSES = 2
"""A phone or a site seen at more addresses is many places'."""
MOST_SITES = 3
"""A sentence seen on more sites is boilerplate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What is common in a set of records."""

    phones: frozenset[str]
    """Seen at more than two addresses."""
    sites: frozenset[str]
    """Sites with several places."""
    sentences: frozenset[int]
    """Seen on more than three sites."""


def sharing(records: Sequence[Record]) -> Sharing:
    """Return what is common in *records*."""
    by_phone: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    by_site: dict[str, list[Record]] = defaultdict(list)
    by_sentence: dict[int, set[str]] = defaultdict(set)
    for record in records:
        if record.placed:
            for phone in record.phones:
                by_phone[phone].add(_address(record))
            if record.site and not record.missing:
                by_site[record.site].append(record)
        for digest in record.sentences:
            by_sentence[digest].add(record.domain)
    return Sharing(
        phones=_above(MOST_ADDRESSES, by_phone.items()),
        sites=frozenset(site for site, placed in by_site.items() if _has_several(placed)),
        sentences=frozenset(d for d, sites in by_sentence.items() if len(sites) > MOST_SITES),
    )


def _above(most: int, seen_at: Iterable[tuple[str, set[tuple[str, ...]]]]) -> frozenset[str]:
    """Return what is seen at more than *most* addresses; a town alone adds none to its streets."""
    return frozenset(
        key for key, addresses in seen_at if len(addresses) > most and len(_least(addresses)) > most
    )


def _least(addresses: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {address for address in addresses if len(address) > 1} or addresses


def _address(record: Record) -> tuple[str, ...]:
    """Return where a record is in as few words as two sources would both get right."""
    if record.street:
        return record.street.partition(" ")[0], record.postcode or record.city
    return (record.city or record.postcode,)


def _has_several(records: Sequence[Record]) -> bool:
    """Return whether a site has several places: one source lists two, or all together three.

    Two addresses in two sources may be one clinic before and after it moved.
    """
    addresses: list[Record] = []
    for record in records[:50]:
        for known in addresses:
            if agreement(record, known) < Agreement.MOVED:
                break
        else:
            addresses.append(record)
            if len(addresses) > MOST_ADDRESSES:
                return True
    return len(addresses) > 1 and _one_source_lists_two(records[:50])


def _one_source_lists_two(records: Sequence[Record]) -> bool:
    first: dict[str, Record] = {}
    for record in records:
        known = first.setdefault(record.ref[0], record)
        if agreement(record, known) >= Agreement.MOVED:
            return True
    return False
