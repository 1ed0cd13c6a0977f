"""The packaged survey: which listings its rows make, and that a bad row stops nothing."""

import csv
import io

import pytest

from crawler.health import Problem
from crawler.listing import Listing, SourceKind, Where
from crawler.sources import starter
from crawler.sources.starter import survey

COLUMNS = ("name", "website", "page", "city", "state", "country", "address", "zip", "phone",
           "offerings", "conditions", "confidence", "note")  # fmt: skip
SITE = "https://invented.example/"


def listings_of(*rows: dict[str, str]) -> list[Listing | Problem]:
    """Return what a survey file with these rows gives."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({"name": "Invented Ketamine", "website": SITE, "page": SITE + "faq"} | row)
    return list(survey(text.getvalue().splitlines(keepends=True), "invented.csv"))


def places(**row: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return key fragment, address and phones of each listing that one row makes."""
    found = listings_of(row)
    assert all(isinstance(one, Listing) for one in found), found
    return [
        (one.key.removeprefix(SITE), one.address, one.phones)
        for one in found
        if isinstance(one, Listing)
    ]


def test_a_row_is_a_listing_in_its_own_words() -> None:
    """Every column a source may be believed about is handed on; remarks of ours are not."""
    [found] = listings_of(
        {
            "city": "Bethesda",
            "state": "MD",
            "country": "US",
            "address": "1 Invented St, Suite 2",
            "zip": "20814",
            "phone": "301-555-0100",
            "offerings": "iv_infusion;kap",
            "conditions": "TRD; neuropathic pain",
            "confidence": "low",
            "note": "a remark of ours",
        }
    )

    assert isinstance(found, Listing)
    assert found.name == "Invented Ketamine"
    assert found.key == found.website == SITE
    assert found.url == SITE + "faq"
    assert found.address == ("1 Invented St, Suite 2", "Bethesda, MD 20814")
    assert found.country == "US"
    assert found.phones == ("301-555-0100",)
    assert found.seen_at == starter.SEEN_AT
    assert [(one.text, one.where, one.url) for one in found.passages] == [
        (label, Where.SURVEY, SITE + "faq")
        for label in ("iv_infusion", "kap", "TRD", "neuropathic pain")
    ]
    assert "remark" not in repr(found)


@pytest.mark.parametrize(
    ("row", "address"),
    [
        ({}, ()),
        ({"country": "US"}, ()),
        ({"state": "AZ"}, ("AZ",)),
        ({"city": "Houston", "state": "TX"}, ("Houston, TX",)),
        ({"city": "Houston"}, ("Houston",)),
        ({"city": "Houston", "zip": "77002"}, ("Houston, 77002",)),
        ({"city": "London", "state": "England"}, ("London, England",)),
        ({"address": "Blue House; 1 Invented St"}, ("Blue House", "1 Invented St")),
    ],
)
def test_an_address_is_as_specific_as_the_row(row: dict[str, str], address: tuple[str]) -> None:
    """What is not said is not made up."""
    [(_, found, _)] = places(**row)
    assert found == address


def test_several_cities_become_several_places() -> None:
    """One state and one phone are every city's; the key tells the places apart."""
    assert places(city="Royal Oak; Ann  Arbor", state="MI", phone="248-555-0100") == [
        ("#royal-oak", ("Royal Oak, MI",), ("248-555-0100",)),
        ("#ann-arbor", ("Ann  Arbor, MI",), ("248-555-0100",)),
    ]


def test_as_many_parts_as_cities_belong_to_them_in_order() -> None:
    """An empty part is unknown, not the part before."""
    assert places(
        city="New York; Greenwich; Orlando",
        state="NY; ; FL",
        address="1 A St; ; 3 C St",
        zip="10001; ; 32801",
        phone="212-555-0101; ; 407-555-0103",
    ) == [
        ("#new-york", ("1 A St", "New York, NY 10001"), ("212-555-0101",)),
        ("#greenwich", ("Greenwich",), ()),
        ("#orlando", ("3 C St", "Orlando, FL 32801"), ("407-555-0103",)),
    ]


def test_one_street_is_the_first_city_s() -> None:
    """An address cannot be in two cities."""
    assert places(city="Orange; Anaheim", state="CA", address="1 A St", zip="92868") == [
        ("#orange", ("1 A St", "Orange, CA 92868"), ()),
        ("#anaheim", ("Anaheim, CA",), ()),
    ]


def test_two_phones_of_one_place_are_both_its_own() -> None:
    """They are one text of one place, not two places."""
    [(_, _, phones)] = places(city="Boston", state="MA", phone="617-555-0101; 617-555-0102")
    assert phones == ("617-555-0101; 617-555-0102",)


def test_places_in_one_city_are_told_apart_by_street() -> None:
    """Keys are unique, and do not depend on the order in the row."""
    found = places(city="London; London", state="England", address="A Court; B Square")
    assert [key for key, _, _ in found] == ["#london-a-court", "#london-b-square"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"name": " "}, "names no clinic"),
        ({"website": ""}, "gives no website"),
        ({"city": "A; B; C", "state": "TX; NM"}, "the state fits no city"),
        ({"city": "A", "state": "TX; NM"}, "the state fits no city"),
        ({"city": "A; B", "phone": "1; 2; 3"}, "the phone fits no city"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_the_rest_is_taken(
    row: dict[str, str], what: str
) -> None:
    """The line is that of the file, and the row after it is read."""
    found = listings_of({}, row, {"website": "https://second.example/"})
    [problem] = [one for one in found if isinstance(one, Problem)]
    assert problem.url == "invented.csv:3"
    assert what in problem.what
    assert isinstance(found[-1], Listing)
    assert found[-1].website == "https://second.example/"


def test_what_fits_no_city_is_not_used() -> None:
    """The places are kept; the doubtful state is not."""
    found = listings_of({"city": "A; B; C", "state": "TX; NM"})
    assert [one.address for one in found if isinstance(one, Listing)] == [("A",), ("B",), ("C",)]


def test_a_row_of_too_many_cells_is_left_out() -> None:
    """Its cells may stand under the wrong headings."""
    [problem] = survey(["name,website\n", f"Invented,{SITE},more\n"], "invented.csv")
    assert isinstance(problem, Problem)
    assert "more cells" in problem.what


def test_a_short_row_and_a_short_header_are_read() -> None:
    """Absent columns say nothing."""
    [found] = survey(["name,website,page\n", f"Invented,{SITE}\n"], "invented.csv")
    assert isinstance(found, Listing)
    assert found.url == SITE


@pytest.fixture(scope="module")
def packaged() -> list[Listing]:
    """Return the listings of the packaged survey, which has no problem."""
    with starter.FILE.open(encoding="utf-8", newline="") as lines:
        found = list(survey(lines, starter.FILE.name))
    assert [one for one in found if isinstance(one, Problem)] == []
    return [one for one in found if isinstance(one, Listing)]


def test_the_packaged_survey_gives_every_row(packaged: list[Listing]) -> None:
    """267 rows, some of several towns; every key is its own, every place in a known country."""
    assert len({one.website for one in packaged}) == 267
    assert len({one.key for one in packaged}) == len(packaged) == 293
    assert {one.country for one in packaged} == {"US", "CA", "AU", "GB", ""}
    assert starter.SOURCE.kind is SourceKind.SURVEY
    assert starter.SOURCE.month_only


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("Principium Psychiatry", [("New York, NY",), ("Greenwich",), ("Santa Monica",)]),
        (
            "High Country Behavioral Health",
            [("Idaho Falls, ID",), ("Pocatello, ID",), ("Evanston, WY",), ("Douglas, WY",)],
        ),
        ("Luxury Psychiatry Medical Spa", [("Chicago, IL",), ("Orlando, FL",)]),
        (
            "The Ketamine Clinic London",
            [("Knightsbridge", "London, England"), ("Hampstead Heath", "London, England")],
        ),
        (
            "Mind Matters PsychiatryMD",
            [
                ("2620 Long Prairie Road, Suite 100", "Flower Mound, TX 75022"),
                ("3140 Legacy Drive Suite 130", "Frisco, TX 75034"),
                ("1701 River Run Suite 1118", "Fort Worth, TX 76107"),
            ],
        ),
        ("Wilderman Medical Clinic", [("8054 Yonge St", "Thornhill, ON")]),
        ("Klearwell", [()]),
    ],
)
def test_no_town_is_put_into_a_state_it_is_not_in(
    packaged: list[Listing], name: str, addresses: list[tuple[str, ...]]
) -> None:
    """The rows of several states, and those we edited, are read as `data/README.md` says."""
    assert [one.address for one in packaged if one.name == name] == addresses


def test_an_ect_line_is_not_given_as_the_clinic_s_phone(packaged: list[Listing]) -> None:
    """The survey's own note says that the number is another clinic's."""
    [found] = [one for one in packaged if one.name.startswith("UTHealth Harris County")]
    assert found.phones == ()
