"""Others' words carry their own language, whatever the page's is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.conftest import Page
from webapp.tongue import spoken_in


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("We give ketamine by IV infusion in a quiet room.", "en"),
        ("Lozenges can be prescribed after your visit.", "en"),
        ("Damos infusiones de ketamina para la depresión y el dolor.", "es"),
        ("Nuestro equipo habla español.", "es"),
        ("Nous vous recevons dans une pièce calme.", "fr"),
        ("iv_infusion", ""),
        ("Spravato", ""),
        ("", ""),
    ],
)
def test_frequent_words_tell_a_language(words: str, code: str) -> None:
    """And where none stands, nothing is claimed."""
    assert spoken_in(words) == code


@given(st.text())
def test_any_text_has_an_answer(words: str) -> None:
    """Fetched words may be anything."""
    assert spoken_in(words) in {"", "en", "es", "fr"}


@pytest.mark.parametrize("beginning", ["", "/es"])
def test_a_quote_is_marked_with_its_language(page: Page, beginning: str) -> None:
    """English words on a Spanish page are read aloud as English."""
    found = page(f"{beginning}/c/harbor01/harbor-calm-clinic")
    told = {quote.get_text(): quote["lang"] for quote in found.select("blockquote, q[lang]")}
    assert told["Lozenges can be prescribed after your visit."] == "en"
    assert told["iv_infusion"] == ""
