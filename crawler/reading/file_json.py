"""JSON Lines, JSON lists and GeoJSON in, rows out, each with the line that it begins on; pure.

A row that cannot be read is a `Fault`, and the next one is read.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from crawler.reading.file_row import Fault, Record, Rows
from crawler.reading.payload import kind_of, shown

GEOMETRY_LAT, GEOMETRY_LON, FEATURE_ID = "geometry.lat", "geometry.lon", "feature.id"
"""Names of what a GeoJSON feature says outside of its properties."""
_FEATURE = re.compile(r'\{\s*"type"\s*:\s*"Feature"')
_SPACE = re.compile(r"[\s\x1e]*")
"""White space, and the mark that begins a record of a GeoJSON text sequence (RFC 8142)."""


def rows_of_lines(text: str) -> Rows:
    """Yield the rows of a file with one JSON object, or one GeoJSON feature, a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip(" \t\r\x1e"):
            continue
        try:
            yield _record(number, json.loads(line.lstrip("\x1e")))
        except (ValueError, RecursionError) as error:
            yield Fault(line=number, what=f"the line is no JSON: {shown(line)} ({_why(error)})")


def rows_of_list(text: str) -> Rows:
    """Yield the features of a GeoJSON collection, or the objects of a plain JSON list.

    Raise ValueError if the file is neither, or breaks off: rows are missing that nobody can name.
    """
    decoder = json.JSONDecoder()
    at = _beginning(text, decoder)
    line, counted = 1, 0
    while True:
        at = _past_space(text, at)
        line, counted = line + text.count("\n", counted, at), at
        if text[at : at + 1] == "]":
            return
        try:
            value, at = decoder.raw_decode(text, at)
            yield _record(line, value)
        except (ValueError, RecursionError) as error:
            yield Fault(line=line, what=f"the feature is no JSON ({_why(error)})")
            following = _FEATURE.search(text, at + 1)
            if not following:
                raise ValueError(f"nothing after line {line} can be read") from error
            at = following.start()
            continue
        at = _past_space(text, at)
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] != "]":
            raise ValueError(f"the list breaks off after line {line}")


def _beginning(text: str, decoder: json.JSONDecoder) -> int:
    """Return where the first element of the file's list begins."""
    at = _past_space(text, 0)
    if text[at : at + 1] == "[":
        return at + 1
    if text[at : at + 1] != "{":
        raise ValueError(f"the file is no JSON list or feature collection: {shown(text)}")
    at += 1
    try:
        while True:
            name, at = decoder.raw_decode(text, _past_space(text, at))
            at = _past_space(text, at) + 1  # past the colon
            at = _past_space(text, at)
            if name == "features" and text[at : at + 1] == "[":
                return at + 1
            _, at = decoder.raw_decode(text, at)
            at = _past_space(text, at) + 1  # past the comma
    except (ValueError, RecursionError) as error:
        raise ValueError("the file has no list of features") from error


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _record(line: int, value: Any) -> Record | Fault:
    """Return the row that a JSON value is; of a feature, its properties and its geometry."""
    if not isinstance(value, dict):
        return Fault(line=line, what=f"the row is {kind_of(value)}, not an object")
    if value.get("type") != "Feature":
        return Record(line=line, fields=value)
    properties = value.get("properties")
    if not isinstance(properties, dict):
        return Fault(line=line, what=f"properties is {kind_of(properties)}, not an object")
    return Record(line=line, fields=properties | _position(value))


def _position(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return latitude and longitude of a feature that is a point, and its own id; {} without."""
    found: dict[str, Any] = {}
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        match geometry.get("coordinates"):
            case [lon, lat, *_]:
                found |= {GEOMETRY_LAT: lat, GEOMETRY_LON: lon}
    if feature.get("id") is not None:
        found[FEATURE_ID] = feature["id"]
    return found


def _why(error: BaseException) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
