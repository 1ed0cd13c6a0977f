"""A page's tree in, its blocks out: every piece of text with the place where it stood; pure.

Text that a reader does not see, or that is struck through, is not read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from crawler.listing import Where
from crawler.reading.blocks import MAX_BLOCKS, Block, lines_of
from crawler.reading.charset import clean
from crawler.reading.roles import BLOCKS, UNSEEN, Roles, is_hidden
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


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    tag: Element
    children: Iterator[Element]
    place: _Place
    in_link: bool


@dataclass(slots=True)
class _Pending:
    """The text since the last block's end."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    """How many characters of it stand in links, without spaces."""
    links: list[str] = field(default_factory=list)


class _Walk:
    """Walks a tree without recursion: hostile pages are deep."""

    def __init__(self, document: Element) -> None:
        self._document = document
        self._roles = Roles(document)
        self._number = 0
        self._row = 0
        self._pending = _Pending()
        self._found: list[Block] = []

    def blocks(self) -> list[Block]:
        stack = [_Open(self._document, iter(self._document), _Place(), in_link=False)]
        while stack and len(self._found) < MAX_BLOCKS:
            here = stack[-1]
            for child in here.children:
                inner = self._entered(child, here)
                if inner is None:
                    self._say(child.tail, here.in_link)
                else:
                    stack.append(inner)
                    break
            else:
                self._leave(stack.pop(), stack[-1] if stack else None)
        return self._found[:MAX_BLOCKS]

    def _entered(self, tag: Element, here: _Open) -> _Open | None:
        """Return an element as begun; None for one whose content is not read.

        The beginning of a block ends the text before it.
        """
        name = tag.tag
        if name == "br" or (name == "span" and _begins_anew(tag)):
            self._pending.words.append("\n")
        attributes = dict(tag.items())
        if name in UNSEEN or not isinstance(name, str) or (attributes and is_hidden(attributes)):
            return None
        if name == "a":
            self._note_link(attributes.get("href", "").strip())
        place = here.place
        if name in BLOCKS:
            self._flush(place)
            place = self._inside(tag, attributes, place)
        in_link = here.in_link or name in ("a", "button")
        self._say(tag.text, in_link)
        return _Open(tag, iter(tag), place, in_link)

    def _leave(self, left: _Open, outer: _Open | None) -> None:
        """Go out of an element; the end of a block ends its text."""
        if outer is None or left.place is not outer.place:
            self._flush(left.place)
        if outer is not None:
            self._say(left.tag.tail, outer.in_link)

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
            self._pending.links.append(href)

    def _say(self, text: str | None, in_link: bool) -> None:
        if not text:
            return
        # Entities hide invisible marks from whoever cleans the markup. A line break in the
        # markup is a space, unlike one that <br> makes.
        words = clean(text).replace("\n", " ")
        self._pending.words.append(words)
        if in_link:
            self._pending.linked += _letters(words)

    def _flush(self, place: _Place) -> None:
        """Make a block of the pending text, if there is any."""
        pending = self._pending
        if not pending.words and not pending.links:
            return
        self._pending = _Pending()
        raw = "".join(pending.words)
        lines = lines_of(raw)
        if not lines and not pending.links:
            return
        is_menu = place.where is not Where.HEADING and _leads_away(raw, pending.linked)
        self._found.append(
            Block(
                lines=lines,
                where=Where.MENU if is_menu else place.where,
                level=place.level,
                path=place.path,
                footer=place.footer,
                links=tuple(pending.links),
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
    return len("".join(text.split()))


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
