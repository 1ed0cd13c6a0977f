"""A row of a handed-in list in, a listing out, by the list's column map; pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from crawler.column_map import ColumnMap
from crawler.listing import Listing, Passage, Where
from crawler.reading.file_json import FEATURE_ID, GEOMETRY_LAT, GEOMETRY_LON
from crawler.reading.payload import Misshapen, point_in, shown, text_in
from crawler.states import town_line

_FORMULA = re.compile(r"=|[@+-](?=[A-Za-z_(]+[\w.]*[(|!])")
"""How a cell begins that a spreadsheet would run; "+1 301 …" and "- by appointment" do not."""
_WRAPPED = re.compile(r'="([^"]*)"')
"""How spreadsheets write text that looks like a number, such as ="02139"."""
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?")


def listing_in(
    fields: Mapping[str, Any], columns: ColumnMap, *, source: str, file_name: str, now: datetime
) -> Listing:
    """Return the listing that a row's *fields* are; raise Misshapen, naming the column, if none.

    *now* is when the file is read: no row was seen later.
    """
    row = _Row(fields, columns)
    name, website = row.one("name"), _website(row.one("website"))
    if not name:
        raise Misshapen("the name is empty")
    address = (*row.several("address"), _town(row))
    seen_at = _seen_at(row.one("seen"), columns.seen, now)
    url = _website(row.one("url")) or website or file_name
    return Listing(
        source=source,
        key=row.one("key") or _digest(name, *address, website),
        url=url,
        seen_at=seen_at,
        name=name,
        address=tuple(filter(None, address)),
        country=_country(row.one("country")),
        phones=row.parts("phone"),
        emails=row.parts("email"),
        website=website,
        point=_point(row),
        hours=row.parts("hours"),
        identifiers=tuple(
            (system, value)
            for system, column in columns.identifiers.items()
            if (value := _cell(fields, column))
        ),
        passages=(
            *(_passage(label, url, seen_at, Where.SURVEY) for label in row.parts("labels")),
            *(_passage(words, url, seen_at, Where.BODY) for words in row.several("words")),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's fields by what they say, as the map has it."""

    fields: Mapping[str, Any]
    columns: ColumnMap

    def several(self, name: str) -> tuple[str, ...]:
        """Return what the columns of a field say; () if nothing."""
        named = self.columns.columns.get(name, _DEFAULTS.get(name, ()))
        return tuple(filter(None, (_cell(self.fields, column) for column in named)))

    def one(self, name: str) -> str:
        """Return what the one column of a field says; "" if nothing."""
        return next(iter(self.several(name)), "")

    def parts(self, name: str) -> tuple[str, ...]:
        """Return what the columns of a field say, each part of a cell by itself."""
        cells = (cell.split(";") for cell in self.several(name))
        return tuple(filter(None, (part.strip() for cell in cells for part in cell)))


_DEFAULTS = {"key": (FEATURE_ID,), "lat": (GEOMETRY_LAT,), "lon": (GEOMETRY_LON,)}
"""Where GeoJSON says what no column does."""


def value_in(fields: Mapping[str, Any], column: str) -> Any:
    """Return the value of a column; one with dots may also be inside of objects."""
    if column in fields:
        return fields[column]
    value: Any = fields
    for name in column.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _cell(fields: Mapping[str, Any], column: str) -> str:
    """Return a cell's text, a list's members parted by semicolons; raise Misshapen.

    What a spreadsheet would run is refused: whoever opens an export must not be harmed.
    """
    value = value_in(fields, column)
    members = value if isinstance(value, list) else [value]
    text = "; ".join(filter(None, (text_in({column: member}, column) for member in members)))
    if wrapped := _WRAPPED.fullmatch(text):
        return wrapped[1].strip()
    if _FORMULA.match(text):
        raise Misshapen(f"{column} is a formula, not text: {shown(text)}")
    return text


def _town(row: _Row) -> str:
    return town_line(row.one("city"), row.one("state"), row.one("zip"))


def _website(text: str) -> str:
    """Return a web address; one that begins with the host gets "https://". Raise Misshapen."""
    if not text:
        return ""
    url = text if "//" in text else f"https://{text}" if _HOST.fullmatch(text) else ""
    try:
        parts = urlsplit(url)
        found = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        found = ""
    if not found or " " in url:
        raise Misshapen(f"{shown(text)} is no web address")
    return url


def _country(text: str) -> str:
    if text and not re.fullmatch("[A-Za-z]{2}", text):
        raise Misshapen(f"the country is {shown(text)}, not a code of two letters such as US")
    return text.upper()


def _point(row: _Row) -> tuple[float, float] | None:
    lat, lon = row.one("lat"), row.one("lon")
    return point_in({"lat": lat, "lon": lon}, "lat", "lon")


def _seen_at(text: str, day: date | None, now: datetime) -> datetime:
    """Return when a row was read; a row's own moment goes before the list's day."""
    try:
        seen_at = datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Misshapen(f"it was seen {shown(text)}, no day such as 2026-11-02") from error
    if seen_at is None:
        if day is None:
            raise Misshapen("it does not say on which day it was seen")
        seen_at = datetime.combine(day, time.min)
    seen_at = seen_at if seen_at.tzinfo else seen_at.replace(tzinfo=UTC)
    if seen_at > now:
        raise Misshapen(f"it was seen on {seen_at:%Y-%m-%d}, which is yet to come")
    return seen_at


def _digest(*texts: str) -> str:
    """Return a key for a row whose list has no ids: the same words give the same key."""
    words = "|".join(texts).casefold().encode()
    return hashlib.sha1(words, usedforsecurity=False).hexdigest()


def _passage(text: str, url: str, seen_at: datetime, where: Where) -> Passage:
    return Passage(text=text, url=url, seen_at=seen_at, where=where)
