"""A page's tree in, its paragraphs out: every block of text with the place where it stood.

A block is what a reader sees as one piece: a paragraph, a heading, a list item, a table cell, or a
short table row as a whole ("Spravato | Not offered" must never be read as "Spravato"). Text that
a reader does not see, or that is struck through, is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from crawler.listing import Where
from crawler.reading.charset import clean
from crawler.reading.roles import BLOCKS, UNSEEN, Roles, is_footer, is_hidden

MAXBLOCKS = 5000
MAX_TEXT = 4000
"""Characters of one block; what follows is cut at a word's end."""

MAX_DEPTH = 100
"""Elements inside elements; what is deeper is told apart no more."""

_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+[.!]$")
_SHORT_CELL, _SHORT_ROW = 80, 240
_SHORTEST_SPAN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
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


def blocks_of(soup: BeautifulSoup) -> tuple[Block, ...]:
    """Return the blocks of a page in reading order; () if it shows no text.

    Of the whole page: where the tags of the body are left out, the parser takes a <header> or
    <main> for a part of the head.
    """
    return _rows_joined(tuple(_Walk(soup).blocks(soup)))


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """Return one block for each line of a plain text that is not empty."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(
        Block(lines=(_cut(line),), where=Where.BODY, path=(number,))
        for number, line in enumerate(filter(None, lines))
    )[:MAXBLOCKS]


@dataclass(slots=True)
class _Place:
    """What the element that is being read says about the text in it."""

    where: Where = Where.BODY
    level: int = 0
    path: tuple[int, ...] = ()
    footer: bool = False
    row: int = 0


@dataclass(slots=True)
class _Pending:
    """The text since the last block's end."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    """How many characters of it stand in links."""
    links: list[str] = field(default_factory=list)


class _Walk:
    """Walks a tree without recursion: hostile pages are deep."""

    def __init__(self, root: Tag) -> None:
        self._roles = Roles(root)
        self._number = 0
        self._row = 0
        self._pending = _Pending()

    def blocks(self, root: Tag) -> Iterator[Block]:
        stack: list[tuple[Iterator[PageElement], _Place, bool]] = [
            (iter(root.children), _Place(), False)
        ]
        count = 0
        while stack and count < MAXBLOCKS:
            children, place, in_link = stack[-1]
            child = next(children, None)
            done: Block | None = None
            if child is None:
                stack.pop()
                # The end of a block element ends its text.
                if not stack or stack[-1][1] is not place:
                    done = self._flushed(place)
            elif isinstance(child, Tag):
                done = self._enter(child, place, in_link, stack)
            elif not isinstance(child, PreformattedString):
                self._say(child, in_link)
            if done is not None:
                count += 1
                yield done

    def _enter(
        self,
        tag: Tag,
        place: _Place,
        in_link: bool,
        stack: list[tuple[Iterator[PageElement], _Place, bool]],
    ) -> Block | None:
        if tag.name == "br" or _begins_anew(tag):
            self._pending.words.append("\n")
        if tag.name in UNSEEN or is_hidden(tag):
            return None
        if tag.name == "a":
            self._note_link(tag)
        in_link = in_link or tag.name in ("a", "button")
        if tag.name not in BLOCKS:
            stack.append((iter(tag.children), place, in_link))
            return None
        done = self._flushed(place)
        stack.append((iter(tag.children), self._inside(tag, place), in_link))
        return done

    def _inside(self, tag: Tag, outer: _Place) -> _Place:
        self._number += 1
        starts_row = tag.name in ("tr", "dt")
        self._row += starts_row
        return _Place(
            where=self._roles.where(tag, outer.where),
            level=self._roles.level(tag) or outer.level,
            path=(*outer.path, self._number)[:MAX_DEPTH],
            footer=outer.footer or is_footer(tag),
            row=self._row if starts_row or tag.name == "dd" else outer.row,
        )

    def _note_link(self, tag: Tag) -> None:
        href = str(tag.get("href") or "").strip()
        if href.lower().startswith(("tel:", "mailto:")):
            self._pending.links.append(href)

    def _say(self, text: NavigableString | PageElement, in_link: bool) -> None:
        # Entities hide invisible marks from whoever cleans the markup. A line break in the
        # markup is a space, unlike one that <br> makes.
        words = re.sub(r"\s+", " ", clean(str(text)))
        self._pending.words.append(words)
        if in_link:
            self._pending.linked += len("".join(words.split()))

    def _flushed(self, place: _Place) -> Block | None:
        """Return the pending text as a block, or None if there is none."""
        pending, self._pending = self._pending, _Pending()
        raw = "".join(pending.words)
        lines = tuple(line for part in raw.split("\n") if (line := " ".join(part.split())))
        if not lines and not pending.links:
            return None
        # What is nothing but a link leads somewhere and states nothing, unless it is a sentence:
        # then the link is a card.
        only_links = pending.linked >= len("".join(raw.split())) and not _SENTENCE.search(raw)
        where = Where.MENU if only_links and place.where is not Where.HEADING else place.where
        return Block(
            lines=_cut_lines(lines),
            where=where,
            level=place.level,
            path=place.path,
            footer=place.footer,
            links=tuple(pending.links),
            row=place.row,
        )


def _begins_anew(tag: Tag) -> bool:
    """Whether a span is a line of its own after another, which only the page's style tells.

    "…, Floor 2" and "Richmond, VA" side by side; never the halves of one coloured word.
    """
    before, own = _span_text(tag.previous_sibling), _span_text(tag)
    long = min(len(before), len(own)) >= _SHORTEST_SPAN
    return long and before[-1] not in "-–(/" and (own[0].isupper() or own[0].isdigit())


def _span_text(element: PageElement | None) -> str:
    """Return the text of a span that holds nothing else, else ""."""
    if not isinstance(element, Tag) or element.name != "span" or len(element.contents) != 1:
        return ""
    (only,) = element.contents
    # A space at either end parts the words already.
    text = str(only) if isinstance(only, NavigableString) else ""
    return text if text == text.strip() else ""


def _rows_joined(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the cells of each short row as one block."""
    joined: list[Block] = []
    for row in _runs(blocks):
        joined.extend((_one(row),) if _is_short_row(row) else row)
    return tuple(joined)


def _is_short_row(row: list[Block]) -> bool:
    texts = [block.text for block in row]
    one_line_each = all(len(block.lines) <= 1 for block in row)
    short = all(len(text) <= _SHORT_CELL for text in texts) and sum(map(len, texts)) <= _SHORT_ROW
    return len(row) > 1 and one_line_each and short


def _one(row: list[Block]) -> Block:
    return replace(
        row[0],
        lines=(" | ".join(filter(None, (block.text for block in row))),),
        where=next((block.where for block in row if block.where is not Where.MENU), Where.MENU),
        links=tuple(link for block in row for link in block.links),
    )


def _runs(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Yield neighbours that stand in one row together, every other block alone."""
    run: list[Block] = []
    for block in blocks:
        if run and not (block.row and block.row == run[-1].row):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _cut_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    left = MAX_TEXT
    for line in lines:
        if left <= 0:
            break
        kept.append(_cut(line, left))
        left -= len(line)
    return tuple(kept)


def _cut(text: str, limit: int = MAX_TEXT) -> str:
    return text if len(text) <= limit else (text[:limit].rpartition(" ")[0] or text[:limit])
