"""A geocoder is asked for what is not remembered, patiently, and an outage is no answer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from indexer.clinic import Address, Precision
from indexer.geocode import Answer, GeocodingFailed, Question, question_of
from indexer.geocoding.census import CensusGeocoder
from indexer.geocoding.memory import Memory
from indexer.geocoding.nominatim import NominatimGeocoder
from indexer.geocoding.online import FAILURES_IN_A_ROW, Online, geocoder_named
from tests.indexer.geocoding.census_bureau import Bureau, census_bureau

TODAY = date(2026, 11, 22)


def address(street: str, **changes: str) -> Address:
    """Return an address in Bethesda."""
    parts = {"city": "Bethesda", "state": "MD", "postcode": "20814", "country": "US"} | changes
    return Address(street=street, **parts)  # type: ignore[arg-type]


HOUSE, NOWHERE = address("7315 Wisconsin Ave", unit="Suite 300"), address("12 Nowhere Lane")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    """Open an empty memory."""
    with Memory(tmp_path / "geocodes.sqlite") as opened:
        yield opened


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    """Serve the Census Bureau for one test."""
    with census_bureau() as served:
        yield served


class Scripted:
    """A geocoder that fails as it is told; then it finds nothing."""

    name = "scripted"
    per_call = 1
    per_build: int | None = None

    def __init__(self, *failures: GeocodingFailed | None) -> None:
        self.failures = list(failures)
        self.asked = 0

    def covers(self, question: Question) -> bool:
        """Whatever comes."""
        return True

    def ask(self, questions: Sequence[Question]) -> Mapping[Question, Answer | None]:
        """Fail as told, or find nothing."""
        self.asked += 1
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        return dict.fromkeys(questions)


def test_what_is_known_is_not_asked_again(bureau: Bureau, memory: Memory) -> None:
    """The second build asks nothing, not even for what was not found."""
    for _ in range(2):
        online = Online(CensusGeocoder(bureau.url), memory, TODAY)
        answers = online((HOUSE, NOWHERE))
        assert answers == {HOUSE: Answer(lat=38.9822, lon=-77.0932, precision=Precision.STREET)}
    assert bureau.posts == 1
    assert str(online.report) == "2 remembered, 0 found, 0 not found, 0 unanswered"


def test_the_unit_is_not_sent(bureau: Bureau, memory: Memory) -> None:
    """Geocoders stumble over suites: two suites of a house are one question."""
    online = Online(CensusGeocoder(bureau.url), memory, TODAY)
    answers = online((HOUSE, address("7315 Wisconsin Ave", unit="Suite 9")))
    assert len(answers) == 2
    assert [asked["street"] for asked in bureau.asked] == ["7315 Wisconsin Ave"]


@pytest.mark.parametrize(
    "one",
    [
        address(""),
        address("Main Street"),
        address("PO Box 9"),
        address("P.O. Box 9"),
        address("9 Elm St", postcode="", city=""),
        address("9 Elm St", postcode="", state=""),
        address("9 Elm St", country="CA", state="ON", postcode="M5V 2T6"),
    ],
)
def test_what_no_geocoder_can_locate_is_not_asked(
    bureau: Bureau, memory: Memory, one: Address
) -> None:
    """No house number, no place, a PO box, or a country that the service does not know."""
    assert Online(CensusGeocoder(bureau.url), memory, TODAY)((one,)) == {}
    assert not bureau.asked


@pytest.mark.parametrize("status", [500, 503, 429, 400, 401])
def test_an_outage_is_not_remembered(bureau: Bureau, memory: Memory, status: int) -> None:
    """After any failure the same question is asked again, and then answered."""
    bureau.status = status
    down = Online(CensusGeocoder(bureau.url), memory, TODAY, sleep=lambda _: None)
    assert down((HOUSE,)) == {}
    assert "1 unanswered" in str(down.report)
    assert down.report.reason
    bureau.status = 200
    assert HOUSE in Online(CensusGeocoder(bureau.url), memory, TODAY)((HOUSE,))


def test_a_passing_fault_is_asked_again_once(memory: Memory) -> None:
    """After the wait that the service wants."""
    slept: list[float] = []
    geocoder = Scripted(GeocodingFailed("busy", again_after_s=17.0))
    online = Online(geocoder, memory, TODAY, sleep=slept.append)
    online((NOWHERE,))
    assert (geocoder.asked, slept, online.report.not_found) == (2, [17.0], 1)


@pytest.mark.parametrize("wait_s", [None, 3600.0])
def test_what_is_not_worth_the_wait_is_left(memory: Memory, wait_s: float | None) -> None:
    """A refused question is not repeated, and nobody waits an hour."""
    geocoder = Scripted(GeocodingFailed("no", again_after_s=wait_s))
    online = Online(geocoder, memory, TODAY, sleep=lambda _: pytest.fail("it waited"))
    online((NOWHERE, HOUSE))
    assert (geocoder.asked, online.report.not_found, online.report.unanswered) == (2, 1, 1)


def test_a_service_that_is_down_is_left_alone(memory: Memory) -> None:
    """After some failures in a row nothing more is asked in this build."""
    geocoder = Scripted(*[GeocodingFailed("down")] * 9)
    online = Online(geocoder, memory, TODAY)
    online([address(f"{n} Elm St") for n in range(9)])
    assert geocoder.asked == FAILURES_IN_A_ROW
    assert online.report.unanswered == 9


def test_a_refusal_ends_the_asking(memory: Memory) -> None:
    """Without the right to ask, one try is enough."""
    geocoder = Scripted(GeocodingFailed("forbidden", final=True))
    Online(geocoder, memory, TODAY)([address(f"{n} Elm St") for n in range(9)])
    assert geocoder.asked == 1


def test_no_more_than_the_policy_allows_is_asked(memory: Memory) -> None:
    """What is left over waits for the next build, which the report says."""
    geocoder = Scripted()
    geocoder.per_build = 4
    online = Online(geocoder, memory, TODAY)
    online([address(f"{n} Elm St") for n in range(9)])
    assert (geocoder.asked, online.report.unanswered) == (4, 5)
    assert "--force" in str(online.report)


def test_a_geocoder_is_named() -> None:
    """By the words of the option; anything else is refused."""
    assert isinstance(geocoder_named("census"), CensusGeocoder)
    own = geocoder_named("nominatim=http://127.0.0.1:8088/")
    assert isinstance(own, NominatimGeocoder)
    assert own.name == "nominatim/127.0.0.1:8088"
    for wrong in ("", "nominatim", "nominatim=", "google", "census=x", "nominatim=here"):
        with pytest.raises(ValueError, match=r"geocoder|address"):
            geocoder_named(wrong)


def test_a_question_is_the_address_without_its_unit() -> None:
    """A country that is not stated is the United States."""
    asked = question_of(Address(street="9 Elm St", unit="#4", city="Erie", state="PA"))
    assert asked == Question(street="9 Elm St", city="Erie", state="PA", postcode="", country="US")
