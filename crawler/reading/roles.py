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
LINKS = frozenset({"a", "button"})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What an element is for, as far as its name, its role and its class tell."""

    menu: bool
    called_menu: bool
    """Whether only its class calls it a menu; a page's class may tell of the menu that it holds."""
    level: int
    """A heading's, 1 to 6; 0 for what is none."""
    called_title: bool
    """Whether its class calls it a title, which it is if it is no more than a line."""
    footer: bool
    item: bool


class Roles:
    """The roles of the elements of one page."""

    def __init__(self, document: Element) -> None:
        self._around_page = _around(document.iter(*_PAGE_ITSELF))
        self._known: dict[tuple[str, ...], Role] = {}

    def of(self, name: str, attributes: Mapping[str, str]) -> Role:
        """Return the role of an element; most of a page's are of the same few kinds."""
        get = attributes.get
        told = (name, get("class", ""), get("id", ""), get("role", ""))
        known = self._known.get(told)
        if known is None:
            known = self._known[told] = _role(*told)
        return known

    def where(self, tag: Element, role: Role, outer: Where) -> Where:
        """Return where the text of *tag* stands, if that around it stands at *outer*."""
        if outer is Where.MENU or role.menu:
            return Where.MENU
        if role.called_menu and tag not in self._around_page:
            return Where.MENU
        if self.level(tag, role):
            return Where.HEADING
        return Where.ITEM if role.item else outer

    @staticmethod
    def level(tag: Element, role: Role) -> int:
        """Return a heading's level, 1 to 6; 0 for what is none."""
        return role.level or (_LOWEST_HEADING if role.called_title and _is_line(tag) else 0)


def _role(name: str, classes: str, id_: str, role: str) -> Role:
    called = (*classes.split(), id_)
    return Role(
        menu=name in _MENUS or role == "navigation",
        called_menu=any(map(_MENU_NAME.search, called)),
        level=HEADINGS.get(name, 0),
        called_title=name in ("div", "p") and any(map(_HEADING_NAME.search, called)),
        footer=name == "footer" or role == "contentinfo" or any(map(_FOOTER_NAME.search, called)),
        item=name in ITEMS,
    )


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


def _is_line(tag: Element) -> bool:
    """Whether an element is no more than a line of text."""
    if any(child.tag in BLOCKS for child in tag):
        return False
    return 0 < sum(len(text.strip()) for text in texts_in(tag)) <= _LONGEST_TITLE
