"""The order of rows."""

import numpy as np
from hypothesis import given

from indexer.clinic import Point
from indexer.engine.curve import BITS, hilbert_keys
from tests.indexer import clinics as made


def test_neighbours_on_the_curve_are_neighbours_on_the_map() -> None:
    """Each cell is passed once, and the next one lies beside it."""
    cells = np.arange(64)
    lon, lat = (grid.ravel() * 2.0 ** -(BITS - 6) for grid in np.meshgrid(cells, cells))
    step = 2.0 ** (BITS - 6)
    keys = hilbert_keys(
        lat * step * step * 180 / 2**BITS - 90, lon * step * step * 360 / 2**BITS - 180
    )
    order = np.argsort(keys)
    x, y = (lon * step)[order], (lat * step)[order]
    assert len(np.unique(keys)) == len(keys)
    assert set((np.abs(np.diff(x)) + np.abs(np.diff(y))).tolist()) == {1.0}


@given(made.points)
def test_every_point_has_a_key_before_those_of_no_point(point: Point) -> None:
    """Poles, the antimeridian and all between have a place; no point comes after them."""
    key, nowhere = hilbert_keys(np.array([point.lat, np.nan]), np.array([point.lon, np.nan]))
    assert 0 <= key < nowhere
