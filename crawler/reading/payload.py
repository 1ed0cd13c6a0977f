"""A machine's answer in, checked fields out; pure, and never believes a type.

Public interfaces change without notice, and hostile ones lie: whatever a field turns out to be,
the caller gets text, a number, or a fault that names the field and what was found there.
"""

import html
import json
import math
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from crawler.reading.charset import clean

Row: TypeAlias = Mapping[str, Any]

MAX_CHARACTERS = 10_000
"""Of one field: the longest that registers print are lists of services, far below it."""
MAX_WHOLE = 10**12
"""No register counts as far."""
_HALF_LETTER = re.compile("[\ud800-\udfff]")
_KINDS = {dict: "an object", list: "a list", bool: "true or false", str: "text", type(None): "null"}


class Misshapen(ValueError):
    """A value is not of the kind that its field must have; says which field, and what it is."""


def decoded(body: bytes) -> Any:
    """Return the JSON value in *body*; raise Misshapen if there is none, or one too deep."""
    text = body.decode("utf-8-sig", "replace")
    if not text.strip():
        raise Misshapen("the answer is empty")
    try:
        return json.loads(text)
    except ValueError as error:
        raise Misshapen(f"the answer is no JSON: {shown(text)} ({error})") from error
    except RecursionError as error:
        raise Misshapen("the answer is nested too deeply to be read") from error


def row_of(value: Any, what: str) -> Row:
    """Return *value* if it is an object; raise Misshapen if not."""
    if not isinstance(value, dict):
        raise Misshapen(f"{what} is {kind_of(value)}, not an object")
    return value


def rows_of(value: Any, what: str) -> list[Any]:
    """Return *value* if it is a list; raise Misshapen if not."""
    if not isinstance(value, list):
        raise Misshapen(f"{what} is {kind_of(value)}, not a list")
    return value


def text_in(row: Row, *names: str) -> str:
    """Return the first of the named fields that says anything, on one line; "" if none does.

    Numbers count as text: several interfaces changed a field from one to the other. Raise
    Misshapen for anything else, and for text longer than `MAX_CHARACTERS`.
    """
    for name in names:
        if text := _line(row.get(name), name):
            return text
    return ""


def _line(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Misshapen(f"{name} is {kind_of(value)}, not text")
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        raise Misshapen(f"{name} is {len(value):,} characters long")
    return line(str(value))


def line(text: str) -> str:
    """Return *text* on one line, without entities, invisible marks and halves of letters."""
    return " ".join(
        clean(_HALF_LETTER.sub("\N{REPLACEMENT CHARACTER}", html.unescape(text))).split()
    )


def whole_in(row: Row, name: str) -> int:
    """Return the whole number that a field states, as a number or as text.

    Raise Misshapen if it states none, or one below 0 or beyond all counting.
    """
    value = row.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MAX_WHOLE:
        return value
    raise Misshapen(f"{name} is {shown(value)}, not a whole number")


def point_in(row: Row, lat: str, lon: str) -> tuple[float, float] | None:
    """Return the point that two fields state, as numbers or text; None where they state none.

    Raise Misshapen if it is no point on the Earth. 0, 0 is how registers write "not known".
    """
    if row.get(lat) in (None, "") or row.get(lon) in (None, ""):
        return None
    point = (_degrees(row[lat], lat, 90), _degrees(row[lon], lon, 180))
    return None if point == (0.0, 0.0) else point


def _degrees(value: Any, name: str, limit: int) -> float:
    number = math.nan
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):  # Overflow: a whole number of 400 digits
            number = math.nan
    if not -limit <= number <= limit:
        raise Misshapen(f"{name} is {shown(value)}, no {name} on the Earth")
    return number


def kind_of(value: Any) -> str:
    """Return what JSON calls the kind of *value*, with its article."""
    return _KINDS.get(type(value), "a number")


def shown(value: Any) -> str:
    """Return the beginning of *value* as it may stand in a report."""
    if isinstance(value, (dict, list)):
        return kind_of(value)
    text = line(str(value)[:200] if isinstance(value, str) else repr(value)[:200])
    return repr(text[:60] + "…" if len(text) > 60 else text)
