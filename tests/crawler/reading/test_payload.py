"""Fields of machines' answers: text, numbers and points, or a fault that names the field."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.payload import Misshapen, decoded, point_in, text_in, whole_in

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  A  &amp;\n B ", "A & B"),
        (21201, "21201"),
        ("Caf\ufffd", "Caf\ufffd"),
        ("a\u202eb\x00c", "abc"),
        ("\ud800", "\ufffd"),
    ],
)
def test_text_comes_on_one_line(value: object, text: str) -> None:
    """Entities, invisible marks and halves of letters are gone; numbers are text."""
    assert text_in({"name": value}, "name") == text


def test_the_first_name_that_says_anything_is_read() -> None:
    """Two spellings of one field are one field."""
    assert text_in({"b": "x", "a": None}, "a", "b") == "x"


@pytest.mark.parametrize("value", [[], {}, True, "x" * 10_001])
def test_what_is_no_text_is_named(value: object) -> None:
    """The field stands in the fault."""
    with pytest.raises(Misshapen, match="name is"):
        text_in({"name": value}, "name")


@pytest.mark.parametrize("value", ["-1", -1, 1.5, "1e9", None, True, "9" * 20, [1]])
def test_what_is_no_whole_number_is_named(value: object) -> None:
    """A count is a whole number, or text that is one."""
    with pytest.raises(Misshapen, match="pages is"):
        whole_in({"pages": value}, "pages")


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [
        ("41.0793", "-85.1394", (41.0793, -85.1394)),
        (41, -85.5, (41.0, -85.5)),
        (None, "1", None),
        ("", "", None),
        (0, "0.0", None),
    ],
)
def test_points_are_numbers_or_text(
    lat: object, lon: object, point: tuple[float, float] | None
) -> None:
    """A half point, and the one in the sea off Africa, are no points."""
    assert point_in({"lat": lat, "lon": lon}, "lat", "lon") == point


@pytest.mark.parametrize("lat", ["north", 91, "nan", "inf", [], True, 10**400])
def test_no_point_lies_off_the_earth(lat: object) -> None:
    """The field stands in the fault."""
    with pytest.raises(Misshapen, match="lat is"):
        point_in({"lat": lat, "lon": 1}, "lat", "lon")


@given(ANYTHING)
def test_any_value_is_read_or_named(value: object) -> None:
    """Nothing else is ever raised, whatever stands in a field."""
    row = {"a": value, "b": value}
    for read in (lambda: text_in(row, "a"), lambda: whole_in(row, "a"), _point(row)):
        try:
            read()
        except Misshapen as fault:
            str(fault).encode()


def _point(row: dict[str, object]):  # type: ignore[no-untyped-def]
    return lambda: point_in(row, "a", "b")


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_named(body: bytes) -> None:
    """An answer is JSON, or a fault that can be printed."""
    try:
        decoded(body)
    except Misshapen as fault:
        str(fault).encode()


def test_a_byte_order_mark_and_bad_bytes_do_not_matter() -> None:
    """What can be read is read."""
    assert decoded(b"\xef\xbb\xbf" + json.dumps({"a": 1}).encode()) == {"a": 1}
    assert decoded(b'["caf\xe9"]') == ["caf\ufffd"]
