"""A row of a handed-in file, or why it cannot be read; stdlib only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row: its fields as the file has them, and the line that it begins on."""

    line: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row that cannot be read, and why."""

    line: int
    what: str


Rows: TypeAlias = Iterator[Record | Fault]
