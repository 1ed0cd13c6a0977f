"""Distances against geopy, an independent hand, and circles against every single distance."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.clinic import Address, Clinic, Point, Precision
from indexer.distance import EARTH_RADIUS_KM
from indexer.engine.bitmaps import of_all
from indexer.engine.places import BLOCK, Places, unit_vector
from indexer.search import MAX_RADIUS_KM, Near, Region
from tests.indexer import clinics as made
from tests.indexer.clinics import clinic


def places_of(clinics: Sequence[Clinic], folder: Path) -> Places:
    """Return the places of *clinics*, in this order."""
    Places.write([one.point for one in clinics], [one.address for one in clinics], folder)
    return Places(folder)


def towns(count: int) -> list[Clinic]:
    """Return clinics in a few dense towns, along a line, and nowhere."""
    random = Random(7)
    centres = [(random.uniform(-80, 80), random.uniform(-180, 180)) for _ in range(9)]
    dense = [
        clinic(at=(lat + random.gauss(0, 0.2), max(-180.0, min(180.0, lon + random.gauss(0, 0.2)))))
        for lat, lon in sorted(centres * (count // 9))
    ]
    return [*dense, clinic(at=None)]


@settings(deadline=None)
@given(made.points, made.points)
def test_distance_is_geopys(here: Point, there: Point) -> None:
    """Between any two points the distance is geopy's, to the millimetre."""
    with TemporaryDirectory() as folder:
        places = places_of([clinic(at=(there.lat, there.lon))], Path(folder))
        near = Near(lat=here.lat, lon=here.lon, radius_km=MAX_RADIUS_KM)
        expected = great_circle(
            (here.lat, here.lon), (there.lat, there.lon), radius=EARTH_RADIUS_KM
        ).km
        distances = places.distances_km(np.array([0]), np.array(unit_vector(near))).tolist()
        assert distances == pytest.approx([expected], abs=2e-6)


@settings(deadline=None, max_examples=50)
@given(made.clinics(), made.nears)
def test_every_row_within_and_no_other(clinics: list[Clinic], near: Near) -> None:
    """The rows within are exactly those whose distance, asked for alone, is in the radius."""
    with TemporaryDirectory() as folder:
        places = places_of(clinics, Path(folder))
        distances = places.distances_km(np.arange(len(clinics)), np.array(unit_vector(near)))
        within = places.within(near).rows.rows()
        assert within.tolist() == np.flatnonzero(distances <= near.radius_km).tolist()


def test_blocks_hide_nobody(tmp_path: Path) -> None:
    """Over many blocks, circles of all sizes around all towns hold exactly who is within."""
    clinics = towns(12 * BLOCK)
    places, random = places_of(clinics, tmp_path), Random(8)
    for radius in (0.0, 1.0, 25.0, 40.2336, 500.0, 5000.0, 15_000.0, MAX_RADIUS_KM):
        for one in random.sample(clinics[:-1], 12):
            assert one.point is not None
            near = Near(lat=one.point.lat, lon=one.point.lon, radius_km=radius)
            distances = places.distances_km(np.arange(len(clinics)), np.array(unit_vector(near)))
            expected = np.flatnonzero(distances <= radius)
            assert places.within(near).rows.rows().tolist() == expected.tolist()


def test_the_nearest_are_among_the_rows_looked_at(tmp_path: Path) -> None:
    """However few are asked for, none that is as near is left out."""
    clinics = towns(60 * BLOCK)
    places, everyone = places_of(clinics, tmp_path), of_all(len(clinics) - 1)
    for one in Random(9).sample(clinics[:-1], 20):
        assert one.point is not None
        near = Near(lat=one.point.lat, lon=one.point.lon, radius_km=MAX_RADIUS_KM)
        distances = places.distances_km(np.arange(len(clinics) - 1), np.array(unit_vector(near)))
        for count in (1, 20, 3000):
            rows, _ = places.nearest(everyone, len(clinics) - 1, places.within(near), count)
            limit = np.sort(distances)[count - 1]
            assert set(np.flatnonzero(distances <= limit)) <= set(rows.tolist())
        assert len(places.nearest(everyone, len(clinics) - 1, places.within(near), 20)[0]) < 300


def test_equal_points_are_equally_far_in_any_row(tmp_path: Path) -> None:
    """The row a clinic stands in does not change its distance by the last bit."""
    places = places_of([clinic(at=(51.477, -0.0015))] * 1000, tmp_path)
    near = Near(lat=40.1, lon=-75.3, radius_km=MAX_RADIUS_KM)
    assert len(np.unique(places.distances_km(np.arange(1000), np.array(unit_vector(near))))) == 1


@given(st.integers(0, 3 * BLOCK))
@settings(deadline=None, max_examples=20)
def test_any_number_of_rows_ends_where_it_ends(count: int) -> None:
    """The last block is rarely full; nobody stands behind the last row."""
    point = Point(lat=1, lon=2, precision=Precision.CITY)
    with TemporaryDirectory() as folder:
        Places.write([point] * count, [Address()] * count, Path(folder))
        within = Places(Path(folder)).within(Near(lat=1, lon=2, radius_km=1))
        assert within.rows.count() == count


def test_regions_are_by_country_and_state(tmp_path: Path) -> None:
    """A state is asked for inside its country; a country with all it holds."""
    places = places_of(
        [clinic(state="AZ"), clinic(state=""), clinic(state="AZ", country="CA")], tmp_path
    )
    assert places.inside(Region(country="US", state="AZ")).rows().tolist() == [0]
    assert places.inside(Region(country="US")).rows().tolist() == [0, 1]
    assert places.inside(Region(country="FR")).rows().tolist() == []
