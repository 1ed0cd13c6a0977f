"""Where an address is, and how exactly that is known."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.clinic import Address, Precision
from indexer.distance import great_circle_km
from indexer.geocode import Answer
from indexer.locate import believable, contradicts, locate
from indexer.places import Places

BETHESDA = Address(city="Bethesda", state="MD", postcode="20814", country="US")
HOUSE = (38.9822, -77.0930)


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    """Open the packaged table."""
    table = Places()
    yield table
    table.close()


def test_postcode_gives_its_point(places: Places) -> None:
    """A ZIP is located at its own point, with its time zone, and says so."""
    point, zone = locate(BETHESDA, None, places)
    assert point is not None
    assert point.precision is Precision.ZIP
    assert great_circle_km(point.lat, point.lon, *HOUSE) < 5
    assert zone == "America/New_York"


def test_town_is_the_fallback(places: Places) -> None:
    """Without a postcode, or with one that is none, the town's point is taken."""
    for postcode in ("", "00000"):
        address = Address(city="Houston", state="TX", postcode=postcode, country="US")
        point, zone = locate(address, None, places)
        assert point is not None
        assert point.precision is Precision.CITY
        assert zone == "America/Chicago"


def test_postcode_of_another_state_is_not_believed(places: Places) -> None:
    """Town and state outweigh a ZIP that lies elsewhere."""
    address = Address(city="Houston", state="TX", postcode="20814", country="US")
    point, _ = locate(address, None, places)
    assert point is not None
    assert point.precision is Precision.CITY
    assert point.lat < 31


def test_state_alone_has_no_point(places: Places) -> None:
    """A state is no position; its time zone counts only where it has a single one."""
    assert locate(Address(state="AZ", country="US"), None, places) == (None, "")
    assert locate(Address(state="MD", country="US"), None, places) == (None, "America/New_York")
    assert locate(Address(state="AZ", country="US"), (33.4, -112.0), places)[0] is None


@pytest.mark.parametrize("city", ["Greenwich", "Westport", "", "Nowhere at all"])
def test_uncertain_town_is_not_located(places: Places, city: str) -> None:
    """A town that may be anywhere is nowhere."""
    assert locate(Address(city=city, country="US"), None, places) == (None, "")


def test_source_point_in_its_postcode_is_taken_as_street(places: Places) -> None:
    """A source's own point inside the stated ZIP is kept, but not called a rooftop."""
    point, zone = locate(BETHESDA, HOUSE, places)
    assert point is not None
    assert (point.lat, point.lon, point.precision) == (*HOUSE, Precision.STREET)
    assert zone == "America/New_York"


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param((-77.0930, 38.9822), id="latitude and longitude swapped"),
        pytest.param((0.0, 0.0), id="zeros"),
        pytest.param((39.2904, -76.6122), id="the next city"),
        pytest.param((38.9822, 77.0930), id="sign lost"),
        pytest.param((float("nan"), float("nan")), id="not a number"),
        pytest.param((938.0, -77.0), id="off the Earth"),
    ],
)
def test_source_point_elsewhere_is_not_believed(
    places: Places, stated: tuple[float, float]
) -> None:
    """A point outside the stated ZIP gives way to the ZIP's own."""
    assert locate(BETHESDA, stated, places) == locate(BETHESDA, None, places)


def test_source_point_in_its_town_is_taken(places: Places) -> None:
    """Without a ZIP the town bounds a source's point."""
    address = Address(city="Houston", state="TX", country="US")
    inside, _ = locate(address, (29.7370, -95.4210), places)
    outside, _ = locate(address, (30.2672, -97.7431), places)
    assert inside is not None
    assert outside is not None
    assert inside.precision is Precision.STREET
    assert outside.precision is Precision.CITY


def test_other_countries_are_located_by_area_or_town(places: Places) -> None:
    """Canadian postal codes give their area; British towns their centre."""
    toronto = Address(city="Toronto", state="ON", postcode="M5V 2T6", country="CA")
    oxford = Address(city="Oxford", nation="England", postcode="OX1 4AW", country="GB")
    area, zone = locate(toronto, None, places)
    town, _ = locate(oxford, None, places)
    assert area is not None
    assert town is not None
    assert (area.precision, zone) == (Precision.ZIP, "America/Toronto")
    assert town.precision is Precision.CITY


ROOF = Answer(lat=38.9825, lon=-77.0935, precision=Precision.ROOFTOP)
ROAD = Answer(lat=38.9831, lon=-77.0936, precision=Precision.STREET)
ELSEWHERE = Answer(lat=39.2904, lon=-76.6122, precision=Precision.ROOFTOP)


@pytest.mark.parametrize(
    ("stated", "answer", "lat", "precision"),
    [
        (HOUSE, ROOF, ROOF.lat, Precision.ROOFTOP),
        (HOUSE, ROAD, HOUSE[0], Precision.STREET),
        (None, ROOF, ROOF.lat, Precision.ROOFTOP),
        (None, ROAD, ROAD.lat, Precision.STREET),
        (HOUSE, ELSEWHERE, HOUSE[0], Precision.STREET),
        ((0.0, 0.0), ROAD, ROAD.lat, Precision.STREET),
    ],
)
def test_the_most_exact_point_counts(
    places: Places,
    stated: tuple[float, float] | None,
    answer: Answer,
    lat: float,
    precision: Precision,
) -> None:
    """A geocoder's rooftop, the source's own point, a geocoder's street; each inside the ZIP."""
    point, _ = locate(BETHESDA, stated, places, answer)
    assert point is not None
    assert (point.lat, point.precision) == (lat, precision)


def test_what_a_geocoder_says_of_elsewhere_is_not_believed(places: Places) -> None:
    """A rooftop in the next city gives way to the ZIP's own point."""
    assert locate(BETHESDA, None, places, ELSEWHERE) == locate(BETHESDA, None, places)


def test_the_first_point_inside_the_address_is_believed(places: Places) -> None:
    """A wrong point of one source does not hide the right one of another."""
    assert believable(BETHESDA, [(0.0, 0.0), HOUSE], places) == HOUSE
    assert believable(BETHESDA, [(0.0, 0.0)], places) is None
    assert contradicts(BETHESDA, (float("nan"), 0.0), places)
    assert not contradicts(BETHESDA, HOUSE, places)


@given(
    st.tuples(st.floats(), st.floats()),
    st.builds(
        Answer, lat=st.floats(), lon=st.floats(), precision=st.sampled_from(list(Precision)[:2])
    ),
)
def test_no_point_off_the_earth_is_handed_on(
    places: Places, stated: tuple[float, float], answer: Answer
) -> None:
    """Whatever numbers are told, the point lies near its ZIP."""
    point, _ = locate(BETHESDA, stated, places, answer)
    assert point is not None
    assert great_circle_km(point.lat, point.lon, *HOUSE) < 50
