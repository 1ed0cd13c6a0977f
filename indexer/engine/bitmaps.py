"""Sets of rows as bits, eight to a byte: fast to combine and to count."""

import numpy as np
from numpy.typing import NDArray

Bitmap = NDArray[np.uint8]
"""Bit N says whether row N is in the set; bits after the last row mean nothing."""
Rows = NDArray[np.int64]
"""Row numbers, ascending unless said otherwise."""


def packed(mask: NDArray[np.bool_]) -> Bitmap:
    """Return the bitmap of a mask, or of each row of a table of masks."""
    return np.packbits(mask, axis=-1)


def of_rows(rows: Rows, size: int) -> Bitmap:
    """Return the set of *rows* out of *size*."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return packed(mask)


def intersection(first: Bitmap, *others: Bitmap) -> Bitmap:
    """Return the rows that are in every set."""
    for other in others:
        first = first & other
    return first


def rows(bitmap: Bitmap, size: int) -> Rows:
    """Return the rows of a set, ascending."""
    return np.flatnonzero(np.unpackbits(bitmap, count=size))


def count(bitmap: Bitmap) -> int:
    """Return how many rows are in a set."""
    return int(np.bitwise_count(bitmap).sum(dtype=np.int64))
