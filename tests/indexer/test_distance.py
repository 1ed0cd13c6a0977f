"""The one distance formula, against geopy's."""

import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from indexer.distance import EARTH_RADIUS_KM, great_circle_km

lats = st.floats(-90, 90)
lons = st.floats(-180, 180)


@given(lats, lons, lats, lons)
def test_distance_is_geopys(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    """Any two points are as far apart as geopy says on the same sphere."""
    expected = great_circle((lat1, lon1), (lat2, lon2)).km
    # Near the antipode an arc sine loses digits; a metre is nothing there.
    assert great_circle_km(lat1, lon1, lat2, lon2) == pytest.approx(expected, rel=1e-6, abs=1e-3)


def test_antipodes_are_half_way_round() -> None:
    """Opposite points never leave the formula's domain."""
    half_way = 3.141592653589793 * EARTH_RADIUS_KM
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(half_way)
    assert great_circle_km(45, 10, -45, -170) == pytest.approx(half_way)
