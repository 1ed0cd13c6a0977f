"""Address blocks are found by their end, and come out as printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.address import addresses_in, pieces_of
from crawler.reading.address_forms import END, MAY_END, country_of
from crawler.reading.address_key import has_unit, place_key, same_but_for_code

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
        ("1S443 Elm Ave\nLombard, IL 60148", ("1S443 Elm Ave", "Lombard, IL 60148")),
        ("850 E 9400 S, Sandy, UT 84094", ("850 E 9400 S, Sandy, UT 84094",)),
        (
            "Moss Care, Suite 4, 9 Elm St, Ithaca, NY 14850",
            ("Suite 4, 9 Elm St, Ithaca, NY 14850",),
        ),
        ("Moss\nUnit 2\n14 Elm Yard\nLeeds LS1 4AP", ("Unit 2", "14 Elm Yard", "Leeds LS1 4AP")),
        ("3rd Floor, 9 Elm St, Erie, PA 16501", ("3rd Floor, 9 Elm St, Erie, PA 16501",)),
        ("Level 2, 55 Elm Lane\nPerth WA 6000", ("Level 2, 55 Elm Lane", "Perth WA 6000")),
        ("2/55 Elm Lane, Perth WA 6000", ("2/55 Elm Lane, Perth WA 6000",)),
        ("#305 - 11 Elm St\nVictoria, BC V8W 1T5", ("#305 - 11 Elm St", "Victoria, BC V8W 1T5")),
        ("4 Elm St, Fresno, Calif. 93702", ("4 Elm St, Fresno, Calif. 93702",)),
        ("3-B Elm Court\nDover, DE 19901", ("3-B Elm Court", "Dover, DE 19901")),
        ("N6W2300 Elm St\nWaukesha, WI 53188", ("N6W2300 Elm St", "Waukesha, WI 53188")),
        (
            "Suite 3, Level 1, 12 Elm Street\nBrisbane QLD 4000",
            ("Suite 3, Level 1, 12 Elm Street", "Brisbane QLD 4000"),
        ),
        ("4 Elm St, Newark, N.J. 07102", ("4 Elm St, Newark, N.J. 07102",)),
        ("4 Elm St\nNewark, NJ\n07102", ("4 Elm St", "Newark, NJ 07102")),
        ("Moss\n4 Elm St, Newark, NJ", ("4 Elm St, Newark, NJ",)),
        ("4 Elm Street, Suite 9\nNewark, NJ", ("4 Elm Street, Suite 9", "Newark, NJ")),
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
        "4.9 of 5 by 312 people in Denver, CO 80202",
        "Over 400 Veterans of Denver, CO 80202",
        "Founded in 2014 Denver, CO 80202",
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
    "text",
    [
        *(
            "",
            "Call 303-555-0111",
            "Item 12345",
            "IN 90 minutes",
            "MD 2081",
            "We moved to Newark, NJ",
        ),
        *(
            "6 sessions in Newark, NJ",
            "since 2014 in Newark, NJ",
            "B12 injections, 3 MG",
            "SA 9 am",
        ),
    ],
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


def test_a_line_of_bars_is_its_parts_only_where_it_bears_an_address() -> None:
    """What is cut no longer mixes two places' phones; other lines stay whole."""
    both = "Moss | 9 Elm St | Boise, ID 83706 · 208-555-0150 | West: 8 Oak Dr, Boise, ID 83704"
    assert pieces_of(both)[1:3] == ["9 Elm St", "Boise, ID 83706"]
    assert [found.lines for found in addresses_in(pieces_of(both))] == [
        ("9 Elm St", "Boise, ID 83706"),
        ("8 Oak Dr, Boise, ID 83704",),
    ]
    assert pieces_of("Mon 9-5 | Tue 9-4") == ["Mon 9-5 | Tue 9-4"]


def test_two_addresses_in_one_line_are_two() -> None:
    """Each stands alone, however long the line is."""
    line = "North: 77 Elm Ct, Boise, ID 83706, (208) 555-0150 and West: 90 Oak Dr, Boise, ID 83704"
    assert [found.lines[0][:6] for found in addresses_in([line])] == ["77 Elm", "90 Oak"]


def test_an_address_without_code_is_the_one_with_it() -> None:
    """A footer that leaves the ZIP out makes no second place, unless it could be either."""
    bare, whole = place_key(["9 Elm St, Boise, ID"]), place_key(["9 Elm St, Boise, ID 83706"])
    assert same_but_for_code(bare, [bare, whole]) == whole
    assert same_but_for_code(bare, [bare, whole, f"{bare}-83704"]) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suite 4, 9 Elm St, Ithaca, NY 14850", "9 Elm Street\nIthaca, NY 14850"),
        ("Unit 2\n14 Elm Yard\nLeeds LS1 4AP", "14 Elm Yard, Leeds LS1 4AP"),
        ("Level 2, 55 Elm Lane, Perth WA 6000", "55 Elm Ln\nPerth WA 6000"),
    ],
)
def test_a_unit_in_front_makes_no_other_place(one: str, other: str) -> None:
    """The key is the house's, and the unit is seen where it is said."""
    assert place_key(one.split("\n")) == place_key(other.split("\n"))
    assert has_unit(one.split("\n"))
    assert not has_unit(other.split("\n"))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Denver, CO 80202", "US"),
        ("Victoria, BC V8W 1T5", "CA"),
        ("Leeds LS1 4AP", "GB"),
        ("Perth WA 6000", "AU"),
        ("Denver, CO", ""),
        ("Ontario, CA 91764", "US"),
    ],
)
def test_a_postcode_tells_the_country(text: str, country: str) -> None:
    """By its form; a state's code alone tells none."""
    assert country_of(text) == country


@given(st.lists(st.text(max_size=60), max_size=8))
def test_no_text_breaks_the_finder(lines: list[str]) -> None:
    """Any lines give addresses that lie within them."""
    for found in addresses_in(lines):
        assert 0 <= found.first <= found.last < len(lines)
        assert place_key(found.lines) is not None


@given(st.from_regex(END))
def test_no_end_of_an_address_is_passed_over(text: str) -> None:
    """What is looked for first, to save time, is borne by every end, in capitals or not."""
    assert MAY_END.search(text)
    assert MAY_END.search(text.lower())
