"""The order of rows: along a curve that keeps what is near on the Earth near in the files."""

import numpy as np
from numpy.typing import NDArray

BITS = 16
"""Of longitude and of latitude: cells of about 600 by 300 m at the equator."""


def hilbert_keys(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return where points stand along a Hilbert curve; what has no point (NaN) comes last."""
    nowhere = np.isnan(lat) | np.isnan(lon)
    x = _cells(np.where(nowhere, 0.0, lon), 180.0)
    y = _cells(np.where(nowhere, 0.0, lat), 90.0)
    keys = np.zeros(len(x), np.int64)
    for bit in reversed(range(BITS)):
        right, up = x >> bit & 1, y >> bit & 1
        keys += (3 * right ^ up) << 2 * bit
        x, y = _turned(x, y, right, up)
    keys[nowhere] = 1 << 2 * BITS
    return keys


def _turned(
    x: NDArray[np.int64], y: NDArray[np.int64], right: NDArray[np.int64], up: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return coordinates as the quarter that they are in sees them."""
    flipped = (up == 0) & (right == 1)
    last = (1 << BITS) - 1
    x, y = np.where(flipped, last - x, x), np.where(flipped, last - y, y)
    return np.where(up == 0, y, x), np.where(up == 0, x, y)


def _cells(degrees: NDArray[np.float64], most: float) -> NDArray[np.int64]:
    cells = ((degrees + most) / (2 * most) * (1 << BITS)).astype(np.int64)
    return np.clip(cells, 0, (1 << BITS) - 1)
