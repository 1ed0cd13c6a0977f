"""Reads the worded examples: a table for each way a page can mislead."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.listing import Listing, Passage, Where

NAME = "Lantern Ridge Ketamine Clinic"
HOME = "https://lantern.example/"
SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
_TABLES = Path(__file__).parent / "wording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """What a clinic's page says, and what a careful reader takes from it."""

    name: str
    listing: Listing
    stated: frozenset[str]
    denied: frozenset[str]
    limit: str = ""
    """Why we do not read it rightly yet; "" where we do."""


def worded_examples() -> Iterator[Worded]:
    """Yield the examples of every table, in order."""
    for table in sorted(_TABLES.glob("*.toml")):
        yield from worded_in(table)


def worded_in(table: Path) -> Iterator[Worded]:
    """Yield the examples of one table, in order."""
    for number, raw in enumerate(tomllib.loads(table.read_text("utf-8"))["example"], 1):
        yield Worded(
            name=f"{table.stem}-{number}",
            listing=_listing(raw),
            stated=frozenset(raw["stated"]),
            denied=frozenset(raw.get("denied", ())),
            limit=raw.get("limit", ""),
        )


def _listing(raw: dict[str, Any]) -> Listing:
    passages = tuple(map(_passage, raw.get("passages") or [raw]))
    return Listing(source="site", key=HOME, url=HOME, seen_at=SEEN_AT, name=NAME, passages=passages)


def _passage(raw: dict[str, Any]) -> Passage:
    return Passage(
        text=raw["text"],
        url=raw.get("url") or HOME,
        seen_at=SEEN_AT,
        where=Where(raw.get("where", "body")),
        under=raw.get("under", ""),
    )
