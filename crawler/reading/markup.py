"""A page's markup in, its tree out: lxml's own, and BeautifulSoup's where lxml gives up; pure.

BeautifulSoup over lxml and lxml alone make the same tree of the same markup, however broken
(tests/crawler/reading/test_markup.py), but lxml's costs a twentieth. Only where elements stand
more than 255 deep in each other does lxml drop the rest of the page, and a few hundred tags that
nobody closed get there. BeautifulSoup reads such a page to its end (docs/decisions/0016).
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import PageElement, PreformattedString, Tag
from lxml import etree
from lxml.etree import _Element as Element

DOCUMENT = "document"
"""The element around all that a page holds; what follows a page's end stands there beside it."""
_BOXES = ("template", "rt", "rp")
_APART = frozenset({"script", "style", *_BOXES})
"""Elements whose text is no part of the text around them."""
_PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tree_of(markup: str) -> Element:
    """Return the tree of a page below one element `DOCUMENT`; that alone if there is none."""
    # A lone half of a letter, which some encodings let through, is no text.
    data = markup.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8")
    parser.feed(data)
    root: Element | None = parser.close()
    if any(fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for fault in parser.feed_error_log):
        return _copied(BeautifulSoup(data.decode(), "lxml"))
    document = etree.Element(DOCUMENT)
    if root is not None:
        document.extend([root, *root.itersiblings()])
    return document


def is_element(node: Element) -> bool:
    """Whether a node of a tree is an element, and no comment."""
    return isinstance(node.tag, str)


def texts_in(tag: Element) -> Iterator[str]:
    """Yield the pieces of text in an element, without scripts, comments and the like."""
    if tag.text and tag.tag not in _APART and is_element(tag):
        yield tag.text
    for child in tag:
        if child.tag not in _APART:
            yield from texts_in(child)
        if child.tail:
            yield child.tail


def kept_apart(document: Element) -> frozenset[Element]:
    """Return the elements whose text counts nowhere on the page, such as those of a template."""
    return frozenset(tag for box in document.iter(*_BOXES) for tag in box.iter())


def _copied(soup: BeautifulSoup) -> Element:
    """Return BeautifulSoup's tree as lxml's, without names and letters that XML does not know."""
    builder = etree.TreeBuilder()
    builder.start(DOCUMENT, {})
    around: list[tuple[str, Iterator[PageElement]]] = [(DOCUMENT, iter(soup.children))]
    while around:
        name, children = around[-1]
        child = next(children, None)
        if child is None:
            builder.end(name)
            around.pop()
        elif isinstance(child, Tag):
            name = child.name if _PLAIN_NAME.fullmatch(child.name) else "unknown"
            builder.start(name, _attributes(child))
            around.append((name, iter(child.children)))
        elif isinstance(child, PreformattedString):
            builder.comment("")
        else:
            builder.data(_NO_XML.sub("", str(child)))
    return builder.close()


def _attributes(tag: Tag) -> dict[str, str]:
    values = {key: " ".join(tag.get_attribute_list(key)) for key in tag.attrs}
    return {
        key: _NO_XML.sub("", value) for key, value in values.items() if _PLAIN_NAME.fullmatch(key)
    }
