"""What a run should have given, against what it gave; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that went wrong in a run and did not stop it."""

    url: str
    """The page, or the file and line."""
    what: str
    """In words a maintainer can act on."""
