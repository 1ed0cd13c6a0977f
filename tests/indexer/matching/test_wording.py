"""The forms that matching compares: roads, boxes, towns and names, written out; former names."""

import pytest

from indexer.matching.former import former_names
from indexer.matching.person import same_person
from indexer.matching.wording import (
    is_box,
    matched_core,
    matched_name,
    matched_street,
    matched_town,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1200 US Highway 62 W", "1200 Highway 62 West"),
        ("1200 US-62 West", "1200 Hwy 62 W"),
        ("15600 State Route 17", "15600 OH-17"),
        ("400 NC Highway 5", "400 North Carolina 5"),
        ("18 SR 54", "18 State Road 54"),
        ("18 Rt 9", "18 Route 9"),
        ("One Harbor Plaza", "1 Harbor Plz"),
        ("20 Martin Luther King Jr Blvd", "20 M.L.K. Blvd"),
        ("20 Dr Martin Luther King Junior Way", "20 MLK Way"),
    ],
)
def test_a_road_has_one_form(one: str, other: str) -> None:
    """Numbered roads, written numbers and one man's streets are the same however worded."""
    assert matched_street(one) == matched_street(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1200 Highway 62 W", "1200 Highway 71 W"),
        ("12 County Road 5", "12 State Road 5"),
        ("5 Virginia Ave", "5 Highway Ave"),
        ("9 State St", "9 Route St"),
    ],
)
def test_other_roads_stay_other_roads(one: str, other: str) -> None:
    """A state's name or the word "state" makes a highway only before its number."""
    assert matched_street(one) != matched_street(other)


def test_a_hyphen_is_part_of_a_house_number_in_queens_alone() -> None:
    """ "90-27" is one house there; "400-402" is a range, everywhere."""
    assert matched_street("90-27 Sutphin Blvd", "11435") == "9027 sutphin boulevard"
    assert matched_street("90-27 Sutphin Blvd", "60601") == "90 27 sutphin boulevard"
    assert matched_street("400-402 Main St", "11435") == "400 402 main street"


@pytest.mark.parametrize("street", ["PO Box 12", "P.O. Box 12", "P O BOX 12", "Post Office Box 12"])
def test_a_post_office_box_is_no_street(street: str) -> None:
    """It is where mail goes; "Box Elder Road" is a street."""
    assert is_box(street)
    assert matched_street(street) == ""
    assert not is_box("12 Box Elder Rd")


@pytest.mark.parametrize(
    ("one", "other"),
    [("St. Cloud", "Saint Cloud"), ("Mt Vernon", "Mount Vernon"), ("Ft. Worth", "Fort Worth")],
)
def test_a_town_has_one_form(one: str, other: str) -> None:
    """What towns' names begin with is written out."""
    assert matched_town(one) == matched_town(other)


def test_a_name_is_written_out() -> None:
    """Registries with short columns cut words; the core leaves the town out in either form."""
    assert matched_name("Fenwold Comm Hlth Ctr, Inc.") == "fenwold community health center"
    assert matched_core("Fenwold Ctr of Saint Cloud", "St. Cloud") == "fenwold"
    assert matched_core("Ketamine Ctr", "") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DOE, JANE A MD", "Dr. Jane Doe", True),
        ("J. Doe, MD", "Jane Doe, DO", True),
        ("Jane Doe, MD", "Jean Doe, MD", False),
        ("Jane A. Doe, MD", "Jane B. Doe, MD", False),
        ("Dr. Doe", "Jane Doe, MD", False),
        ("MD", "MD", False),
    ],
)
def test_persons_of_one_family_are_two(one: str, other: str, same: bool) -> None:
    """One letter tells two given names apart, where in a business's name it is a slip."""
    assert same_person(one, other) is same_person(other, one) is same


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Northbeam, formerly Aylsham Grove Ketamine, is here.", {"aylsham grove"}),
        ("We were previously known as The Elsing Center.", {"elsing"}),
        ("Drayton Vale Ketamine is now Opalmind.", {"drayton vale"}),
        ("It was formerly a bank.", set()),
        ("Ketamine is now covered.", set()),
        ("Formerly Ketamine Clinic.", set()),
        ("", set()),
    ],
)
def test_former_names(text: str, names: set[str]) -> None:
    """A name follows "formerly" or precedes "is now" and another; words alone are no name."""
    assert former_names([text]) == names
