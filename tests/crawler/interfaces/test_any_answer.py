"""Whatever stands in an answer or a row, reading it gives listings or one named fault."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listing import Listing
from crawler.reading.payload import Misshapen, Row, row_of
from crawler.sources import cms_part_b, findtreatment, nppes, openstreetmap
from crawler.storable import fault
from tests.crawler.interfaces.errand import NOW
from tests.web.interfaces import billing, element, facility, organisation

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
ANSWERS: dict[str, Callable[[Any], object]] = {
    "findtreatment": lambda value: findtreatment.answer_in(value, 1),
    "nppes": nppes.results_in,
    "openstreetmap": lambda value: openstreetmap.answer_in(value, NOW),
    "cms_part_b": lambda value: cms_part_b.rows_in(value, "G2082"),
}
KEYS = ("page", "totalPages", "recordCount", "rows", "results", "result_count", "Errors", "osm3s",
        "copyright", "elements", "remark", "message")  # fmt: skip


def _of_facility(row: Row) -> Iterable[Listing | None]:
    return [findtreatment.facility(row, NOW)]


def _of_element(row: Row) -> Iterable[Listing | None]:
    return [openstreetmap.place(row, NOW)]


def _of_billing(row: Row) -> Iterable[Listing | None]:
    visits = cms_part_b.visits_in(row)
    return [cms_part_b.confirmation(visits, NOW)] if visits else []


ROWS: dict[str, tuple[Row, Callable[[Row], Iterable[Listing | None]]]] = {
    "findtreatment": (facility("Ketamine", "MD", labels="Ketamine"), _of_facility),
    "nppes": (
        organisation("1234567893", "KETAMINE", other_names=[{"code": "3"}]),
        lambda row: nppes.places_of(row, NOW),
    ),
    "openstreetmap": (element(1, "Ketamine"), _of_element),
    "cms_part_b": (billing("1234567893", "Invented", "G2082"), _of_billing),
}


@pytest.mark.parametrize("source", ANSWERS)
@given(answer=ANYTHING | st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_any_answer_is_read_or_named(source: str, answer: Any) -> None:
    """Nothing but Misshapen is ever raised, and it can be printed."""
    try:
        ANSWERS[source](answer)
    except Misshapen as found:
        str(found).encode()


@pytest.mark.parametrize("source", ROWS)
@given(data=st.data())
def test_any_field_of_a_row_is_read_or_named(source: str, data: st.DataObject) -> None:
    """A good row with anything in one place gives listings that can be stored, or Misshapen."""
    good, read = ROWS[source]
    row = _with_anything_somewhere(good, data)
    with suppress(Misshapen):
        for listing in read(row_of(row, "the row")):
            assert listing is None or fault(listing, source) == ""


def _with_anything_somewhere(value: Any, data: st.DataObject) -> Any:
    """Return a copy of *value* in which something, somewhere, is anything."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 4)):
        name = data.draw(st.sampled_from(sorted(value)))
        return value | {name: _with_anything_somewhere(value[name], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 4)):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], _with_anything_somewhere(value[at], data), *value[at + 1 :]]
    return data.draw(ANYTHING)
