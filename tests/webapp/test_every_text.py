"""No text of ours escapes the catalogue: neither in a template nor on a page as it is shown."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.place import COUNTRY_NAMES
from indexer.vocabulary import vocabulary
from tests.webapp import world
from tests.webapp.test_answers import CASES
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
SEARCHES = (
    "/search?near=20814&offers=ketamine.iv&offers=ketamine.oral&therapy=kap&unstated=1",
    "/search?near=20814&within=5&offers=ketamine.sc",
    "/search?near=20814&within=40km&open=sat-1400&lang=language:es&age=ages:teens",
    "/search?near=20814&within=100&page=2",
    "/search?near=Emptytown%2C+KS&within=25",
    "/search?near=Northtown%2C+ON%2C+Canada",
    "/search?near=Maryland",
    "/search?near=United+States",
    "/search?near=39.02%2C-77.1&within=10",
    "/search?q=harbor",
    "/search?q=zzzz",
    "/search?q=spravto+near+20814+open+now",
    "/search?q=ketamine+near+me",
    "/search?q=ketamine+near+Nowhereville",
    "/search?colour=blue&near=a&near=b&within=7.5&page=0&unstated=2&open=never",
    "/c/meadow01/meadow-invented-ketamine",
    "/c/willow01/willow-made-up-center",
    "/c/nowhere1/nowhere-statewide-care",
    "/c/north001/north-imagined-infusions",
    "/c/shut0001/shut-imaginary-clinic",
    "/guide/paying",
    "/guide/proof",
)
"""Pages of the same routes that say other things."""


def pages() -> list[tuple[str, Callable[[], Flask]]]:
    """Return every kind of page: the English path with its query, and the app that shows it."""
    known = [(url, make) for url, status, make in CASES if status not in {301, 302, 303}]
    known += [(url, world.app) for url in SEARCHES]
    in_english = [(language.split(url)[1], make) for url, make in known]
    spoken = [
        (path, make)
        for path, make in in_english
        if language.split(path)[0] == "en" and language.split(f"/es{path}")[0] == "es"
    ]
    return list(dict.fromkeys(spoken))


@cache
def ask(make: Callable[[], Flask]) -> FlaskClient:
    """Return a client of the app, which is made once."""
    return make().test_client()


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
    """Return all that others say: clinics' names, quotes, places, sources, and their own terms."""
    index = world.index()
    names = [(entry.synonyms, entry.exact) for entry in vocabulary().entries.values()]
    return " ".join([repr(list(index.clinics.values())), repr(world.__dict__), repr(names)])


def ours(said: str) -> bool:
    """Whether a text is ours, and not a clinic's, a source's, a place's or a name."""
    rest = without_names(said)
    return any(word not in told_by_others() for word in _WORD.findall(rest))


@cache
def alike() -> set[str]:
    """Return the texts that are the same in Spanish, such as "Medicare"."""
    return {m.id for m in messages.catalogue("es") if m.id and m.string == m.id}


@pytest.mark.parametrize(
    ("url", "make"), pages(), ids=lambda value: getattr(value, "__name__", value)[:60]
)
def test_a_spanish_page_speaks_no_english_of_ours(url: str, make: Callable[[], Flask]) -> None:
    """A text that both languages show alike is a fact or a name, or it was forgotten."""
    english, spanish = ask(make).get(url), ask(make).get(f"/es{url}")
    assert english.status_code == spanish.status_code
    if english.mimetype == "text/html" and english.status_code not in {301, 302, 303}:
        shared = set(read(english)) & set(read(spanish))
        assert {said for said in shared - alike() if ours(said)} == set()


def read(response: TestResponse) -> Iterator[str]:
    """Yield each text of a page."""
    return said_on(BeautifulSoup(response.data, "lxml"))


@pytest.mark.parametrize(
    ("url", "make"), pages(), ids=lambda value: getattr(value, "__name__", value)[:60]
)
def test_a_page_that_may_be_found_tells_where_it_is_in_each_language(
    url: str, make: Callable[[], Flask]
) -> None:
    """Search engines are told both addresses, from both pages."""
    both = [ask(make).get(f"{beginning}{url}") for beginning in ("", "/es")]
    if any(one.status_code != 200 or one.mimetype != "text/html" for one in both):
        return
    shown = [BeautifulSoup(one.data, "lxml") for one in both]
    if shown[0].select_one("meta[name=robots][content=noindex]") is None:
        told = [{(a["hreflang"], a["href"]) for a in p.select("head [hreflang]")} for p in shown]
        assert told[0] == told[1]
        assert {code for code, _ in told[0]} == {*language.LANGUAGES, "x-default"}


def test_countries_are_called_by_their_spanish_names() -> None:
    """Places are the indexer's; only the countries have another name in Spanish."""
    with language.speaking("es"):
        assert [language.text(name) for name in COUNTRY_NAMES.values()] == [
            "Estados Unidos",
            "Canadá",
            "Reino Unido",
            "Australia",
        ]
