"""Which pairs of records are worth comparing; pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from indexer.matching.record import Record

LARGEST_BLOCK = 60
"""A key that more records share tells nothing, and its pairs grow with the square."""
STREET_LETTERS = 6
NAME_LETTERS = 4
Key: TypeAlias = tuple[str, ...] | str


def candidates(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Yield each pair of positions, the smaller first, that shares a key; each pair once."""
    seen: set[int] = set()
    size = len(records)
    for keys_of in (_npis, _phones, _site, _house, _name_there, _core_there, _of_townless(records)):
        for block in _blocks(records, keys_of):
            for one, other in combinations(block, 2):
                pair = one * size + other
                if pair not in seen:
                    seen.add(pair)
                    yield one, other


def _blocks(
    records: Sequence[Record], keys_of: Callable[[Record], Iterable[Key]]
) -> Iterator[list[int]]:
    first: dict[Key, int] = {}  # most keys are of one record: no list is made for them
    blocks: dict[Key, list[int]] = {}
    for position, record in enumerate(records):
        for key in keys_of(record):
            before = first.setdefault(key, position)
            if before != position:
                blocks.setdefault(key, [before]).append(position)
    return (block for block in blocks.values() if len(block) <= LARGEST_BLOCK)


def _npis(record: Record) -> Iterable[Key]:
    return record.npis


def _phones(record: Record) -> Iterable[Key]:
    return record.phones


def _site(record: Record) -> Iterable[Key]:
    return (record.site,) if record.site else ()


def _house(record: Record) -> Iterable[Key]:
    if not (record.street and record.placed):
        return ()
    number, _, street = record.street.partition(" ")
    return ((number, street[:STREET_LETTERS], record.postcode or record.city),)


def _name_there(record: Record) -> Iterable[Key]:
    """Return a key that outlives a slip in the rest of the name."""
    start = (record.core or record.name)[:NAME_LETTERS]
    return ((start, record.postcode),) if record.postcode else ()


def _core_there(record: Record) -> Iterable[Key]:
    return ((record.core or record.name, record.city),) if record.city else ()


def _of_townless(records: Sequence[Record]) -> Callable[[Record], Iterable[Key]]:
    """Return a key by name and state for those that share the name of one without a town."""
    names = {record.name for record in records if not record.placed}

    def name_in_state(record: Record) -> Iterable[Key]:
        known = record.state and record.name in names
        return ((record.name, record.state),) if known else ()

    return name_in_state
