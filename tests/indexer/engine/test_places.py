"""Distances against geopy, an independent hand."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given, settings

from indexer.clinic import Address, Clinic, Point
from indexer.distance import EARTH_RADIUS_KM
from indexer.engine.places import Places
from indexer.search import MAX_RADIUS_KM, Near, Region
from tests.indexer import clinics as made
from tests.indexer.clinics import clinic


@settings(deadline=None)
@given(made.points, made.points)
def test_distance_is_geopys(here: Point, there: Point) -> None:
    """Between any two points the distance is geopy's, to the millimetre."""
    with TemporaryDirectory() as folder:
        places = Places.write([clinic(at=(there.lat, there.lon))], Path(folder))
        near = places.within(Near(lat=here.lat, lon=here.lon, radius_km=MAX_RADIUS_KM))
        expected = great_circle(
            (here.lat, here.lon), (there.lat, there.lon), radius=EARTH_RADIUS_KM
        ).km
        assert near.distances_km.tolist() == pytest.approx([expected], abs=2e-6)


@settings(deadline=None, max_examples=50)
@given(made.clinics(), made.nears)
def test_every_row_within_and_no_other(clinics: list[Clinic], near: Near) -> None:
    """The rows within are exactly those whose distance, asked for alone, is in the radius."""
    with TemporaryDirectory() as folder:
        places = Places.write(clinics, Path(folder))
        everyone = places.within(Near(lat=near.lat, lon=near.lon, radius_km=MAX_RADIUS_KM))
        inside = everyone.distances_km <= near.radius_km
        within = places.within(near)
        assert within.rows.tolist() == everyone.rows[inside].tolist()
        assert within.distances_km.tolist() == everyone.distances_km[inside].tolist()


def test_equal_points_are_equally_far_in_any_row(tmp_path: Path) -> None:
    """The row a clinic stands in does not change its distance by the last bit."""
    places = Places.write([clinic(at=(51.477, -0.0015))] * 1000, tmp_path)
    near = places.within(Near(lat=40.1, lon=-75.3, radius_km=MAX_RADIUS_KM))
    assert len(np.unique(near.distances_km)) == 1


def test_regions_are_by_country_and_state(tmp_path: Path) -> None:
    """A state is asked for inside its country; a country with all it holds."""
    clinics = [clinic(state="AZ"), clinic(state=""), clinic(state="AZ", country="CA")]
    places = Places.write(clinics, tmp_path)
    assert places.inside(Region(country="US", state="AZ")).tolist() == [True, False, False]
    assert places.inside(Region(country="US")).tolist() == [True, True, False]
    assert places.inside(Region(country="FR")).tolist() == [False, False, False]


def test_a_nation_of_the_united_kingdom_is_a_region(tmp_path: Path) -> None:
    """ "Scotland" finds what lies in it, though no British address bears a state."""
    leeds = Address(city="Leeds", postcode="LS1 4AP", country="GB", nation="England")
    perth = Address(city="Perth", country="GB", nation="Scotland")
    places = Places.write([clinic(address=leeds), clinic(address=perth)], tmp_path)
    assert places.inside(Region(country="GB", state="Scotland")).tolist() == [False, True]
    assert places.inside(Region(country="GB")).tolist() == [True, True]
