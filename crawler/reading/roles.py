"""What an element of a page is for: by its name, its role, and what its class calls it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler.listing import Where
from crawler.reading.markup import texts_in

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ITEMS = frozenset({"li", "td", "th", "dd", "dt"})
BLOCKS = frozenset(HEADINGS) | ITEMS | {"address", "article", "aside", "blockquote", "body"}
BLOCKS |= {"caption", "center", "details", "dialog", "div", "dl", "fieldset", "figcaption"}
BLOCKS |= {"figure", "footer", "form", "header", "hr", "label", "legend", "main", "menu", "nav"}
BLOCKS |= {"ol", "option", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead"}
BLOCKS |= {"tr", "ul"}
"""Elements that begin and end a piece of text."""
UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object"})
UNSEEN |= {"canvas", "audio", "video", "title", "select", "datalist", "textarea"}
UNSEEN |= {"del", "s", "strike"}
"""Elements whose text no reader sees, or that is struck through."""
_MENUS = frozenset({"nav", "menu", "option", "label"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MENU_NAME = re.compile(r"(?:^|[-_])(?:nav|navbar|menu|breadcrumbs?)(?:$|[-_])", re.IGNORECASE)
_FOOTER_NAME = re.compile(r"(?:^|[-_])footer(?:$|[-_])", re.IGNORECASE)
_HEADING_NAME = re.compile(r"(?:^|[-_])(?:title|heading|headline)$", re.IGNORECASE)
_PAGE_ITSELF = ("body", "main", "article", "h1")
"""What holds one of these is no menu, whatever its class says."""
_LOWEST_HEADING = 6
_LONGEST_TITLE = 80
"""Characters of what only its class calls a title."""


@dataclass(frozen=True, slots=True)
class Role:
    """What one element is for."""

    menu: bool
    level: int
    """A heading's, 1 to 6; 0 for what is none."""
    footer: bool
    item: bool

    def where(self, outer: Where) -> Where:
        """Return where the element's text stands, if that around it stands at *outer*."""
        if self.menu or outer is Where.MENU:
            return Where.MENU
        if self.level:
            return Where.HEADING
        return Where.ITEM if self.item else outer


@dataclass(frozen=True, slots=True)
class _Called:
    """What the class or the id of an element calls it."""

    menu: bool
    footer: bool
    heading: bool


class Roles:
    """The roles of the elements of one page."""

    def __init__(self, document: Element) -> None:
        self._around_page = _around(document.iter(*_PAGE_ITSELF))
        self._called: dict[tuple[str, str], _Called] = {("", ""): _Called(False, False, False)}

    def of(self, tag: Element, attributes: Mapping[str, str]) -> Role:
        """Return the role of an element with its *attributes*."""
        name, role = str(tag.tag), attributes.get("role")
        called = self._named(attributes.get("class", ""), attributes.get("id", ""))
        # A page's class may tell of the menu that it holds.
        menu = called.menu and tag not in self._around_page
        heading = called.heading and _is_title(tag)
        return Role(
            menu=menu or name in _MENUS or role == "navigation",
            level=HEADINGS.get(name, _LOWEST_HEADING if heading else 0),
            footer=called.footer or name == "footer" or role == "contentinfo",
            item=name in ITEMS,
        )

    def _named(self, classes: str, name: str) -> _Called:
        """Return what an element is called; most of a page's bear the same few classes."""
        known = self._called.get((classes, name))
        if known is None:
            names = (*classes.split(), name)
            known = self._called[classes, name] = _Called(
                menu=any(map(_MENU_NAME.search, names)),
                footer=any(map(_FOOTER_NAME.search, names)),
                heading=any(map(_HEADING_NAME.search, names)),
            )
        return known


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether a reader never sees it; a folded answer, which opens at a click, is seen."""
    if "hidden" not in attributes and not _HIDING.search(attributes.get("style", "")):
        return False
    folded = attributes.get("role") in ("tabpanel", "region") or "aria-labelledby" in attributes
    return not folded


def _around(tags: Iterable[Element]) -> frozenset[Element]:
    """Return *tags* and all that they stand in; each is visited once."""
    found: set[Element] = set()
    for tag in tags:
        around: Element | None = tag
        while around is not None and around not in found:
            found.add(around)
            around = around.getparent()
    return frozenset(found)


def _is_title(tag: Element) -> bool:
    """Whether a block that its class calls a title is no more than a line."""
    if tag.tag not in ("div", "p") or any(child.tag in BLOCKS for child in tag):
        return False
    return 0 < sum(len(text.strip()) for text in texts_in(tag)) <= _LONGEST_TITLE
