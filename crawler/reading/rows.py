"""A page's blocks in, the same out with the cells of each short table row as one block."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from crawler.listing import Where
from crawler.reading.blocks import Block

_SHORT_CELL, _SHORT_ROW = 80, 240
"""Characters."""


def rows_joined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with the cells of each short row as one block."""
    joined: list[Block] = []
    for row in _runs(blocks):
        joined.extend((_one(row),) if len(row) > 1 and _is_short(row) else row)
    return tuple(joined)


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield neighbours that stand in one row together, every other block alone."""
    run: list[Block] = []
    for block in blocks:
        if run and not (block.row and block.row == run[-1].row):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _is_short(row: list[Block]) -> bool:
    texts = [block.text for block in row]
    one_line_each = all(len(block.lines) <= 1 for block in row)
    return (
        one_line_each
        and all(len(text) <= _SHORT_CELL for text in texts)
        and sum(map(len, texts)) <= _SHORT_ROW
    )


def _one(row: list[Block]) -> Block:
    return replace(
        row[0],
        lines=(" | ".join(filter(None, (block.text for block in row))),),
        where=next((block.where for block in row if block.where is not Where.MENU), Where.MENU),
        links=tuple(link for block in row for link in block.links),
    )
