"""Fetched text is hostile, and so are visitors: nothing of either gets out of its place."""

import json
import logging
import unicodedata

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp import world
from tests.webapp.conftest import Page
from tests.webapp.reading import text

SHOWING_HOSTILE = [
    "/search?near=Fartown,+MD",
    "/search?near=Fartown,+MD&offers=ketamine.im&unstated=1",
    "/c/hostile1/hostile",
    "/c/hostile2/hostile",
]
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) '",
    "{{7*7}}",
]
KNOWN_TAGS = frozenset(
    """
    html head meta title link body a aside p strong header nav main h1 h2 h3 form div label input
    select option span button section ol ul li b time dl dt dd article blockquote q table thead
    tbody tr th td footer br details summary code caption img svg g path circle text
    """.split()  # noqa: SIM905  # a list of forty strings would be a page long
)


def assert_harmless(page: BeautifulSoup) -> None:
    """Fail if the page holds an element, attribute or link that we did not write."""
    for data in page.select("script[type='application/ld+json']"):
        json.loads(data.get_text())
        data.decompose()
    for own in page.select("script[src^='/static/finder.']"):
        own.decompose()
    for tag in page.find_all(True):
        assert tag.name in KNOWN_TAGS, tag
        assert not any(name.startswith("on") for name in tag.attrs), tag
        target = str(tag.get("href", tag.get("action", "")))
        schemes = ("/", "#", "https://", "http://", "tel:", "mailto:", "geo:")
        assert target == "" or target.startswith(schemes), tag
        assert not target.startswith("//"), tag


@pytest.mark.parametrize("url", SHOWING_HOSTILE)
def test_a_hostile_clinic_is_shown_as_text(page: Page, url: str) -> None:
    """Its markup is words, its links lead nowhere, its control characters are gone."""
    found = page(url)
    assert "<script>alert(1)</script>" in text(found.main)
    assert_harmless(found)
    hidden = {c for c in found.get_text() if unicodedata.category(c) in {"Cf", "Cc"}}
    assert hidden <= {"\n", "\t"}


def test_a_hostile_clinic_cannot_be_called_mailed_or_visited(page: Page) -> None:
    """Only the sound phone number is a link."""
    contact = page("/c/hostile1/hostile").select_one(".contact")
    assert contact is not None
    told = [a["href"] for a in contact.select("a") if a.parent.get("class") != ["ways"]]
    assert told == ["tel:+12025550102"]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("parameter", ["near", "q", "offers", "within", "page", "unstated", "x"])
def test_what_a_visitor_types_is_shown_as_text(
    client: FlaskClient, parameter: str, attack: str
) -> None:
    """In the field, the heading, the complaint, a suggestion's link."""
    response = client.get("/search", query_string={parameter: attack, "therapy": "kap"})
    assert response.status_code < 500
    assert_harmless(BeautifulSoup(response.data, "lxml"))
    assert "49" not in text(BeautifulSoup(response.data, "lxml").h1)


def test_the_name_of_a_parameter_is_shown_as_text(client: FlaskClient) -> None:
    """It is cut short and escaped in the complaint."""
    response = client.get("/search", query_string={"<script>alert(1)</script>" * 9: "1"})
    page = BeautifulSoup(response.data, "lxml")
    assert response.status_code == 400
    assert_harmless(page)
    assert len(text(page.code)) <= 40


CLIENT = world.app().test_client()
PARAMETERS = st.sampled_from(
    ["near", "within", "offers", "therapy", "q", "unstated", "page", "utm_x", "x"]
)
VALUES = st.text(max_size=40) | st.sampled_from(
    ["20814", "Sametown", "Maryland", "ketamine.iv", "kap", "any", "25", "1", "2", "", "\0"]
)


@given(st.lists(st.tuples(PARAMETERS, VALUES), max_size=8))
@settings(deadline=None)
def test_no_search_breaks_the_app(pairs: list[tuple[str, str]]) -> None:
    """Any parameters with any values: an answer or a kind refusal."""
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    response = CLIENT.get("/search", query_string=fields)
    assert response.status_code in {200, 302, 400, 404}
    assert_harmless(BeautifulSoup(response.data, "lxml"))


@given(st.binary(max_size=120))
@settings(deadline=None)
def test_no_bytes_break_the_app(junk: bytes) -> None:
    """Any query string, as the server hands it on."""
    raw = junk.decode("latin-1")
    response = CLIENT.get("/search", environ_overrides={"QUERY_STRING": raw})
    assert response.status_code in {200, 302, 400, 404}


@given(st.text(max_size=40))
@settings(deadline=None)
def test_no_path_breaks_the_app(path: str) -> None:
    """Any path, any id."""
    for made in (f"/{path}", f"/c/{path}", f"/static/{path}"):
        raw = made.encode("utf-8", "replace").decode("latin-1")
        response = CLIENT.get("/", environ_overrides={"PATH_INFO": raw})
        assert response.status_code < 500


def test_a_fault_logs_nothing_of_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the query nor an error's text that repeats it; where it broke is told."""
    canary = "zebra-canary"
    app = world.app(world.BrokenIndex(ValueError(f"cannot read {canary}")))
    with caplog.at_level(logging.DEBUG):
        response = app.test_client().get(
            f"/search?q={canary}", headers={"X-Forwarded-For": canary, "User-Agent": canary}
        )
    assert response.status_code == 500
    assert canary not in caplog.text
    assert "ValueError in /search at" in caplog.text
    assert canary not in response.get_data(as_text=True)


def test_an_answer_logs_nothing_at_all(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A search that works leaves no trace."""
    with caplog.at_level(logging.DEBUG):
        for url in (
            "/search?q=zebra-canary",
            "/search?near=zebra-canary",
            "/search?x=zebra-canary",
        ):
            assert world.app().test_client().get(url).status_code < 500
    assert "zebra" not in caplog.text
    assert capfd.readouterr() == ("", "")
