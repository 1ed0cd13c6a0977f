"""A page's tree is what BeautifulSoup makes of it, however broken the page is."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from hypothesis import example, given
from hypothesis import strategies as st
from lxml.etree import _Element as Element

from crawler.reading.markup import is_element, kept_apart, texts_in, tree_of
from tests.crawler.reading.pages import page

_TAGS = st.one_of(
    st.sampled_from(["html", "head", "body", "title", "p", "div", "span", "a", "b", "font", "li"]),
    st.sampled_from(["ul", "table", "tr", "td", "nav", "h1", "br", "hr", "form", "select"]),
    st.sampled_from(["option", "textarea", "button", "script", "style", "noscript", "template"]),
    st.sampled_from(["svg", "rt", "frameset", "o:p", "x-y"]),
)
_ATTRIBUTES = st.sampled_from(
    [
        "",
        " class='nav  menu'",
        " hidden",
        " href=/x",
        " id=a id=b",
        " @click=x",
        ' "',
        " xml:lang=en",
    ]
)
_PIECES = st.one_of(
    st.builds("<{}{}>".format, _TAGS, _ATTRIBUTES),
    st.builds("</{}>".format, _TAGS),
    st.sampled_from(
        ["<!-- c -->", "<!--", "<![CDATA[x]]>", "<?php x ?>", "&", "<", "</ p>", "\r\n"]
    ),
    st.sampled_from(
        [" ", "Spravato", " is given.", "&nbsp;", "&#8203;", "&copy", "é", "<!doctype x>"]
    ),
)
_MARKUP = st.lists(_PIECES, max_size=60).map("".join)


@given(_MARKUP)
@example("<p>One</p></body></html><p>Two</p>")
@example("<a>b<html lang=en></html><li>c")
@example("<div>" * 300 + "deep" + "</div>" * 300 + "<p>after</p>")
@example("<o:p 1a=x>" * 300 + "d&#12;eep\uffff<!-- c --><p class='a b'>after")
def test_tree_is_that_of_beautifulsoup(markup: str) -> None:
    """Elements, what is told of them, and their text, in the same order; nothing is lost."""
    expected = _expected(BeautifulSoup(markup, "lxml"))
    assert _plain(_events(tree_of(markup))) == _plain(expected)


def test_page_with_hundreds_of_open_tags_is_read_to_its_end() -> None:
    """Where lxml alone drops the rest of the page, links, data and the footer are still read."""
    data = '<script type="application/ld+json">{"@type": "MedicalClinic", "name": "Moss"}</script>'
    read = page(f"<h1>Moss</h1>{'<font>Cell ' * 400}<a href='/iv'>IV</a>{data}<footer>End</footer>")
    assert [link.text for link in read.links] == ["IV"]
    assert [business.name for business in read.businesses] == ["Moss"]
    assert read.blocks[-1].text == "End"


def test_half_a_letter_is_no_end_of_a_page() -> None:
    """What an encoding lets through that is no letter costs its own place and no more."""
    assert "".join(texts_in(tree_of("<p>a\ud800b"))) == "a?b"


def test_text_of_templates_is_kept_apart() -> None:
    """A link in a template is known as such; scripts are no part of the text around them."""
    document = tree_of("<template><a>x</a></template><p>We <script>do()</script>give<!-- no --> it")
    assert [tag in kept_apart(document) for tag in document.iter("a")] == [True]
    assert list(texts_in(document)) == ["We ", "give", " it"]


def _events(tag: Element) -> Iterator[str]:
    waiting: list[Element | str] = [tag]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        waiting.append(one.tail or "")
        if is_element(one):
            waiting.append(f"</{_name(one.tag)}>")
            waiting.extend(reversed(one))
            yield _start(str(one.tag), dict(one.items())) + (one.text or "")


def _expected(soup: Tag) -> Iterator[str]:
    waiting: list[object] = [soup]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Tag):
            waiting.append(f"</{_name(one.name)}>")
            waiting.extend(reversed(one.contents))
            told = {key: " ".join(one.get_attribute_list(key)) for key in one.attrs}
            yield _start(one.name, told)
        elif isinstance(one, NavigableString) and not isinstance(one, PreformattedString):
            # Between the end of the page and what follows it lxml drops a space.
            yield "" if one.parent is soup else str(one)
        elif not isinstance(one, NavigableString):
            yield str(one)


def _start(name: str, values: dict[str, str]) -> str:
    kept = {key: value.split() for key, value in values.items() if key in ("class", "href", "id")}
    return f"<{_name(name)} {sorted(kept.items())}>"


def _name(name: object) -> str:
    """Return a name; one for all that XML does not allow, as in the tree of a deep page."""
    told = str(name).strip("[]")
    return told if told.isalnum() and told.isascii() else "unknown"


def _plain(events: Iterator[str]) -> str:
    """Return a tree as one text, its spaces as one, without letters that XML does not know."""
    return re.sub(r"\s+", " ", re.sub("[\x0c\uffff]", "", "".join(events)))
