"""A value that words tell, with where it stands in its sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Which insurer, language, ages or state, as a half-open span of characters."""

    text: str
    start: int
    end: int
