"""Medicare Part B: a positive sign for organisations, never a person, a count or a place."""

import msgspec

from crawler.listing import SourceKind, Where
from crawler.record import Outcome
from crawler.sources.cms_part_b import SOURCE
from tests.crawler.interfaces.conftest import Errand


def test_an_organisation_is_confirmed_once_with_all_its_codes(errand: Errand) -> None:
    """Several rows of one number are one listing, with no street that a page could show."""
    found, other = errand["cms"].listings
    assert (found.key, found.identifiers) == ("1234567893", (("npi", "1234567893"),))
    assert found.address == ("Atlanta, GA 30342",)
    assert (found.phones, found.point, found.website) == ((), None, "")
    assert [(one.where, one.text, one.under) for one in found.passages] == [
        (Where.LABEL, f"{code}: Visit with esketamine nasal self-administration",
         "Visits billed to Medicare Part B in 2024")
        for code in ("G2082", "G2083")
    ]  # fmt: skip
    assert other.key == "1000000007"
    assert SOURCE.kind is SourceKind.RECORDS


def test_no_person_and_no_count_is_taken(errand: Errand) -> None:
    """Rows of persons, however marked, give nothing; nor does the number of patients."""
    said = msgspec.json.encode(errand["cms"].listings).decode()
    assert "Personson" not in said
    assert "Doe" not in said
    assert "140" not in said


def test_a_run_for_a_state_asks_for_it(errand: Errand) -> None:
    """The filter is sent, and only Maryland's row comes."""
    assert [one.key for one in errand["cms MD"].listings] == ["1000000007"]
    asked = [path for path in errand.paths("cms.example") if "Abrvtn%5D=MD" in path]
    assert len(asked) == 2


def test_a_filter_that_is_not_heeded_is_no_good_run(errand: Errand) -> None:
    """Rows of other codes would call every biller a giver of esketamine."""
    everything = errand["cms all"]
    assert (everything.report.outcome, everything.listings) == (Outcome.FAILED, ())
    assert "the filter was not heeded" in everything.report.reasons[0]


def test_an_error_object_is_told_in_its_own_words(errand: Errand) -> None:
    """A release that is gone answers with an object, not with rows."""
    assert errand["cms error"].report.outcome is Outcome.FAILED
    assert "Dataset not found" in errand["cms error"].report.reasons[0]
