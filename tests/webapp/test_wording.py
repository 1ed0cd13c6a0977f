"""How distances, dates, phones and addresses are worded."""

from datetime import date

import pytest

from indexer.clinic import Address, Precision
from tests.webapp.world import ANYTOWN, ANYTOWN_ZIP, NORTHTOWN
from webapp import wording
from webapp.language import speaking


@pytest.mark.parametrize(
    ("distance_km", "country", "words"),
    [
        (0.0, "US", "less than 1 mile"),
        (0.7, "US", "less than 1 mile"),
        (1.61, "US", "about 1 mile"),
        (19.3, "US", "about 12 miles"),
        (4000.0, "US", "about 2,485 miles"),
        (19.3, "CA", "about 19 km (12 miles)"),
        (0.2, "GB", "less than 1 km"),
    ],
)
def test_lengths_are_rough_and_in_the_units_of_the_country(
    distance_km: float, country: str, words: str
) -> None:
    """Whole miles in the US, kilometres and miles elsewhere."""
    assert wording.length(distance_km, country) == words


@pytest.mark.parametrize(
    ("precision", "end"),
    [
        (Precision.ROOFTOP, ""),
        (Precision.STREET, ""),
        (Precision.ZIP, " to the center of its postcode"),
        (Precision.CITY, " to the center of its town"),
    ],
)
def test_a_distance_says_between_which_points_it_was_measured(
    precision: Precision, end: str
) -> None:
    """A clinic whose street we do not know is measured to the center of what we know."""
    told = wording.distance(19.3, precision, ANYTOWN_ZIP)
    assert told == f"about 12 miles, straight line from the center of 20814{end}"


def test_a_town_is_no_distance_from_itself() -> None:
    """We know that the clinic is in the town and not where: no number would be true."""
    told = wording.distance(0.0, Precision.CITY, ANYTOWN)
    assert told == "in Anytown, MD; where in it is not known to us"
    assert wording.distance(0.0, Precision.STREET, ANYTOWN).startswith("less than 1 mile")


def test_a_place_is_called_by_its_postcode_or_its_label() -> None:
    """Both find the same place when typed."""
    assert [wording.called(p) for p in (ANYTOWN, ANYTOWN_ZIP, NORTHTOWN)] == [
        "Anytown, MD",
        "20814",
        "Northtown, ON, Canada",
    ]


def test_a_date_known_to_the_month_shows_no_day() -> None:
    """The first of the month would be a claim."""
    seen_on = date(2026, 11, 1)
    assert wording.day(seen_on) == "November 1, 2026"
    assert wording.day(seen_on, month_only=True) == "November 2026"
    assert wording.machine_day(seen_on, month_only=True) == "2026-11"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+12025550101", "(202) 555-0101"),
        ("+442079460958", "+44 20 7946 0958"),
        ("call us", "call us"),
        ("", ""),
    ],
)
def test_phones_are_shown_as_their_country_prints_them(number: str, shown: str) -> None:
    """What is not a number is shown as it stands."""
    assert wording.phone(number) == shown


@pytest.mark.parametrize("number", ["javascript:alert(1)", "+1;ext=3", "", "911", "+0123456"])
def test_only_whole_international_numbers_can_be_dialled(number: str) -> None:
    """Anything else gets no link."""
    assert wording.dialable(number) == ""
    assert wording.dialable("+12025550101") == "+12025550101"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://clinic.example/%0aalert(1)",
        "data:text/html,hello",
        "//clinic.example/",
        "https://",
        "https://[::1",
        "https://clinic.example@evil.example/",
        "ftp://clinic.example/",
        "article.txt",
        "",
    ],
)
def test_only_web_addresses_are_linked(url: str) -> None:
    """Everything else is no address for us."""
    assert wording.web_address(url) == ""
    assert wording.host(url) == ""


def test_a_web_address_is_shown_by_its_host() -> None:
    """The link is whole, its text is short."""
    assert wording.web_address("https://www.a.example/b?c") == "https://www.a.example/b?c"
    assert wording.host("https://www.a.example/b?c") == "a.example"


@pytest.mark.parametrize("email", ["a@b.example?bcc=x@y.example", "a b@c.example", "a@b", ""])
def test_only_plain_addresses_are_mailed(email: str) -> None:
    """An address that smuggles in a header gets no link."""
    assert wording.mailable(email) == ""
    assert wording.mailable("desk@a.example") == "desk@a.example"


def test_a_town_is_written_as_far_as_it_is_stated() -> None:
    """The country is named only outside the US, and by its name: "CA" is a state too."""
    assert wording.town(Address(city="Anytown", state="MD", country="US")) == "Anytown, MD"
    assert wording.town(Address(city="Northtown", state="ON", country="CA")).endswith("Canada")
    assert wording.town(Address(state="MD")) == "MD, town not stated"
    assert wording.town(Address()) == "Town not stated"


def test_labels_are_joined_into_a_phrase() -> None:
    """With commas and a last word, in the visitor's language."""
    assert wording.any_of([]) == ""
    assert wording.any_of(["A"]) == "“A”"
    assert wording.any_of(["A", "B", "C"]) == "“A”, “B”, or “C”"
    with speaking("es"):
        assert wording.any_of(["A", "B", "C"]) == "“A”, “B” o “C”"
