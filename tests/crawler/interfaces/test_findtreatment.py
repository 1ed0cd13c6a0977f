"""FindTreatment.gov: every awkward shape of its answers, over HTTP."""

from crawler.listing import Where
from crawler.record import Outcome
from tests.crawler.interfaces.conftest import Errand


def test_facilities_that_speak_of_ketamine_are_kept_with_their_own_labels(errand: Errand) -> None:
    """The label, not a code, decides; what the facility listed is kept as printed."""
    [found] = [one for one in errand["ft MD"].listings if one.name.startswith("Harbor")]
    assert found.name == "Harbor Light Behavioral, Outpatient Clinic"
    assert found.address == ("100 Invented St", "Suite 4", "Baltimore, MD 21201")
    assert found.phones == ("410-555-0100", "410-555-0101 x2")
    assert found.point == (39.295, -76.626)
    assert found.identifiers == (("findtreatment", "abc123"),)
    assert [(one.under, one.text) for one in found.passages if "Ketamine" in one.text] == [
        ("Treatment Approaches", "Ketamine Infusion Therapy")
    ]
    assert {one.where for one in found.passages} == {Where.LABEL}


def test_null_services_and_a_name_are_enough(errand: Errand) -> None:
    """A facility without services is kept if its name speaks of ketamine, with nothing stated."""
    [found] = [one for one in errand["ft MD"].listings if "by Name" in one.name]
    assert [one.text for one in found.passages] == ["MH"]


def test_the_other_spelling_and_numbers_for_text_are_read(errand: Errand) -> None:
    """`type_facility`, numbers where text is usual, an entity and another letter case."""
    [found] = [one for one in errand["ft MD"].listings if one.name.startswith("Caf")]
    assert found.name == "Caf\ufffd & Sons"
    assert (found.phones, found.point) == (("4105550102",), (39.3, -76.6))
    assert found.address[-1] == "Baltimore, MD 21201"
    assert [one.text for one in found.passages if one.under == "Type of facility"] == ["MH"]


def test_all_states_are_asked_or_one(errand: Errand) -> None:
    """51 questions for the country, with no coordinates that could be swapped; one for Maryland."""
    paths = [path for path in errand.paths("ft.example") if path != "/robots.txt"]
    assert len(paths) == 51 + 1
    assert all("sAddr=0%2C0&limitType=0" in path for path in paths)
    assert {one.name for one in errand["ft"].listings} > {"Elsewhere Ketamine"}
    assert "Elsewhere Ketamine" not in {one.name for one in errand["ft MD"].listings}


def test_every_page_is_read_and_a_limit_stops_asking(errand: Errand) -> None:
    """Three pages of ten; a run limited to three listings asks no further than it must."""
    assert len({one.key for one in errand["ft pages"].listings}) == 30
    assert len(errand["ft limit"].listings) == 3
    robots, states_up_to_maryland = 1, 17
    assert len(errand.paths("ftpages.example")) == robots + 3 + robots + states_up_to_maryland


def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_taken(errand: Errand) -> None:
    """The field and what it was are named, with page and row."""
    odd = errand["ft odd"]
    assert (odd.report.outcome, len(odd.listings)) == (Outcome.GOOD, 20)
    assert [(one.url, one.what) for one in odd.report.problems] == [
        ("Maryland, page 1, row 21", "name1 is empty: it was left out"),
        ("Maryland, page 1, row 22", "name1 is a list, not text: it was left out"),
    ]


def test_too_many_bad_rows_fail_the_run(errand: Errand) -> None:
    """Half of the rows off the Earth is no ordinary day."""
    assert errand["ft half"].report.outcome is Outcome.FAILED
    assert errand["ft half"].report.reasons == ("1 of 2 rows could not be read",)


def test_an_answer_that_is_less_than_it_promises_is_no_good_run(errand: Errand) -> None:
    """The default answer, too few rows, endless or stuck pages, an empty state: all fail."""
    words = {
        "ft default": "a default answer",
        "ft short": "1 of the 50 facilities of Maryland came",
        "ft endless": "totalPages is 1000000000",
        "ft stuck": "page 1 came when page 2 was asked for",
        "ft none": "no facility in the whole state",
    }
    for name, told in words.items():
        assert errand[name].report.outcome is Outcome.FAILED, name
        assert told in errand[name].report.reasons[0]
