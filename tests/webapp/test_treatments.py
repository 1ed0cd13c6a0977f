"""The pages on ways of giving the medicine: sourced, current, and led to from where they matter."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from indexer.vocabulary import vocabulary
from tests.webapp import world
from tests.webapp.conftest import Page
from tests.webapp.readability import ease, grade
from tests.webapp.reading import links, text
from webapp import language, treatments


def test_every_way_that_people_search_by_has_a_page() -> None:
    """All offerings and therapies, but for the one that says that no way is stated."""
    entries = [e for group in ("offering", "therapy") for e in vocabulary().group(group)]
    without = {entry.code for entry in entries if not treatments.slug_of(entry.code)}
    assert without == {"ketamine.unspecified"}


@pytest.mark.parametrize("slug", list(treatments.treatments()))
def test_a_page_says_what_it_is_what_holds_and_what_to_ask(page: Page, slug: str) -> None:
    """With numbered sources, and nothing that has expired."""
    one = treatments.treatments()[slug]
    found = page(f"/treatments/{slug}")
    assert text(found.h1) == one.entry.label
    assert one.entry.explain in text(found.main)
    assert all(question["en"] in text(found.main) for question in one.ask)
    assert len(found.select("#references ~ ol li")) >= 1
    assert all(paragraph.holds(world.TODAY) for paragraph in one.told)
    assert 3 <= len(one.ask) <= 6
    assert found.select_one("meta[name=description]")["content"] == one.entry.explain


def test_a_way_that_is_approved_by_nobody_says_so(page: Page) -> None:
    """The notices stand on the page of what they are about."""
    assert "is off-label" in text(page("/treatments/ketamine-iv").select_one(".notice"))
    assert "Only certified sites" in text(page("/treatments/esketamine-nasal").main)
    assert "no one on site watches you" in text(page("/treatments/home-self").main)


def test_what_has_expired_is_hidden() -> None:
    """The rule on video visits ends with 2026, and its paragraph with it."""
    one = treatments.treatments()["telehealth-eval"]
    before = treatments.told(one, "en", date(2026, 12, 31)).sections[0]
    after = treatments.told(one, "en", date(2027, 1, 1)).sections[0]
    assert len(after.paragraphs) == len(before.paragraphs) - 1
    assert (before.hidden, after.hidden) == (False, True)


def test_a_page_leads_to_the_clinics_that_state_it(page: Page) -> None:
    """With their number, which the search confirms."""
    found = page("/treatments/ketamine-im")
    url = links(found)["See the 30 clinics that state it"]
    assert url == "/search?offers=ketamine.im"
    assert "30 clinics" in text(page(url).select_one("#count"))
    nobody = text(page("/treatments/ketamine-sc").main)
    assert "No clinic that we know states it." in nobody


def test_without_an_index_the_page_stands() -> None:
    """Only the number of clinics is missing; no zero is shown for it."""
    response = world.unavailable_app().test_client().get("/treatments/ketamine-iv")
    assert response.status_code == 200
    assert "clinics that state it" not in response.get_data(as_text=True)
    assert "No clinic" not in response.get_data(as_text=True)


def test_a_clinics_page_leads_to_what_its_treatments_are(page: Page) -> None:
    """Each way that it states is a link."""
    found = page("/c/harbor01/harbor-calm-clinic")
    assert links(found.main)["Ketamine by IV infusion"] == "/treatments/ketamine-iv"


def test_the_questions_are_easy_to_read_in_both_languages() -> None:
    """Short, and each a question."""
    asked = [question for one in treatments.treatments().values() for question in one.ask]
    assert grade(" ".join(question["en"] for question in asked)) <= 8
    assert ease(" ".join(question["es"] for question in asked)) >= 55
    for question in asked:
        assert set(question) == set(language.LANGUAGES)
        assert all(said.endswith("?") and len(said) < 100 for said in question.values())


def test_an_unknown_way_is_not_found(client: FlaskClient) -> None:
    """Not even by its code."""
    assert client.get("/treatments/ketamine.iv").status_code == 404
