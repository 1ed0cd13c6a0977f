"""Pages of one site in, the places they name out: where each stands, and how to reach it.

A place is an address. It is told from another by `place_key`, so that the footer, the contact page
and the structured data of one site speak of one place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.reading.address import Found, addresses_in, pieces_of
from crawler.reading.address_forms import NO_PLACE, PO_BOX
from crawler.reading.address_key import has_unit, place_key, same_but_for_code
from crawler.reading.blocks import Block
from crawler.reading.business import Business
from crawler.reading.contact import wordless_links
from crawler.reading.page import Page

MAX_PLACES = 200
LONGEST_LABEL = 60
"""Characters; a longer line above an address is a sentence of its own."""
_LINES_BEFORE, _LINES_AFTER = 3, 8
"""How far from an address its phone number and hours may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One printing of an address."""

    page: int
    """Which of the site's pages."""
    blocks: range
    """Which of the page's blocks it stands in."""
    footer: bool
    above: str
    """What stands directly before it, on its line or on the line above; "" for nothing."""
    heading: str
    """The heading close above it; "" for none."""
    around: tuple[str, ...]
    """The lines before and after it that belong to no other address, and the links in them."""
    found: Found

    @property
    def label(self) -> str:
        """What is said of the address: before it on its line, or a short line above."""
        return self.found.prefix or (self.above if len(self.above) <= LONGEST_LABEL else "")


@dataclass(slots=True)
class Place:
    """One place of a site, with every printing of its address."""

    key: str
    spots: list[Spot] = field(default_factory=list)
    businesses: list[tuple[int, Business]] = field(default_factory=list)
    """What the pages declare of it for machines, with the page."""

    @property
    def address(self) -> tuple[str, ...]:
        """The address as declared, else as printed; the first that names its unit, if one does."""
        told = [business.address for _, business in self.businesses]
        told += [spot.found.lines for spot in self.spots]
        return next(filter(has_unit, told), told[0] if told else ())


def places_in(pages: Sequence[Page]) -> list[Place]:
    """Return the places that a site's pages name, in order of first mention; [] for none.

    An address inside a sentence, or a town without a street, counts only where nothing better
    is printed on the whole site and only one is.
    """
    spots = [spot for number, page in enumerate(pages) for spot in _spots(number, page)]
    spots = [spot for spot in spots if _may_be_place(spot)]
    places = _joined([spot for spot in spots if spot.found.alone and spot.found.street])
    for key, declared in _declared(pages).items():
        if any(letter.isdigit() for letter in declared.address[0]):
            places.setdefault(key, Place(key)).businesses += declared.businesses
    if not places:
        places = _only(_joined([spot for spot in spots if spot.found.street]))
    if not places:
        places = _only(_joined([spot for spot in spots if spot.found.alone]))
    if not places:
        places = _only(_declared(pages))
    return list(_without_doubles(places).values())[:MAX_PLACES]


def _may_be_place(spot: Spot) -> bool:
    """Whether people may be seen at an address: at no PO box, and at none labelled as mail's."""
    return not (NO_PLACE.search(spot.label) or PO_BOX.search(spot.found.lines[0]))


def _declared(pages: Sequence[Page]) -> dict[str, Place]:
    """Return the places that the pages declare, be it only by a town."""
    places: dict[str, Place] = {}
    for number, page in enumerate(pages):
        for business in page.businesses:
            if business.address and not PO_BOX.search(business.address[0]):
                key = place_key(business.address)
                places.setdefault(key, Place(key)).businesses.append((number, business))
    return places


def _without_doubles(places: dict[str, Place]) -> dict[str, Place]:
    """Return the places with each that lacks a postcode folded into the one that has it."""
    kept: dict[str, Place] = {}
    for key, place in places.items():
        whole = same_but_for_code(key, list(places))
        one = kept.setdefault(whole, Place(whole))
        one.spots += place.spots
        one.businesses += place.businesses
    return kept


def _only(places: dict[str, Place]) -> dict[str, Place]:
    return places if len(places) == 1 else {}


def _joined(spots: Sequence[Spot]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for spot in spots:
        key = place_key(spot.found.lines)
        places.setdefault(key, Place(key)).spots.append(spot)
    return places


def _spots(number: int, page: Page) -> Iterator[Spot]:
    """Yield the addresses that one page prints."""
    pieces = [
        (index, piece)
        for index, block in enumerate(page.blocks)
        for line in block.lines
        for piece in pieces_of(line)
    ]
    owner = [index for index, _ in pieces]
    lines = [piece for _, piece in pieces]
    levels = [page.blocks[index].level for index in owner]
    addresses = addresses_in(lines)
    for index, found in enumerate(addresses):
        floor = addresses[index - 1].last + 1 if index else 0
        ceiling = addresses[index + 1].first if index + 1 < len(addresses) else len(lines)
        first, last = _reach(levels, found, floor, ceiling)
        blocks = range(owner[found.first], owner[found.last] + 1)
        yield Spot(
            page=number,
            blocks=blocks,
            footer=page.blocks[blocks.start].footer,
            heading=lines[first] if levels[first] and first < found.first else "",
            above=found.prefix or (lines[found.first - 1] if found.first > floor else ""),
            around=(*lines[first:last], *_links(page.blocks, owner[first:last])),
            found=found,
        )


def _reach(levels: Sequence[int], found: Found, floor: int, ceiling: int) -> tuple[int, int]:
    """Return the lines from *floor* to *ceiling* that speak of an address: up to a heading.

    Below another address, lines without a heading still belong to that one.
    """
    before = range(max(floor, found.first - _LINES_BEFORE), found.first)
    heading = next((line for line in reversed(before) if levels[line]), None)
    first = heading if heading is not None else found.first if floor else before.start
    after = range(found.last + 1, max(found.last + 1, min(ceiling, found.last + 1 + _LINES_AFTER)))
    last = next((line for line in after if levels[line]), after.stop)
    return first, last


def _links(blocks: Sequence[Block], wanted: Sequence[int]) -> Iterator[str]:
    for index in dict.fromkeys(wanted):
        if blocks[index].links:
            yield from wordless_links(blocks[index].text, blocks[index].links)
