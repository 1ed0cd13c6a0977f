"""The map beside a list: true to scale, every pin inside, never a point on the wrong side."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.distance import great_circle_km
from tests.webapp.conftest import Page
from tests.webapp.reading import names, text
from webapp.maps.outlines import borders
from webapp.maps.picture import HEIGHT, MARGIN, WIDTH, Circle, Spotted, draw
from webapp.maps.projection import Projection

LATITUDES, LONGITUDES = st.floats(-85, 85), st.floats(-180, 180)


def spotted(number: int, lat: float, lon: float, town: str = "") -> Spotted:
    """Return a clinic at a point."""
    return Spotted(number=number, name=f"{number}. Invented Clinic", town=town, lat=lat, lon=lon)


def around(lat: float, lon: float, radius_km: float | None) -> Circle:
    """Return a circle around a point."""
    return Circle(lat=lat, lon=lon, radius_km=radius_km, name="Anytown")


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_distance_from_the_middle_is_true(
    lat: float, lon: float, other_lat: float, other_lon: float
) -> None:
    """In units it is the kilometres times the scale, in any direction, across any meridian."""
    view = Projection(lat=lat, lon=lon, width=WIDTH, height=HEIGHT, units_per_km=0.01)
    x, y = (float(part) for part in view.points(other_lat, other_lon))
    drawn = math.hypot(x - WIDTH / 2, y - HEIGHT / 2)
    assert drawn == pytest.approx(
        great_circle_km(lat, lon, other_lat, other_lon) * 0.01, abs=0.02, rel=1e-3
    )


def test_north_is_up_and_east_is_right() -> None:
    """As on any map."""
    view = Projection(lat=39, lon=-77, width=WIDTH, height=HEIGHT, units_per_km=1)
    assert view.points(39.5, -77)[1] < HEIGHT / 2
    assert view.points(39, -76.5)[0] > WIDTH / 2


@given(
    st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=1, max_size=25),
    st.none() | st.tuples(LATITUDES, LONGITUDES, st.none() | st.floats(1, 20_000)),
)
@settings(deadline=None, max_examples=40)
def test_every_clinic_is_on_the_map_inside_the_frame(
    points: list[tuple[float, float]], circle: tuple[float, float, float | None] | None
) -> None:
    """Each number once, alone or in a pin that stands for several."""
    clinics = [spotted(number, *point) for number, point in enumerate(points, 1)]
    picture = draw(clinics, around(*circle) if circle else None, "mi")
    assert picture is not None
    assert sorted(name for pin in picture.pins for name in pin.names) == sorted(
        one.name for one in clinics
    )
    for pin in picture.pins:
        assert MARGIN - 1 <= pin.x <= WIDTH - MARGIN + 1
        assert MARGIN - 1 <= pin.y <= HEIGHT - MARGIN + 1
    for label in picture.labels:
        assert 0 <= label.x <= WIDTH
        assert 0 <= label.y <= HEIGHT


@given(LATITUDES, LONGITUDES, st.floats(5, 2_000), st.floats(0, 2 * math.pi))
def test_the_ring_is_true_to_scale(lat: float, lon: float, radius_km: float, way: float) -> None:
    """A clinic on its edge lies on the drawn line, also across the 180th meridian."""
    arc = radius_km / 6371.0088
    phi = math.radians(lat)
    edge = math.asin(math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * math.cos(way))
    turn = math.atan2(
        math.sin(way) * math.sin(arc) * math.cos(phi),
        math.cos(arc) - math.sin(phi) * math.sin(edge),
    )
    east = (lon + math.degrees(turn) + 180) % 360 - 180
    picture = draw([spotted(1, math.degrees(edge), east)], around(lat, lon, radius_km), "km")
    assert picture is not None
    [pin] = picture.pins
    assert picture.ring == pytest.approx(HEIGHT / 2 - MARGIN)
    assert math.hypot(pin.x - WIDTH / 2, pin.y - HEIGHT / 2) == pytest.approx(picture.ring, abs=1)


def test_the_scale_is_as_long_as_it_says() -> None:
    """Ten miles are ten miles."""
    picture = draw([], around(39, -77, 25 * 1.609344), "mi")
    assert picture is not None
    assert picture.ring is not None
    assert picture.bar.width / picture.bar.amount == pytest.approx(picture.ring / 25, rel=0.01)
    assert picture.bar.width <= 90


def test_clinics_at_one_point_are_one_pin_that_names_them_all() -> None:
    """One can be hit; it leads to the first."""
    picture = draw([spotted(n, 39, -77) for n in range(3, 8)], None, "mi")
    assert picture is not None
    [pin] = picture.pins
    assert (pin.first, pin.text, len(pin.names)) == (3, "3+", 5)


def test_no_clinic_and_no_place_is_no_map() -> None:
    """An empty frame would say nothing."""
    assert draw([], None, "mi") is None


def test_neighbours_across_the_date_line_are_neighbours() -> None:
    """A mile apart, not an ocean."""
    picture = draw([spotted(1, 52, 179.99), spotted(2, 52, -179.99)], None, "mi")
    assert picture is not None
    assert len(picture.pins) == 2 or picture.pins[0].text == "1+"
    assert all(abs(pin.x - WIDTH / 2) < WIDTH / 2 for pin in picture.pins)


def test_labels_cover_neither_pins_nor_each_other() -> None:
    """Six towns at most, each legible."""
    towns = [spotted(n, 39 + n / 50, -77, f"Invented Town {n}") for n in range(12)]
    picture = draw(towns, around(39.1, -77, 40), "mi")
    assert picture is not None
    assert 0 < len(picture.labels) <= 6
    rows = sorted(label.y for label in picture.labels)
    assert all(later - earlier >= 11 for earlier, later in pairwise(rows))


def test_borders_are_drawn_where_there_are_any() -> None:
    """Around Denver counties, over the whole West states, in Toronto's Canada nothing of ours."""
    near = Projection.around(39.74, -104.99, 80, WIDTH, HEIGHT, MARGIN)
    states, counties = borders(near)
    assert states == ""
    assert re.fullmatch(r"(M-?\d+[ -]-?\d+l(-?\d+ ?)+)+", counties)
    states, counties = borders(Projection.around(39.74, -104.99, 800, WIDTH, HEIGHT, MARGIN))
    assert states
    assert counties == ""
    assert borders(Projection.around(-27.47, 153.03, 80, WIDTH, HEIGHT, MARGIN)) == ("", "")


def test_a_straight_border_that_only_crosses_the_frame_is_drawn() -> None:
    """Its ends may both lie outside: Colorado's borders have few points."""
    view = Projection.around(41.0, -104.0, 12, WIDTH, HEIGHT, MARGIN)
    assert borders(view)[0]


def test_the_page_numbers_pins_as_the_list_and_links_them(page: Page) -> None:
    """A pin says number, name and distance, and leads to the item of that number."""
    found = page("/search?near=20814&within=25")
    pins = found.select(".map a[href^='#n']")
    assert pins
    told = {str(pin["href"]): str(pin["aria-label"]) for pin in pins}
    assert "2. Harbor Calm Clinic, about 1 mile" in "; ".join(told.values())
    for target in told:
        assert found.select_one(f"li{target} h3 a")
    assert text(found.select_one("li#n2 h3")).startswith("2. Harbor Calm Clinic")


def test_zoom_is_by_links_that_are_the_radius(page: Page) -> None:
    """No dragging; the one in use is marked."""
    found = page("/search?near=20814&within=25")
    zooms = found.select(".zooms a")
    assert [text(link) for link in zooms] == [
        "5 miles", "10 miles", "25 miles", "50 miles", "100 miles", "250 miles", "any distance",
    ]  # fmt: skip
    assert [text(link) for link in zooms if link.get("aria-current")] == ["25 miles"]
    assert names(page(str(zooms[0]["href"]))) == ["Meadow Invented Ketamine", "Harbor Calm Clinic"]


def test_the_second_page_numbers_on(page: Page) -> None:
    """Its pins are those of its own clinics."""
    found = page("/search?near=20814&offers=ketamine.im&page=2")
    [pin] = found.select(".map a[href^='#n']")
    assert pin["href"] == "#n26"
    assert str(pin["aria-label"]).startswith("26. Crowd Clinic 25, about 21 miles; 27. Crowd")


def test_a_list_without_any_point_has_no_map(page: Page) -> None:
    """Nothing to show."""
    assert page("/search?words=nowhere").select(".map") == []
