"""What the box suggests while somebody types."""

from datetime import date
from pathlib import Path

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.suppression import Kind, suppress, value_of
from indexer.filters import entries
from indexer.vocabulary import FACET_GROUPS
from indexer.withheld import Withheld
from tests.webapp import world
from tests.webapp.reading import text
from webapp import filters, language

CLIENT = world.app().test_client()


def test_offerings_places_and_clinics_are_suggested(client: FlaskClient) -> None:
    """Each with what the box then holds; a clinic with its page."""
    lines = client.get("/suggest?q=spravato+near+any").json
    assert lines[0] == {
        "kind": "place", "label": "Anytown, MD", "text": "spravato near Anytown, MD", "url": "",
    }  # fmt: skip
    [harbor] = client.get("/suggest?q=harb").json
    assert (harbor["kind"], harbor["url"]) == ("clinic", "/c/harbor01/harbor-calm-clinic")
    assert client.get("/suggest?q=sprav").json[0]["label"] == "Esketamine nasal spray (Spravato)"


def test_a_clinics_page_is_in_the_visitors_language(client: FlaskClient) -> None:
    """The Spanish page suggests Spanish pages."""
    assert client.get("/es/suggest?q=harb").json[0]["url"] == "/es/c/harbor01/harbor-calm-clinic"


def test_nothing_typed_suggests_nothing(client: FlaskClient) -> None:
    """An empty list, whatever is missing."""
    for url in ("/suggest", "/suggest?q=", "/suggest?q=%20"):
        assert client.get(url).json == []


@given(st.text(max_size=250))
@settings(deadline=None, max_examples=60)
def test_any_text_gives_a_list(typed: str) -> None:
    """Never a fault, and at most twelve lines."""
    response = CLIENT.get("/suggest", query_string={"q": typed})
    assert response.status_code == 200
    assert len(response.json or []) <= 12


def test_whoever_asked_to_be_left_out_is_not_suggested(tmp_path: Path) -> None:
    """Not even by a snapshot that was built before."""
    listed = tmp_path / "suppressed.jsonl"
    before = Withheld(world.index(), listed)
    assert world.app(before).test_client().get("/suggest?q=harb").json
    suppress(listed, [(Kind.PHONE, value_of(Kind.PHONE, "202-555-0101"))], on=date(2026, 11, 22))
    after = Withheld(world.index(), listed)
    assert world.app(after).test_client().get("/suggest?q=harb").json == []


def test_a_suggestion_in_spanish_is_understood_in_spanish(client: FlaskClient) -> None:
    """What it puts into the box asks for what it said, and the box keeps saying it."""
    [first, *_] = client.get("/es/suggest?q=near+20814+spravat").json
    label = "Aerosol nasal de esketamina (Spravato)"
    assert (first["label"], first["text"]) == (label, f"near 20814 {label}")
    page = client.get("/es/search", query_string={"q": first["text"]}, follow_redirects=True)
    chips = BeautifulSoup(page.data, "lxml").select(".chips a")
    assert [text(chip) for chip in chips] == ["20814 (Anytown, MD) quitar", f"{label} quitar"]


def test_each_label_is_read_back_in_its_language() -> None:
    """All of them, the longest first; in English nothing changes."""
    for entry in (known for group in FACET_GROUPS for known in entries(group)):
        with language.speaking("es"):
            spanish = filters.label(entry)
            assert filters.in_english(f"{spanish} Houston") == f"{entry.label} Houston"
        assert filters.in_english(spanish) == spanish
