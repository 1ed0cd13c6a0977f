"""One piece of a page's text, and where it stood; what no page may exceed.

A block is what a reader sees as one piece: a paragraph, a heading, a list item, a table cell, or a
short table row as a whole ("Spravato | Not offered" must never be read as "Spravato").
"""

import msgspec

from crawler.listing import Where

MAX_BLOCKS = 5000
MAX_TEXT = 4000
"""Characters of one block; what follows is cut at a word's end."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of text of a page."""

    lines: tuple[str, ...]
    """As broken by the page's own line breaks; () for a link that is only a picture."""
    where: Where
    level: int = 0
    """1 to 6 for a heading, else 0."""
    path: tuple[int, ...] = ()
    """Which elements it stands in, from the outermost in; numbers mean nothing elsewhere."""
    footer: bool = False
    links: tuple[str, ...] = ()
    """The `tel:` and `mailto:` addresses in it."""
    row: int = 0
    """The table row or term it belongs to; 0 for none."""

    @property
    def text(self) -> str:
        """The block as one text."""
        return "\n".join(self.lines)


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """Return one block for each line of a plain text that is not empty."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(
        Block(lines=lines_of(line), where=Where.BODY, path=(number,))
        for number, line in enumerate(filter(None, lines))
    )[:MAX_BLOCKS]


def lines_of(raw: str) -> tuple[str, ...]:
    """Return the lines of a block's text that are not empty, `MAX_TEXT` characters at most."""
    if raw.isprintable() and "  " not in raw and len(raw) <= MAX_TEXT:
        # One line as it must be, as most are; to see that takes a tenth of the time.
        return (line,) if (line := raw.strip()) else ()
    lines = tuple(line for part in raw.split("\n") if (line := " ".join(part.split())))
    return lines if len(raw) <= MAX_TEXT else _cut(lines)


def _cut(lines: tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    left = MAX_TEXT
    for line in lines:
        if left <= 0:
            break
        whole = len(line) <= left
        kept.append(line if whole else (line[:left].rpartition(" ")[0] or line[:left]))
        left -= len(line)
    return tuple(kept)
