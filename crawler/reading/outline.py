"""What stands above each block of a page: its nearest heading, question or lead-in line."""

from collections.abc import Sequence

from crawler.listing import Where
from crawler.reading.blocks import Block

MAX_TITLE = 160
"""Characters: longer text heads nothing."""
QUESTION_LEVEL = 7
"""A question in the text heads its answer, below every real heading."""


def headings_above(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return for each block the words it stands under, "" for none.

    A list stands under the line that leads into it ("We give:"), other text under its nearest
    heading or question, a heading under the next higher one.
    """
    above: list[str] = []
    headings: dict[int, str] = {}
    lead = ""
    for block in blocks:
        level = _level(block)
        if level:
            headings = {known: text for known, text in headings.items() if known < level}
            above.append(_lowest(headings))
            headings[level] = block.text
            lead = ""
            continue
        above.append(lead if lead and block.where is Where.ITEM else _lowest(headings))
        if block.where is Where.BODY:
            lead = block.text if block.text.endswith(":") and len(block.text) <= MAX_TITLE else ""
    return tuple(above)


def _level(block: Block) -> int:
    if block.where is Where.HEADING:
        return block.level
    asks = block.text.endswith("?") and len(block.text) <= MAX_TITLE
    return QUESTION_LEVEL if asks and block.where is not Where.MENU else 0


def _lowest(headings: dict[int, str]) -> str:
    return headings[max(headings)][:MAX_TITLE] if headings else ""
