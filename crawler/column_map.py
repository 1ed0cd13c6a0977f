"""Which column of a handed-in file says what: a table that whoever hands it in writes; pure."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

FIELDS = {
    "key": "the list's own id of the place; without it a renamed place is a new one",
    "name": "what the place is called",
    "address": "street lines",
    "city": "town",
    "state": "postal code of the state or province",
    "zip": "postcode",
    "country": "ISO 3166-1 code of two letters",
    "phone": "phones; ; parts several in one cell",
    "email": "e-mail addresses of the place; ; parts several",
    "website": "the place's own website",
    "hours": "opening hours, as printed",
    "lat": "latitude in degrees",
    "lon": "longitude in degrees",
    "url": "the page where it was read",
    "seen": "the day on which it was read, as 2026-11-02",
    "labels": "what a reader ticked, in the survey's own words; ; parts several",
    "words": "what the place's page says, word by word",
}
"""What a column may say; the README of a list can be written from it."""
SEVERAL = frozenset({"address", "phone", "email", "hours", "labels", "words"})
"""Fields that more than one column may say."""
KNOWN = ("title", "licence", "attribution", "encoding", "seen", "columns", "identifiers")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Where a file says what, and under which terms it may be shown."""

    columns: Mapping[str, tuple[str, ...]]
    """Field to columns; a field without any is not in the file."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    """System, such as "npi", to the column with its ids."""
    title: str = ""
    """"" is the source's own."""
    licence: str = ""
    attribution: str = ""
    encoding: str = ""
    """"" is found out."""
    seen: date | None = None
    """The day on which all of it was read; None if a column tells."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return every column that is read, each once."""
        named = [column for columns in self.columns.values() for column in columns]
        return tuple(dict.fromkeys([*named, *self.identifiers.values()]))


def column_map(text: str) -> ColumnMap:
    """Return the map that a TOML *text* is; raise ValueError, naming the mend, if it is none."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"it is no TOML: {error}") from error
    _refuse_unknown(table, KNOWN, "the map")
    columns = _table(table, "columns")
    _refuse_unknown(columns, FIELDS, "[columns]")
    identifiers = {
        name: _text(column, name) for name, column in _table(table, "identifiers").items()
    }
    seen = table.get("seen")
    if seen is not None and type(seen) is not date:
        raise ValueError(f"seen is {seen!r}, not a day such as 2026-11-02 (without quotes)")
    found = ColumnMap(
        columns={name: _columns(name, value) for name, value in columns.items()},
        identifiers=identifiers,
        seen=seen,
        **{name: _text(table.get(name, ""), name) for name in KNOWN[:4]},
    )
    _refuse_incomplete(found)
    return found


def _refuse_incomplete(found: ColumnMap) -> None:
    if "name" not in found.columns:
        raise ValueError('[columns] does not say which column is the name: add name = "…"')
    if found.seen is None and "seen" not in found.columns:
        raise ValueError(
            "it does not say when the list was read: add seen = 2026-11-02, or a column under "
            "[columns]; nothing undated is shown"
        )
    if not (found.title and found.licence):
        raise ValueError(
            'it does not say whose list this is and how it may be shown: add title = "…" and '
            'licence = "…"'
        )


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = table.get(name, {})
    if not isinstance(found, dict):
        raise ValueError(f"{name} is no table: write [{name}] on a line of its own")
    return found


def _columns(name: str, value: Any) -> tuple[str, ...]:
    columns = value if isinstance(value, list) else [value]
    if len(columns) != 1 and name not in SEVERAL:
        raise ValueError(f"{name} is in one column, not in {len(columns)}")
    return tuple(_text(column, name) for column in columns)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}, not text")
    return value.strip()


def _refuse_unknown(table: Mapping[str, Any], known: Any, where: str) -> None:
    for name in table:
        if name not in known:
            likely = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {likely[0]}?" if likely else f"there are: {', '.join(known)}"
            raise ValueError(f"{where} has no {name!r}: {hint}")
