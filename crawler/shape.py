"""Which fields the rows of a register carry, so that one that vanishes is noticed; pure."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

MOST_FIELDS = 300
"""Distinct fields that are counted: a register has fewer, and whoever answers is not trusted."""
DEPTH = 3
EMPTY: tuple[Any, ...] = (None, "", [], {})


class Shape:
    """Counts the rows of one run, and in how many of them each field says something."""

    def __init__(self) -> None:
        self.rows = 0
        self.fields: Counter[str] = Counter()

    def add(self, row: Any) -> None:
        """Count a row; anything but an object is a row without fields."""
        self.rows += 1
        for field in set(fields_of(row)):
            if field in self.fields or len(self.fields) < MOST_FIELDS:
                self.fields[field] += 1


def fields_of(value: Any, path: str = "", depth: int = DEPTH) -> Iterator[str]:
    """Yield the path of each field that says something, such as "addresses[].city"."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if inner not in EMPTY:
                yield from _inside(f"{path}.{name}" if path else str(name), inner, depth)
    elif isinstance(value, list):
        for inner in value:
            yield from fields_of(inner, path, depth)


def _inside(path: str, value: Any, depth: int) -> Iterator[str]:
    yield path
    if depth > 1 and isinstance(value, dict | list):
        listed = isinstance(value, list)
        yield from fields_of(value, f"{path}[]" if listed else path, depth - 1)
