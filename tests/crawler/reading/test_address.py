"""Address blocks are found by their end, and come out as printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.address import addresses_in, place_key

SEED = "4300 Montgomery Ave Suite 304, Bethesda, MD 20814, United States"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"Calliope Health Ketamine\n{SEED}", (SEED,)),
        (
            "12 Main St\nSuite 4\nDenver, CO 80202\nPhone",
            ("12 Main St", "Suite 4", "Denver, CO 80202"),
        ),
        (
            "Moss, 311 Elm Blvd, Austin, TX 78701 · 512-555-0141",
            ("311 Elm Blvd, Austin, TX 78701",),
        ),
        ("Houston | 5 Main St, Houston, Texas 77002 | map", ("5 Main St, Houston, Texas 77002",)),
        ("PO Box 9, Denver, CO 80202-1234", ("PO Box 9, Denver, CO 80202-1234",)),
        ("32-16 Broadway\nNew York, NY 10006", ("32-16 Broadway", "New York, NY 10006")),
        ("W239 N1812 Rock Dr\nWaukesha, WI 53188", ("W239 N1812 Rock Dr", "Waukesha, WI 53188")),
        ("One Market Plaza\nDenver, CO 80202", ("One Market Plaza", "Denver, CO 80202")),
        ("12 King St W, Toronto, ON M5V 2T6", ("12 King St W, Toronto, ON M5V 2T6",)),
        ("450 E 5th St., Unit B, Portland OR 97214", ("450 E 5th St., Unit B, Portland OR 97214",)),
    ],
)
def test_an_address_comes_out_as_printed(text: str, lines: tuple[str, ...]) -> None:
    """One line or several, with a name before it or a phone behind it."""
    (found,) = addresses_in(text.split("\n"))
    assert found.lines == lines
    assert found.alone
    assert found.street


@pytest.mark.parametrize(
    "text",
    [
        "We serve people from Houston, TX 77002",
        "10,000 treatments in Denver, CO 80202",
        "We have given 5000 ketamine infusions in Austin, TX 78701",
        "Since 2019 in Denver, CO 80202",
        "Suite 300, Denver, CO 80202",
    ],
)
def test_a_number_before_a_town_is_not_always_a_street(text: str) -> None:
    """Counts, years and suites are no house numbers."""
    assert [found.street for found in addresses_in([text])] == [False]


def test_an_address_inside_a_sentence_is_told_apart() -> None:
    """Prose that mentions an address is weaker than a block of its own."""
    (found,) = addresses_in(["We wrote to the office at 9 Main St, Denver, CO 80202."])
    assert not found.alone


@pytest.mark.parametrize(
    "text", ["", "Call 303-555-0111", "Item 12345", "IN 90 minutes", "MD 2081"]
)
def test_no_state_and_code_no_address(text: str) -> None:
    """Other numbers are no addresses."""
    assert addresses_in([text]) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "501 Invented Travis St\nHouston, TX 77002",
            "501 Invented Travis Street, Houston, TX 77002-9",
        ),
        (
            "9 N. Elm Ave, Suite 3\nDenver, CO 80202",
            "9 North Elm Avenue Ste 3, Denver, Colorado 80202",
        ),
    ],
)
def test_one_place_has_one_key(one: str, other: str) -> None:
    """Abbreviations, suites and line breaks do not make another place."""
    assert place_key(one.split("\n")) == place_key(other.split("\n"))


def test_two_places_have_two_keys() -> None:
    """Another number, street or code is another place."""
    keys = {place_key([text]) for text in ("9 Elm St, A, CO 80202", "8 Elm St, A, CO 80202")}
    keys |= {place_key([text]) for text in ("9 Oak St, A, CO 80202", "9 Elm St, A, CO 80203")}
    assert len(keys) == 4


@given(st.lists(st.text(max_size=60), max_size=8))
def test_no_text_breaks_the_finder(lines: list[str]) -> None:
    """Any lines give addresses that lie within them."""
    for found in addresses_in(lines):
        assert 0 <= found.first <= found.last < len(lines)
        assert place_key(found.lines) is not None
