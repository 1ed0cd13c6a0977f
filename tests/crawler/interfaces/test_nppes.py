"""The NPI register: organisations only, every row of a question, and errors that come with 200."""

import msgspec
import pytest

from crawler.interface import UnreadableError
from crawler.record import Outcome
from crawler.sources.nppes import narrower_than
from tests.crawler.interfaces.conftest import Errand


def test_an_organisation_exists_and_states_nothing(errand: Errand) -> None:
    """Number, name, practice address and phone are taken; a name is no statement of ketamine."""
    [found] = [one for one in errand["npi"].listings if one.key == "1234567893"]
    assert found.name == "KETAMINE CENTER OF INVENTION LLC"
    assert found.address == ("403 INVENTED WAY STE D", "ATLANTA, GA 30342-1985")
    assert found.phones == ("770-555-0100",)
    assert found.identifiers == (("npi", "1234567893"),)
    assert found.url == "https://npiregistry.cms.hhs.gov/provider-view/1234567893"
    assert not [one for one in errand["npi"].listings if one.passages]


def test_no_official_is_taken(errand: Errand) -> None:
    """What the register says of persons stands in no listing."""
    said = msgspec.json.encode(errand["npi"].listings).decode()
    assert "SECRET" not in said
    assert "OFFICIAL" not in said
    assert "555-0199" not in said


def test_a_trade_name_goes_before_the_legal_one(errand: Errand) -> None:
    """And a number that comes as a number is the same number; a former name is not used."""
    names = {one.key: one.name for one in errand["npi"].listings}
    assert names["1000000001"] == "QUIET HARBOR"
    assert names["1000000004"] == "SPRAVATO BY OTHER NAMES"


def test_further_places_are_listings_and_inactive_numbers_are_none(errand: Errand) -> None:
    """One number may mean several places; a place abroad is left out."""
    keys = [one.key for one in errand["npi"].listings if one.key.startswith("1000000002")]
    assert keys == ["1000000002", "1000000002#5505-invented-rd-ste-350b-30342"]
    assert "1000000003" not in {one.key for one in errand["npi"].listings}


def test_organisations_are_asked_for_and_never_persons(errand: Errand) -> None:
    """Every question says NPI-2, and a person's row that comes all the same is left out."""
    asked = [path for path in errand.paths("npi.example") if path != "/robots.txt"]
    assert asked
    assert all("enumeration_type=NPI-2" in path for path in asked)
    person = errand["npi person"]
    assert (person.listings, person.report.outcome) == ((), Outcome.FAILED)
    assert "only organisations are taken" in person.trouble()[0]


def test_a_full_question_is_parted_until_every_row_is_had(errand: Errand) -> None:
    """1,250 rows come of a register that shows 1,200; none comes twice."""
    many = errand["npi many"]
    assert many.report.outcome is Outcome.GOOD
    assert len({one.key for one in many.listings}) == len(many.listings) == 1_250


def test_a_question_that_cannot_be_parted_fails_the_run(errand: Errand) -> None:
    """More rows in one ZIP code than are shown: what is missing is told, not forgotten."""
    full = errand["npi full"].report
    assert full.outcome is Outcome.FAILED
    assert "infusion* GA 30342: more rows than the register shows" in full.reasons[0]


def test_an_error_with_a_200_is_an_error(errand: Errand) -> None:
    """`Errors` without results, and a count that its results belie."""
    refused, counted = errand["npi refuses"].report, errand["npi counts"].report
    assert (refused.outcome, counted.outcome) == (Outcome.FAILED, Outcome.FAILED)
    assert "the register refuses the question: No valid search criteria" in refused.reasons[0]
    assert "result_count is 57, and 1 results came" in counted.reasons[0]


@pytest.mark.parametrize(
    ("question", "count", "last"),
    [
        ({"organization_name": "a*"}, 51, {"state": "WY"}),
        ({"organization_name": "a*", "state": "MD"}, 100, {"postal_code": "99*"}),
        ({"state": "MD", "postal_code": "212*"}, 10, {"postal_code": "2129*"}),
        ({"state": "MD", "postal_code": "2120*"}, 10, {"postal_code": "21209"}),
    ],
)
def test_questions_are_parted_by_state_then_by_zip_code(
    question: dict[str, str], count: int, last: dict[str, str]
) -> None:
    """Each part is narrower, and together they leave nothing out."""
    parts = narrower_than(question)
    assert len(parts) == count
    assert parts[-1] == question | last


def test_one_zip_code_cannot_be_parted() -> None:
    """There is nothing narrower to ask for."""
    with pytest.raises(UnreadableError, match="no way to part them"):
        narrower_than({"organization_name": "a*", "state": "MD", "postal_code": "21201"})
