"""Which words of a site with several places speak of which place; pure.

What one place's card or page says ("Spravato is given in Austin only") must never be told of
another place. Where that cannot be decided, the words are told of none.
"""

from collections.abc import Sequence

from crawler.reading.blocks import Block
from crawler.reading.page import Page
from crawler.reading.places import Place

EVERYONE = "*"
NOBODY = ""


def owners(number: int, page: Page, places: Sequence[Place], *, home: bool) -> list[str]:
    """Return for each block of a page the key of the place it speaks of.

    EVERYONE for what holds for the whole site, NOBODY for what cannot be decided.
    """
    main = _addresses(number, places, footer=False)
    everywhere = main | _addresses(number, places, footer=True)
    mine = set(main.values()) or _declared(number, places)
    if len(places) < 2:
        owned = [EVERYONE] * len(page.blocks)
    elif len(mine) == 1 and not home:
        owned = [EVERYONE if block.footer else next(iter(mine)) for block in page.blocks]
    else:
        owned = _shared_out(page.blocks, main)
    for index, key in everywhere.items():
        owned[index] = key
    return owned


def owner_of_page(page: Page, owned: Sequence[str]) -> str:
    """Return the one place that a page speaks of outside its footer, else EVERYONE."""
    mine = {key for block, key in zip(page.blocks, owned, strict=True) if not block.footer}
    return next(iter(mine)) if len(mine) == 1 else EVERYONE


def _addresses(number: int, places: Sequence[Place], *, footer: bool) -> dict[int, str]:
    """Return the place whose address each block of a page prints."""
    return {
        index: place.key
        for place in places
        for spot in place.spots
        if spot.page == number and spot.footer is footer
        for index in spot.blocks
    }


def _declared(number: int, places: Sequence[Place]) -> set[str]:
    return {place.key for place in places for page, _ in place.businesses if page == number}


def _shared_out(blocks: Sequence[Block], main: dict[int, str]) -> list[str]:
    """Share a page that prints addresses out among their places: by section, then by card."""
    owned = [EVERYONE] * len(blocks)
    for index, key in main.items():
        own = _section(blocks, index)
        if {main[i] for i in own if i in main} != {key}:
            own = _card(blocks, index, main)
        for i in own:
            owned[i] = key
    taken = [index for index, key in enumerate(owned) if key != EVERYONE]
    for index in range(min(taken), max(taken)) if taken else ():
        if owned[index] == EVERYONE:
            owned[index] = NOBODY
    return owned


def _section(blocks: Sequence[Block], index: int) -> list[int]:
    """Return the blocks from the heading above *index* to the next heading of its rank."""
    start = next((i for i in range(index, -1, -1) if blocks[i].level), None)
    if start is None:
        return list(range(len(blocks)))
    rank = blocks[start].level
    later = range(start + 1, len(blocks))
    end = next((i for i in later if 0 < blocks[i].level <= rank or blocks[i].footer), len(blocks))
    return list(range(start, max(end, index + 1)))


def _card(blocks: Sequence[Block], index: int, main: dict[int, str]) -> list[int]:
    """Return the blocks of the largest element around *index* that holds no other address."""
    path = blocks[index].path
    others = [blocks[i].path for i, key in main.items() if key != main[index]]
    for depth in range(len(path) + 1):
        card = path[:depth]
        if not any(other[:depth] == card for other in others):
            return [i for i, block in enumerate(blocks) if block.path[:depth] == card]
    return [index]
