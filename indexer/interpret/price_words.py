"""How clinics word their prices: the patterns of `prices.toml`, compiled; reads no text."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any


@cache
def tables() -> dict[str, Any]:
    """Return the tables of `prices.toml`."""
    return tomllib.loads(Path(__file__).with_name("prices.toml").read_text("utf-8"))


@cache
def units() -> dict[str, re.Pattern[str]]:
    """Return for each unit the words that name it, in the order in which they are asked."""
    return {unit: _either(cues) for unit, cues in tables()["units"].items()}


@cache
def cues() -> dict[str, re.Pattern[str]]:
    """Return the words that decide whether a sum is a price, by what they tell."""
    table = tables()
    return {
        "veto": _either(table["not_a_price"]["cues"]),
        "sentence_veto": _either(table["sentence_veto"]["cues"]),
        "heading_always": _either(table["heading_veto"]["always"]),
        "heading_veto": _either(table["heading_veto"]["cues"]),
        "named_here": _either(table["heading_veto"]["unless"]),
        "mixed": _either(table["mixed"]["cues"]),
        "named": _either(table["mixed"]["named"]),
        "behind": _either(table["behind"]["cues"]),
        "around": _either(table["around"]["cues"]),
        "around_unless": _either(table["around"]["unless"]),
        "generic": _either(table["generic"]["cues"]),
        "generic_unless": _either(table["generic"]["unless"]),
        "total": _either(table["total"]["cues"]),
        "audience": _either(table["audience"]["cues"]),
        "without": _either(table["without"]["cues"]),
        "reduced": _either(table["reduced"]["cues"]),
        "lodging": _either(table["stay"]["lodging"]),
        "stay": _either(table["stay"]["cues"]),
        "medicine": _either(table["medicine"]["cues"]),
        "all_in": _either(table["all_in"]["cues"]),
    }


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
