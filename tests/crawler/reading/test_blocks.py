"""Paragraphs come out one by one, each with where it stood."""

import pytest

from crawler.listing import Where
from crawler.reading.blocks import blocks_of_text
from crawler.reading.markup import tree_of
from crawler.reading.walk import blocks_of


def _read(markup: str) -> list[tuple[str, Where]]:
    return [(block.text, block.where) for block in blocks_of(tree_of(markup))]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", [("One.", Where.BODY), ("Two.", Where.BODY)]),
        ("<div>One <b>bold</b>\n word</div>", [("One bold word", Where.BODY)]),
        (
            "<div>Before<p>Inside</p>after</div>",
            [(w, Where.BODY) for w in ("Before", "Inside", "after")],
        ),
        ("<h2>IV ketamine</h2>", [("IV ketamine", Where.HEADING)]),
        ("<ul><li>IV ketamine<li>PTSD</ul>", [("IV ketamine", Where.ITEM), ("PTSD", Where.ITEM)]),
        ("<nav><p>Spravato</p></nav>", [("Spravato", Where.MENU)]),
        ("<div class='main-menu'><p>Spravato</p></div>", [("Spravato", Where.MENU)]),
        ("<p>menus of <a href='/x'>ours</a></p>", [("menus of ours", Where.BODY)]),
        ("<li><a href='/spravato'>Spravato</a></li>", [("Spravato", Where.MENU)]),
        (
            "<a href='/x'><div class='card-title'>Ketamine</div>"
            "<div>Two shots in one visit.</div></a>",
            [("Ketamine", Where.HEADING), ("Two shots in one visit.", Where.BODY)],
        ),
        (
            "<div class='title'>IV<p>Six drips</p></div>",
            [("IV", Where.BODY), ("Six drips", Where.BODY)],
        ),
        (f"<p class='title'>{'w ' * 50}</p>", [(("w " * 50).strip(), Where.BODY)]),
        ("<h3><a href='/iv'>IV</a></h3>", [("IV", Where.HEADING)]),
        ("<label>I want Spravato</label>", [("I want Spravato", Where.MENU)]),
        ("<p>1 Main St<br>Denver</p>", [("1 Main St\nDenver", Where.BODY)]),
        ("<p>We do not<br>offer Spravato</p>", [("We do not\noffer Spravato", Where.BODY)]),
    ],
)
def test_a_block_is_what_a_reader_sees_as_one_piece(
    markup: str, expected: list[tuple[str, Where]]
) -> None:
    """Block elements part, inline elements join, and the place is told."""
    assert _read(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<script>We give Spravato</script>",
        "<style>We give Spravato</style>",
        "<noscript>We give Spravato</noscript>",
        "<template>We give Spravato</template>",
        "<!-- We give Spravato -->",
        "<p hidden>We give Spravato</p>",
        "<div style='color:red; display : NONE'><p>We give Spravato</p></div>",
        "<p><s>We give Spravato</s></p>",
        "<p><del>We give Spravato</del></p>",
        "<select><option>We give Spravato</option></select>",
    ],
)
def test_what_a_reader_does_not_see_is_not_read(markup: str) -> None:
    """Scripts, comments, hidden and struck text state nothing."""
    assert _read(f"{markup}<p>Hello</p>") == [("Hello", Where.BODY)]


def test_an_answer_that_opens_at_a_click_is_read() -> None:
    """A folded panel is for the reader."""
    markup = "<div role='region' hidden><p>We do not offer Spravato.</p></div>"
    assert _read(markup) == [("We do not offer Spravato.", Where.BODY)]


def test_a_short_row_is_one_piece() -> None:
    """A name and its "not offered" in two cells are never parted."""
    table = "<table><tr><td>Spravato</td><td>Not offered</td></tr><tr><td>IV</td><td>Yes</td></tr>"
    assert _read(table) == [("Spravato | Not offered", Where.ITEM), ("IV | Yes", Where.ITEM)]
    linked = "<table><tr><td><a href='/s'>Spravato</a></td><td>Not offered</td></tr></table>"
    assert _read(linked) == [("Spravato | Not offered", Where.ITEM)]
    terms = "<dl><dt>Do you offer Spravato?</dt><dd>No.</dd><dt>IV?</dt><dd>Yes.</dd></dl>"
    assert [text for text, _ in _read(terms)] == ["Do you offer Spravato? | No.", "IV? | Yes."]


def test_a_long_cell_stands_alone() -> None:
    """A page that is laid out in a table keeps its paragraphs."""
    long = "We give ketamine by IV infusion in a quiet room, with a nurse beside you throughout it."
    assert [text for text, _ in _read(f"<table><tr><td>Menu</td><td>{long}</td></tr></table>")] == [
        "Menu",
        long,
    ]


def test_invisible_marks_from_entities_are_gone() -> None:
    """An entity cannot bring in what turns text round."""
    assert _read("<p>We&#x202E; give&#8203; IV&#7; ketamine</p>") == [
        ("We give IV ketamine", Where.BODY)
    ]


def test_a_footer_is_known_and_its_links_are_kept() -> None:
    """Footers and the numbers behind words are told."""
    soup = tree_of("<div id='site-footer'><p><a href='tel:+1'>Call</a></p></div>")
    (block,) = blocks_of(soup)
    assert block.footer
    assert block.links == ("tel:+1",)


def test_spans_side_by_side_are_lines_of_their_own() -> None:
    """A footer whose lines only the style tells apart; a word in two colours stays one word."""
    spans = "<span>9 Elm St, Floor 2</span><span>Erie, PA 16501</span><span>814-555-0130</span>"
    ((text, _),) = _read(f"<div>{spans}</div>")
    assert text.split("\n") == ["9 Elm St, Floor 2", "Erie, PA 16501", "814-555-0130"]
    ((text, _),) = _read("<p><span>Keta</span><span>mine</span> <span>IV</span><span>2</span></p>")
    assert text == "Ketamine IV2"
    ((text, _),) = _read("<p><span>Keta</span><span><!--Break--></span>mine</p>")
    assert text == "Ketamine"


def test_hostile_depth_and_length_are_bounded() -> None:
    """Twenty thousand elements inside each other, and a paragraph without end, are read in part."""
    (deep,) = blocks_of(tree_of("<div>" * 20_000 + "hello"))
    assert deep.text == "hello"
    (long,) = blocks_of(tree_of(f"<p>{'word ' * 10_000}</p>"))
    assert len(long.text) <= 4000
    assert long.text.endswith("word")


def test_each_line_of_a_plain_text_is_a_block() -> None:
    """Empty lines part nothing, and no markup is looked for."""
    blocks = blocks_of_text("One <b>\n\n  Two\u00a0words \n")
    assert [block.text for block in blocks] == ["One <b>", "Two words"]


def test_page_without_body_tags_is_read() -> None:
    """Minified pages leave out what HTML lets them: the head's title is no text, the rest is."""
    page = "<!doctype html><html><title>T</title><meta charset=utf-8><header>A</header><main><p>B"
    assert [text for text, _ in _read(page)] == ["A", "B"]


def test_page_whose_class_names_its_menu_is_no_menu() -> None:
    """Themes put the style of a page's menu into the class of its body."""
    page = "<body class='et_primary_nav_fade'><div class='has-menu'><h1>A</h1></div><p>B</p></body>"
    assert _read(page) == [("A", Where.HEADING), ("B", Where.BODY)]
