"""The examples of what a text means, and an understanding written as they are."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.understand.pieces import At, Understanding, Value

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
"""A Tuesday: noon in Portland, Oregon, three in the afternoon in Miami."""


def examples() -> list[dict[str, Any]]:
    """Return the examples of `examples.toml`; its head explains the keys."""
    text = Path(__file__).with_name("examples.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["example"]
    return found


def described(found: Understanding) -> dict[str, Any]:
    """Return all that was understood in the keys of an example; what is empty is left out."""
    places = [one.meaning for one in found.pieces if isinstance(one.meaning, At)]
    values = [one for one in found.demands if isinstance(one, Value)]
    said = {
        "pieces": [found.typed(piece) for piece in found.pieces],
        "corrected": {found.typed(p): p.corrected for p in found.pieces if p.corrected},
        "places": [place.label for place in found.choices],
        "unknown_place": found.unknown_place is not None,
        "here": found.here,
        "radius_km": found.radius_km and round(found.radius_km, 1),
        "codes": {group: sorted(codes) for group, codes in found.states.items()},
        "values": [f"{value.code} {value.value}" for value in values],
        "open_at": found.open_at and f"{found.open_at:%a %d %b %H:%M %z}",
        "words": found.words,
    }
    assert len(places) <= 1
    return {key: value for key, value in said.items() if value}
