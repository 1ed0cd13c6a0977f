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
from crawler.reading.markup import is_element
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
    return rows_joined(_Walk(document).blocks(document))


@dataclass(frozen=True, slots=True)
class _Place:
    """What the block elements around a text say about it."""

    where: Where = Where.BODY
    level: int = 0
    path: tuple[int, ...] = ()
    footer: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
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
        self._roles = Roles(document)
        self._number = 0
        self._row = 0
        self._pending = _Pending()

    def blocks(self, document: Element) -> Iterator[Block]:
        stack = [_Open(document, iter(document), _Place(), False)]
        count = 0
        while stack and count < MAX_BLOCKS:
            here = stack[-1]
            child = next(here.children, None)
            done = self._leave(stack) if child is None else self._meet(child, here, stack)
            if done is not None:
                count += 1
                yield done

    def _meet(self, tag: Element, here: _Open, stack: list[_Open]) -> Block | None:
        """Enter an element that is read, and pass what is not."""
        if is_element(tag):
            attributes = dict(tag.items())
            if tag.tag == "br" or _begins_anew(tag):
                self._pending.words.append("\n")
            if tag.tag not in UNSEEN and not is_hidden(attributes):
                return self._enter(tag, attributes, here, stack)
        self._say(tag.tail, here.in_link)
        return None

    def _enter(
        self, tag: Element, attributes: Mapping[str, str], here: _Open, stack: list[_Open]
    ) -> Block | None:
        """Go into an element; the beginning of a block ends the text before it."""
        done, place = None, here.place
        if tag.tag == "a":
            self._note_link(attributes.get("href", "").strip())
        if tag.tag in BLOCKS:
            done = self._flushed(place)
            place = self._inside(tag, attributes, place)
        in_link = here.in_link or tag.tag in ("a", "button")
        self._say(tag.text, in_link)
        stack.append(_Open(tag, iter(tag), place, in_link))
        return done

    def _leave(self, stack: list[_Open]) -> Block | None:
        """Go out of the innermost element; the end of a block ends its text."""
        left = stack.pop()
        if not stack:
            return self._flushed(left.place)
        here = stack[-1]
        done = self._flushed(left.place) if left.place is not here.place else None
        self._say(left.tag.tail, here.in_link)
        return done

    def _inside(self, tag: Element, attributes: Mapping[str, str], outer: _Place) -> _Place:
        self._number += 1
        starts_row = tag.tag in ("tr", "dt")
        self._row += starts_row
        role = self._roles.of(tag, attributes)
        return _Place(
            where=role.where(outer.where),
            level=role.level or outer.level,
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

    def _flushed(self, place: _Place) -> Block | None:
        """Return the pending text as a block, or None if there is none."""
        pending = self._pending
        if not pending.words and not pending.links:
            return None
        self._pending = _Pending()
        raw = "".join(pending.words)
        lines = lines_of(raw)
        if not lines and not pending.links:
            return None
        is_menu = place.where is not Where.HEADING and _leads_away(raw, pending.linked)
        return Block(
            lines=lines,
            where=Where.MENU if is_menu else place.where,
            level=place.level,
            path=place.path,
            footer=place.footer,
            links=tuple(pending.links),
            row=place.row,
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
    sibling = tag.getprevious() if tag.tag == "span" else None
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
