"""What an element of a page is for: by its name, its role, and what its class calls it."""

import re

from bs4.element import Tag

from crawler.listing import Where

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
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MENU_NAME = re.compile(r"(?:^|[-_])(?:nav|navbar|menu|breadcrumbs?)(?:$|[-_])", re.IGNORECASE)
_FOOTER_NAME = re.compile(r"(?:^|[-_])footer(?:$|[-_])", re.IGNORECASE)
_HEADING_NAME = re.compile(r"(?:^|[-_])(?:title|heading|headline)$", re.IGNORECASE)
_PAGE_ITSELF = ["body", "main", "article", "h1"]
"""What holds one of these is no menu, whatever its class says."""
_LOWEST_HEADING = 6
_LONGEST_TITLE = 80
"""Characters of what only its class calls a title."""


class Roles:
    """The roles of the elements of one page."""

    def __init__(self, root: Tag) -> None:
        self._around_page = _around(root.find_all(_PAGE_ITSELF))

    def where(self, tag: Tag, outer: Where) -> Where:
        """Return where the text of *tag* stands, if that around it stands at *outer*."""
        if outer is Where.MENU or self._is_menu(tag):
            return Where.MENU
        if self.level(tag):
            return Where.HEADING
        return Where.ITEM if tag.name in ITEMS else outer

    def level(self, tag: Tag) -> int:
        """Return a heading's level, 1 to 6; 0 for what is none."""
        return HEADINGS.get(tag.name) or (_LOWEST_HEADING if _is_called_heading(tag) else 0)

    def _is_menu(self, tag: Tag) -> bool:
        """Whether it is a menu; a page's class may tell of the menu that it holds."""
        if tag.name in ("nav", "menu", "option", "label") or tag.get("role") == "navigation":
            return True
        return any(map(_MENU_NAME.search, _names(tag))) and id(tag) not in self._around_page


def is_hidden(tag: Tag) -> bool:
    """Whether a reader never sees it; a folded answer, which opens at a click, is seen."""
    style = str(tag.get("style") or "")
    folded = tag.get("role") in ("tabpanel", "region") or tag.has_attr("aria-labelledby")
    return (tag.has_attr("hidden") or bool(_HIDING.search(style))) and not folded


def is_footer(tag: Tag) -> bool:
    """Whether it is the foot of a page."""
    named = tag.name == "footer" or tag.get("role") == "contentinfo"
    return named or any(map(_FOOTER_NAME.search, _names(tag)))


def _around(tags: list[Tag]) -> frozenset[int]:
    """Return the identities of *tags* and of all that they stand in; each is visited once."""
    found: set[int] = set()
    for tag in tags:
        around: Tag | None = tag
        while around is not None and id(around) not in found:
            found.add(id(around))
            around = around.parent
    return frozenset(found)


def _is_called_heading(tag: Tag) -> bool:
    """Whether a block's class calls it a title, and it is no more than a line."""
    if tag.name not in ("div", "p") or not any(map(_HEADING_NAME.search, _names(tag))):
        return False
    blocks = any(isinstance(child, Tag) and child.name in BLOCKS for child in tag.children)
    return not blocks and 0 < len(tag.get_text(strip=True)) <= _LONGEST_TITLE


def _names(tag: Tag) -> list[str]:
    return [str(name) for name in (*tag.get_attribute_list("class"), tag.get("id")) if name]
