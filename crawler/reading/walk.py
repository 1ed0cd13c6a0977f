"""A page's tree in, its blocks out: every piece of text with the place where it stood; pure.

Text that a reader does not see, or that is struck through, is not read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element
from lxml.etree import iterwalk

from crawler.listing import Where
from crawler.reading.blocks import MAX_BLOCKS, Block, lines_of
from crawler.reading.charset import clean
from crawler.reading.roles import BLOCKS, LINKS, UNSEEN, Roles, is_hidden
from crawler.reading.rows import rows_joined

MAX_DEPTH = 100
"""Elements inside elements; what is deeper is told apart no more."""
_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!]$")
_SHORTEST_SPAN = 4
"""Characters."""


def blocks_of(document: Element) -> tuple[Block, ...]:
    """Return the blocks of a page in reading order; () if it shows no text.

    Of the whole page: where the tags of the body are left out, the parser takes a <header> or
    <main> for a part of the head.
    """
    return rows_joined(_Walk(document).blocks())


@dataclass(slots=True)
class _Place:
    """What the block elements around a text say about it."""

    where: Where = Where.BODY
    level: int = 0
    path: tuple[int, ...] = ()
    footer: bool = False
    row: int = 0


class _Walk:
    """Walks a tree without recursion: hostile pages are deep."""

    def __init__(self, document: Element) -> None:
        self._steps = iterwalk(document, events=("start", "end", "comment", "pi"))
        self._roles = Roles(document)
        self._around = [_Place()]
        """Of the block elements that are not at their end, the innermost last."""
        self._links_around = 0
        self._unread: Element | None = None
        self._number = 0
        self._row = 0
        self._found: list[Block] = []
        self._begin()

    def blocks(self) -> list[Block]:
        for step, node in self._steps:
            if len(self._found) == MAX_BLOCKS:
                return self._found
            if step == "start":
                self._enter(node)
                continue
            if step == "end" and node is not self._unread:
                self._leave(str(node.tag))
            if node.tail:
                self._say(node.tail)
        self._flush()
        return self._found

    def _enter(self, tag: Element) -> None:
        """Go into an element, or past one whose content is not read."""
        name = str(tag.tag)
        if name == "br" or (name == "span" and _begins_anew(tag)):
            self._words.append("\n")
        attributes = dict(tag.items())
        if name in UNSEEN or (attributes and is_hidden(attributes)):
            self._unread = tag
            self._steps.skip_subtree()
            return
        if name in LINKS:
            self._links_around += 1
            if name == "a":
                self._note_link(attributes.get("href", "").strip())
        elif name in BLOCKS:
            self._flush()
            self._around.append(self._inside(tag, attributes, self._around[-1]))
        if tag.text:
            self._say(tag.text)

    def _leave(self, name: str) -> None:
        if name in LINKS:
            self._links_around -= 1
        elif name in BLOCKS:
            self._flush()
            self._around.pop()

    def _inside(self, tag: Element, attributes: Mapping[str, str], outer: _Place) -> _Place:
        self._number += 1
        starts_row = tag.tag in ("tr", "dt")
        self._row += starts_row
        role = self._roles.of(str(tag.tag), attributes)
        return _Place(
            where=self._roles.where(tag, role, outer.where),
            level=self._roles.level(tag, role) or outer.level,
            path=(*outer.path, self._number)[:MAX_DEPTH],
            footer=outer.footer or role.footer,
            row=self._row if starts_row or tag.tag == "dd" else outer.row,
        )

    def _note_link(self, href: str) -> None:
        if href.lower().startswith(("tel:", "mailto:")):
            self._links.append(href)

    def _say(self, text: str) -> None:
        # Entities hide invisible marks from whoever cleans the markup. A line break in the
        # markup is a space, unlike one that <br> makes.
        words = clean(text).replace("\n", " ")
        self._words.append(words)
        if self._links_around:
            self._linked += _letters(words)

    def _begin(self) -> None:
        """Begin the text of the next block."""
        self._words: list[str] = []
        self._links: list[str] = []
        self._linked = 0
        """How many characters of it stand in links, without spaces."""

    def _flush(self) -> None:
        """Make a block of the text since the last one's end, if there is any."""
        if not self._words and not self._links:
            return
        raw = "".join(self._words)
        links, linked = tuple(self._links), self._linked
        self._begin()
        lines = lines_of(raw)
        if not lines and not links:
            return
        place = self._around[-1]
        is_menu = place.where is not Where.HEADING and _leads_away(raw, linked)
        self._found.append(
            Block(
                lines=lines,
                where=Where.MENU if is_menu else place.where,
                level=place.level,
                path=place.path,
                footer=place.footer,
                links=links,
                row=place.row,
            )
        )


def _leads_away(text: str, linked: int) -> bool:
    """Whether a text is nothing but links, which lead somewhere and state nothing.

    Unless it is a sentence: then the link is a card.
    """
    if not linked and text and not text.isspace():
        return False
    return linked >= _letters(text) and not _SENTENCE.search(text)


def _letters(text: str) -> int:
    # A plain count takes a tenth of the time, and is right where the only space is " ".
    return len(text) - text.count(" ") if text.isprintable() else len("".join(text.split()))


def _begins_anew(tag: Element) -> bool:
    """Whether a span is a line of its own after another, which only the page's style tells.

    "…, Floor 2" and "Richmond, VA" side by side; never the halves of one coloured word.
    """
    sibling = tag.getprevious()
    if sibling is None or sibling.tail:
        return False
    before, own = _span_text(sibling), _span_text(tag)
    long = min(len(before), len(own)) >= _SHORTEST_SPAN
    return long and before[-1] not in "-–(/" and (own[0].isupper() or own[0].isdigit())


def _span_text(tag: Element) -> str:
    """Return the text of a span that holds nothing else, else ""."""
    text = "" if tag.tag != "span" or len(tag) else tag.text or ""
    # A space at either end parts the words already.
    return text if text == text.strip() else ""
