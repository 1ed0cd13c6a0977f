"""A page's language stands in its address, and every page tells where it is in the other."""

from typing import Literal
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp import world
from tests.webapp.conftest import Page
from tests.webapp.reading import text
from webapp import language

HARBOR = "/c/harbor01/harbor-calm-clinic"
PAGES = ["/", "/about", "/search?near=20814&offers=ketamine.iv&unstated=1", HARBOR]


def targets(page: BeautifulSoup) -> dict[str, str]:
    """Return where each alternate of a page leads, by its language."""
    return {str(a["hreflang"]): str(a["href"]) for a in page.select("head link[hreflang]")}


@given(st.text(alphabet="es/nstaichlz", max_size=12).map("/{}".format))
def test_a_path_is_split_as_it_was_put_together(path: str) -> None:
    """What a language was put before comes off again, and English has nothing before it."""
    code, rest = language.split(path)
    assert language.localised(rest, code) == path
    assert code == "en" or not rest.startswith("/static/")


@pytest.mark.parametrize("path", ["/est/x", "/ES/", "/es", "/fr/", "/en/", "", "/es/static/a"])
def test_other_beginnings_are_no_language(path: str) -> None:
    """They are paths like any other, and mostly lead nowhere."""
    assert language.split(path) == ("en", path)


@pytest.mark.parametrize("url", PAGES)
def test_each_language_points_at_the_other_and_at_itself(page: Page, url: str) -> None:
    """The same alternates in both, English for those with neither, and each is canonical."""
    english, spanish = page(url), page(f"/es{url}")
    told = targets(english)
    assert told == targets(spanish)
    assert told["x-default"] == told["en"]
    assert told["es"] == told["en"].replace("http://localhost/", "http://localhost/es/")
    for code, found in (("en", english), ("es", spanish)):
        canonical = found.select_one("link[rel=canonical]")
        assert canonical is not None
        assert canonical["href"] == told[code]
        assert found.html is not None
        assert found.html["lang"] == code
        parts = urlsplit(told[code])
        assert targets(page(f"{parts.path}?{parts.query}")) == told


@pytest.mark.parametrize("url", [*PAGES, "/search?near=Sametown", "/search?q=%ff%00&page=2"])
def test_the_switch_keeps_the_page_and_its_query(client: FlaskClient, url: str) -> None:
    """There and back again is where one was."""
    there = BeautifulSoup(client.get(url).data, "lxml").select_one("header [hreflang=es]")
    assert there is not None
    assert (text(there), there["lang"]) == ("Español", "es")
    assert there["href"] == f"/es{url}"
    back = BeautifulSoup(client.get(f"/es{url}").data, "lxml").select_one("header [hreflang=en]")
    assert back is not None
    assert (text(back), back["href"]) == ("English", url)


@pytest.mark.parametrize("path", ["/es//evil.example/", "//evil.example/", "/es/\\evil.example"])
def test_the_switch_never_leads_to_another_site(client: FlaskClient, path: str) -> None:
    """Two slashes at the start of a link would."""
    page = BeautifulSoup(client.get(path).data, "lxml")
    for link in page.select("header [hreflang]"):
        assert not str(link["href"]).startswith(("//", "/\\"))


def test_links_and_forms_stay_in_the_language(page: Page) -> None:
    """Only the switch and what has no language lead out of it."""
    for url in (*PAGES, "/search?near=nowhere", "/none"):
        found = page(f"/es{url}", status=404 if "no" in url.rpartition("/")[2] else 200)
        inside = [a for a in found.select("body a[href^='/']") if not a.get("hreflang")]
        assert inside
        assert all(str(a["href"]).startswith("/es/") for a in inside)
        assert all(str(form["action"]).startswith("/es/") for form in found.select("form"))


def test_files_have_one_address(page: Page) -> None:
    """A style sheet says nothing in any language."""
    sheets = {str(page(url).select_one("link[rel=stylesheet]")) for url in ("/", "/es/")}
    assert len(sheets) == 1


@pytest.mark.parametrize(("url", "code"), [("/", "en"), ("/es/", "es"), ("/es/none", "es")])
def test_an_answer_names_its_language(client: FlaskClient, url: str, code: str) -> None:
    """Pages do; a machine's answer has none."""
    assert client.get(url).headers["Content-Language"] == code
    assert "Content-Language" not in client.get("/healthz").headers


def test_a_browser_s_wishes_do_not_change_a_page(client: FlaskClient) -> None:
    """A link shows everybody the same page, so nothing varies by the visitor's browser."""
    wishing = client.get("/about", headers={"Accept-Language": "es"})
    assert wishing.status_code == 200
    assert wishing.data == client.get("/about").data


def test_a_moved_page_moves_within_its_language(client: FlaskClient) -> None:
    """Neither an old address nor another site's marks lead back to English."""
    assert client.get("/es/c/harbor01").headers["Location"] == f"/es{HARBOR}"
    marked = client.get("/es/search?near=20814&utm_source=x")
    assert marked.headers["Location"] == "/es/search?near=20814"
    assert client.get("/es").headers["Location"] == "/es/"


def test_a_value_in_a_text_is_as_harmless_as_elsewhere() -> None:
    """Escaped, and without the signs that reorder a line; the text's own marks stand."""
    with world.app().test_request_context("/"):
        shown = render_template_string(
            "{{ _('by %(name)s', name=name) }} {{ _('<%%>') }} {{ _(name) }} "
            "{% trans count=2, name=name %}{{ count }} {{ name }}{% pluralize %}"
            "<b>many</b> {{ name }}{% endtrans %}",
            name="<i>\u202eevil",
        )
    assert shown == "by &lt;i&gt;evil &lt;%%&gt; &lt;i&gt;evil <b>many</b> &lt;i&gt;evil"


@pytest.mark.parametrize(("code", "words"), [("en", "12,345"), ("es", "12,345")])
def test_numbers_are_printed_as_in_the_united_states(code: str, words: str) -> None:
    """Spanish as it is written there sets thousands apart with a comma too."""
    with language.speaking(code):
        assert language.number(12345) == words
        assert language.ngettext("%(num)s mile", "%(num)s miles", 12345).startswith(words)


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_nothing_is_said_as_nothing(code: str) -> None:
    """A catalogue holds its own head under the empty text."""
    with language.speaking(code):
        assert (language.text(""), language._("")) == ("", "")


@pytest.mark.parametrize(
    ("parts", "style", "phrase"),
    [
        (["indica A", "indica B"], "standard", "indica A e indica B"),
        (["A", "“hijos”"], "standard", "A e “hijos”"),
        (["A", "hielo"], "standard", "A y hielo"),
        (["“A”", "“Oxígeno”"], "or", "“A” u “Oxígeno”"),
        (["A", "B", "hoy"], "or", "A, B u hoy"),
        (["A", "C"], "or", "A o C"),
        (["i"], "standard", "i"),
        ([], "standard", ""),
    ],
)
def test_spanish_lists_sound_right(
    parts: list[str], style: Literal["standard", "or"], phrase: str
) -> None:
    """No two like sounds meet."""
    with language.speaking("es"):
        assert language.listed(parts, style) == phrase


def test_a_language_lasts_as_long_as_its_block() -> None:
    """Also where something breaks inside it."""

    def break_in_spanish() -> None:
        with language.speaking("es"):
            raise ZeroDivisionError(language.present())

    with pytest.raises(ZeroDivisionError, match="es"):
        break_in_spanish()
    assert language.present() == "en"
