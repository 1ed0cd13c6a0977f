"""Sets of rows as bits against Python's own sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine import bitmaps
from indexer.engine.bitmaps import RowSet

SIZE = 300
rows = st.sets(st.integers(0, SIZE - 1), max_size=SIZE)


def whole(members: set[int]) -> RowSet:
    """Return a set in all its words."""
    return bitmaps.of_mask(np.isin(np.arange(SIZE), sorted(members)))


def partly(members: set[int]) -> RowSet:
    """Return a set in those words only that hold any of it."""
    return bitmaps.of_rows(np.array(sorted(members), np.int32))


@pytest.mark.parametrize("first", [whole, partly])
@pytest.mark.parametrize("second", [whole, partly])
@given(some=rows, others=rows)
def test_row_sets_are_sets(first: type, second: type, some: set[int], others: set[int]) -> None:
    """Members, intersection, union, count and membership are those of a set, in either form."""
    one, other = first(some), second(others)
    both = one & other
    assert one.rows().tolist() == sorted(some)
    assert both.rows().tolist() == both.shrunk().rows().tolist() == sorted(some & others)
    assert both.count() == both.shrunk().count() == len(some & others)
    assert bitmaps.union([one, other], SIZE).rows().tolist() == sorted(some | others)
    assert one.holds(np.arange(SIZE)[::-1]).tolist() == [n in some for n in range(SIZE)][::-1]


def test_a_set_of_all_ends_at_the_last_row() -> None:
    """What stands in the last word after the last row is not in the set."""
    for size in (0, 1, 63, 64, 65):
        assert bitmaps.of_all(size).rows().tolist() == list(range(size))
