"""Sets of rows as bits against Python's own sets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine import bitmaps

SIZE = 21
rows = st.sets(st.integers(0, SIZE - 1))


@given(rows, rows)
def test_bitmaps_are_sets(some: set[int], others: set[int]) -> None:
    """Members, intersection and count are those of a set, whatever the size of a byte."""
    first, second = (bitmaps.of_rows(np.array(sorted(s), np.int64), SIZE) for s in (some, others))
    both = bitmaps.intersection(first, second)
    assert bitmaps.rows(first, SIZE).tolist() == sorted(some)
    assert bitmaps.rows(both, SIZE).tolist() == sorted(some & others)
    assert bitmaps.count(both) == len(some & others)
