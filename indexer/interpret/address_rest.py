"""An address while it is read from its end: what is known of it, and the text still unread."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.clinic import Address
from indexer.place import Gazetteer, Place

LONGEST_TOWN = 5
"""Words in a town's name."""
LONGEST_REGION = 4
"""Words in "United States of America"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What is still unread of an address, and what its end told."""

    text: str
    address: Address
    place: Place | None = None
    """The postcode's place."""


def cut(rest: Rest, before: list[str], address: Address) -> Rest:
    """Return what is left when only the words *before* are unread, and *address* is known."""
    return replace(rest, text=" ".join(before).rstrip(" ,"), address=address)


def mending(address: Address, field: str) -> Address:
    """Return the address with a field marked as not being what was printed."""
    return replace(address, mended=tuple(dict.fromkeys((*address.mended, field))))


def region_tails(text: str) -> Iterator[tuple[list[str], str]]:
    """Yield the ways to part a text into words and a region's name behind, the longest first."""
    words = text.split()
    for count in range(min(LONGEST_REGION, len(words)), 0, -1):
        yield words[:-count], " ".join(words[-count:])


def town_tails(words: list[str]) -> Iterator[str]:
    """Yield what may be a town's name at the end of *words*, the longest first."""
    for count in range(min(LONGEST_TOWN, len(words)), 0, -1):
        town = words[-count:]
        if not any("," in word for word in town[:-1]) and not town[0][0].isdigit():
            yield " ".join(town).strip(" ,")


def ends_in_town(words: list[str], region: Place, gazetteer: Gazetteer) -> bool:
    """Return whether *words* end in the name of a town of that state or country."""
    towns = town_tails(words)
    return any(gazetteer.has_town(town, region.state, region.country) for town in towns)


def has_digit(text: str) -> bool:
    """Return whether a text holds a digit: what tells a street from a name."""
    return any(c.isdigit() for c in text)
