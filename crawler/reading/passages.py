"""Pages of one site in, passages of one place out: each text once, as printed, where it stood."""

from collections.abc import Iterable, Iterator, Sequence

from crawler.listing import Passage, Where
from crawler.reading.outline import headings_above
from crawler.reading.page import Page
from crawler.reading.places import Place
from crawler.reading.territory import EVERYONE, owner_of_page, owners

MAX_PASSAGES = 1000
MIN_LENGTH = 2
"""Characters; a shorter text says nothing."""


def passages_of(
    place: Place, pages: Sequence[Page], places: Sequence[Place]
) -> tuple[Passage, ...]:
    """Return what the pages say of one place and of all of them; the first page is the home."""
    return _once(
        found
        for number, page in enumerate(pages)
        for found in _of_page(number, page, place, places)
    )


def _of_page(number: int, page: Page, place: Place, places: Sequence[Place]) -> Iterator[Passage]:
    owned = owners(number, page, places, home=number == 0)
    mine = (place.key, EVERYONE)
    if owner_of_page(page, owned) in mine:
        yield _passage(page.title, page, Where.TITLE)
    for business in page.businesses:
        owner = _owner(business, number, places) or owner_of_page(page, owned)
        if owner in mine:
            yield from (_passage(text, page, Where.STRUCTURED) for text in business.words)
    above = headings_above(page.blocks)
    for block, owner, under in zip(page.blocks, owned, above, strict=True):
        if owner in mine:
            yield _passage(block.text, page, block.where, under)


def _owner(business: object, number: int, places: Sequence[Place]) -> str:
    """Return the place that a declared business is, or "" if it declares no address."""
    return next((place.key for place in places if (number, business) in place.businesses), "")


def _passage(text: str, page: Page, where: Where, under: str = "") -> Passage:
    return Passage(text=text, url=page.url, seen_at=page.seen_at, where=where, under=under)


def _once(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Return the passages without repetition: a text counts where it was first seen.

    A menu entry gives way to the same words in a page's own text. No line of a text has two spaces
    side by side.
    """
    first: dict[str, Passage] = {}
    for found in passages:
        key = found.text.replace("\n", " ").strip().casefold()
        known = first.get(key)
        if len(key) >= MIN_LENGTH and (known is None or known.where is Where.MENU):
            # In the place of the text, not of the menu: what follows a heading stands under it.
            first.pop(key, None)
            first[key] = found
    return tuple(first.values())[:MAX_PASSAGES]
