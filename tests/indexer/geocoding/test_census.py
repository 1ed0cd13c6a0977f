"""The Census adapter, one address and many, in the documented shapes and their faults."""

from collections.abc import Iterator

import pytest

from indexer.clinic import Precision
from indexer.geocode import Answer, GeocodingFailed
from indexer.geocoding.census import MOST_ROWS, CensusGeocoder
from tests.indexer.geocoding.census_bureau import TIE, Bureau, census_bureau
from tests.indexer.geocoding.questions import question

HOUSE = Answer(lat=38.9822, lon=-77.0932, precision=Precision.STREET)


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    """Serve the bureau for one test."""
    with census_bureau() as served:
        yield served


def test_one_address_is_asked_by_its_parts(bureau: Bureau) -> None:
    """The answer is a point on the street: the service interpolates, it knows no rooftop."""
    one = question(postcode="20814-1234")
    assert CensusGeocoder(bureau.url).ask([one]) == {one: HOUSE}
    assert bureau.asked == [
        {"street": "7315 Wisconsin Ave", "city": "Bethesda", "state": "MD", "zip": "20814",
         "benchmark": "Public_AR_Current", "format": "json"}
    ]  # fmt: skip


@pytest.mark.parametrize("street", ["12 Nowhere Lane", TIE])
def test_no_match_and_several_are_not_found(bureau: Bureau, street: str) -> None:
    """Matches in two towns are as good as none."""
    one = question(street)
    assert CensusGeocoder(bureau.url).ask([one]) == {one: None}


def test_a_batch_is_joined_by_id(bureau: Bureau) -> None:
    """Rows come in another order, short ones are not found, and a street may hold anything."""
    streets = ["7315 Wisconsin Ave", "12 Nowhere Lane", TIE, "4300 Montgomery Ave"]
    odd = question('1 "Quoted", St\r\nSecond line; é')
    questions = [*map(question, streets), odd]
    answers = CensusGeocoder(bureau.url).ask(questions)
    assert answers == {
        questions[0]: HOUSE,
        questions[1]: None,
        questions[2]: None,
        questions[3]: Answer(lat=38.9842, lon=-77.0938, precision=Precision.STREET),
        odd: None,
    }
    assert bureau.posts == 1
    assert bureau.asked[4]["street"] == odd.street


def test_rows_that_are_missing_or_broken_stay_open(bureau: Bureau) -> None:
    """What the reply leaves out was not answered, so it must not be remembered as not found."""
    questions = [question(s) for s in ("0 Forgotten St", "0 Broken St", "7315 Wisconsin Ave")]
    assert CensusGeocoder(bureau.url).ask(questions) == {questions[2]: HOUSE}


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    ("status", "again_after_s", "final"),
    [
        (400, None, False),
        (401, None, True),
        (403, None, True),
        (500, 2.0, False),
        (503, 2.0, False),
    ],
)
def test_a_bad_status_is_a_failure(
    bureau: Bureau, count: int, status: int, again_after_s: float | None, final: bool
) -> None:
    """One address or many: what may be asked again says so."""
    bureau.status = status
    with pytest.raises(GeocodingFailed) as failure:
        CensusGeocoder(bureau.url).ask([question(f"{n} Elm St") for n in range(count)])
    assert (failure.value.again_after_s, failure.value.final) == (again_after_s, final)


@pytest.mark.parametrize("count", [1, 2])
def test_asked_too_often_says_how_long_to_wait(bureau: Bureau, count: int) -> None:
    """Retry-After is handed on."""
    bureau.status, bureau.headers = 429, {"Retry-After": "17"}
    with pytest.raises(GeocodingFailed) as failure:
        CensusGeocoder(bureau.url).ask([question(f"{n} Elm St") for n in range(count)])
    assert failure.value.again_after_s == 17.0


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<html>Sorry</html>", b"null", b"{}", b'{"result": {}}', b"\xff\xfe"),
        *(b'{"result": {"addressMatches": [{}]}}', b'{"result": {"addressMatches": 7}}'),
        b'{"result": {"addressMatches": [{"coordinates": {"x": "a", "y": 1}}]}}',
    ],
)
def test_a_reply_of_another_shape_is_a_failure(bureau: Bureau, count: int, body: bytes) -> None:
    """A 200 that is no answer is never "not found"."""
    bureau.body = body
    with pytest.raises(GeocodingFailed):
        CensusGeocoder(bureau.url).ask([question(f"{n} Elm St") for n in range(count)])


def test_a_point_off_the_earth_is_not_found(bureau: Bureau) -> None:
    """NaN is valid JSON for some, and no place for anyone."""
    bureau.body = b'{"result": {"addressMatches": [{"coordinates": {"x": NaN, "y": 1e9}}]}}'
    one = question()
    assert CensusGeocoder(bureau.url).ask([one]) == {one: None}


@pytest.mark.parametrize("count", [1, 2])
def test_a_dropped_connection_is_a_failure(bureau: Bureau, count: int) -> None:
    """Whoever hangs up has not answered."""
    bureau.hang_up = True
    with pytest.raises(GeocodingFailed):
        CensusGeocoder(bureau.url).ask([question(f"{n} Elm St") for n in range(count)])


def test_too_large_a_batch_is_not_sent(bureau: Bureau) -> None:
    """The documented bound is kept here."""
    with pytest.raises(ValueError, match="10000"):
        CensusGeocoder(bureau.url).ask([question()] * (MOST_ROWS + 1))
    assert not bureau.asked


def test_only_the_united_states_are_asked_about() -> None:
    """Another country's addresses are not sent there."""
    geocoder = CensusGeocoder()
    assert geocoder.covers(question())
    assert not geocoder.covers(question(country="CA"))
