"""No text of ours escapes the catalogue: neither in a template nor on a page as it is shown."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from indexer.place import COUNTRY_NAMES
from tests.webapp import world
from tests.webapp.conftest import Page
from webapp import language, messages, results

TEMPLATES = Path(results.__file__).parent / "templates"
READ_ALOUD = ("alt", "aria-label", "content", "placeholder", "title")
"""Attributes that a visitor hears, reads or finds in a search engine."""
NAMES = {
    "988lifeline.org",
    "Apple Maps",
    "CC BY 4.0",
    "Chat",
    "English",
    "Español",
    "GeoNames",
    "Google Maps",
    "km",
}
"""The same in every language."""
_FOR_MACHINES = {"viewport", "robots", "color-scheme", "og:type", "og:url"}
_WORD = re.compile(r"[^\W\d_]{2,}")
PAGES = [
    ("/", 200),
    ("/about", 200),
    ("/guide", 200),
    ("/guide/choosing", 200),
    ("/guide/proof", 200),
    ("/guide/methods", 200),
    ("/browse", 200),
    ("/us", 200),
    ("/us/maryland", 200),
    ("/us/maryland/anytown", 200),
    ("/search", 200),
    ("/search?near=20814&offers=ketamine.iv&offers=ketamine.oral&therapy=kap&unstated=1", 200),
    ("/search?near=20814&within=5&offers=ketamine.sc", 200),
    ("/search?near=20814&within=100&page=2", 200),
    ("/search?near=Emptytown%2C+KS&within=25", 200),
    ("/search?near=Northtown%2C+ON%2C+Canada", 200),
    ("/search?near=Maryland", 200),
    ("/search?q=harbor", 200),
    ("/search?q=zzzz", 200),
    ("/search?near=nowhere", 404),
    ("/search?near=Sametown", 200),
    ("/search?colour=blue&near=a&near=b&within=7.5&page=0&unstated=2", 400),
    ("/search?near=20814&page=77", 404),
    ("/c/harbor01/harbor-calm-clinic", 200),
    ("/c/meadow01/meadow-invented-ketamine", 200),
    ("/c/willow01/willow-made-up-center", 200),
    ("/c/nowhere1/nowhere-statewide-care", 200),
    ("/c/shut0001/shut-imaginary-clinic", 200),
    ("/c/gone0001", 410),
    ("/none", 404),
]


def bare_words(template: str) -> list[str]:
    """Return the texts of a template that no catalogue can translate."""
    spoken = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", " ", template, flags=re.DOTALL)
    spoken = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", spoken, flags=re.DOTALL)
    spoken = re.sub(r'\bdata-[\w-]+="', ' "', spoken)  # a macro of attributes, outside its tag
    page = BeautifulSoup(spoken, "html.parser")
    return [said for said in said_on(page) if _WORD.search(without_names(said))]


def without_names(said: str) -> str:
    """Return a text without what is the same in every language."""
    for name in sorted(NAMES, key=len, reverse=True):
        said = said.replace(name, " ")
    return said


def said_on(page: BeautifulSoup | Tag) -> Iterator[str]:
    """Yield each text that a page shows or has read aloud, on one line."""
    for node in page.find_all(string=True):
        if isinstance(node, PreformattedString) or not isinstance(node, NavigableString):
            continue
        in_page_language = getattr(node.find_parent(lang=True), "name", "html") == "html"
        if in_page_language and node.find_parent(["script", "style", "code"]) is None:
            yield " ".join(node.split())
    for tag in page.find_all(True):
        for name in READ_ALOUD:
            if name in tag.attrs and not _FOR_MACHINES & {tag.get("name"), tag.get("property")}:
                yield " ".join(str(tag[name]).split())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_a_bare_word(path: Path) -> None:
    """Also where no test has ever led: every text stands in a call that looks it up."""
    assert bare_words(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "template",
    ["<p>Bare</p>", '<p title="Bare">{{ _("x") }}</p>', "{% if x %}Bare{% endif %}"],
)
def test_the_check_sees_a_bare_word(template: str) -> None:
    """In a text, in what is read aloud, and in a branch."""
    assert bare_words(template) == ["Bare"]
    assert bare_words("{% trans %}Not <b>bare</b>{% endtrans %} CC BY 4.0 {{ _('x') }}") == []


@cache
def told_by_others() -> str:
    """Return all that the invented world itself says: names, quotes, places, sources."""
    index = world.index()
    return " ".join([repr(list(index.clinics.values())), repr(world.__dict__)])


def ours(said: str) -> bool:
    """Whether a text is ours, and not a clinic's, a source's, a place's or a name."""
    rest = without_names(said)
    return any(word not in told_by_others() for word in _WORD.findall(rest))


@cache
def alike() -> set[str]:
    """Return the texts that are the same in Spanish, such as "Medicare"."""
    return {m.id for m in messages.catalogue("es") if m.id and m.string == m.id}


@pytest.mark.parametrize(("url", "status"), PAGES, ids=lambda value: str(value)[:60])
def test_a_spanish_page_speaks_no_english_of_ours(page: Page, url: str, status: int) -> None:
    """A text that both languages show alike is a fact or a name, or it was forgotten."""
    english = set(said_on(page(url, status)))
    spanish = set(said_on(page(f"/es{url}", status)))
    assert {said for said in (english & spanish) - alike() if ours(said)} == set()


def test_countries_are_called_by_their_spanish_names() -> None:
    """Places are the indexer's; only the countries have another name in Spanish."""
    with language.speaking("es"):
        assert [language.text(name) for name in COUNTRY_NAMES.values()] == [
            "Estados Unidos",
            "Canadá",
            "Reino Unido",
            "Australia",
        ]
