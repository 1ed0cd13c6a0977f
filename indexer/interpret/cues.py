"""The cues of `cues.toml`, compiled with a clinic's own names filled in; judges nothing."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

Cues: TypeAlias = Mapping[str, re.Pattern[str]]
"""Name of a cue list -> one pattern that finds any of its cues."""


SHORTEST_NAME = 5
"""Characters: a shorter word is too likely another word."""


@lru_cache(maxsize=4096)
def cues_for(name: str) -> Cues:
    """Return the compiled cues for a clinic called *name*."""
    parts: dict[str, str] = {"name": _either(map(re.escape, own_names(name))) or "(?!)"}
    tables = _tables()
    for part, words in tables["parts"].items():
        parts[part] = f"(?:{_either(_fill(word, parts) for word in words)})"
    return {
        table: re.compile(_either(_fill(cue, parts) for cue in body["cues"]), re.IGNORECASE)
        for table, body in tables.items()
        if table != "parts"
    }


def own_names(name: str) -> tuple[str, ...]:
    """Return the forms by which a page may call the clinic *name*; () for a merely generic name."""
    generic = frozenset(_tables()["parts"]["generic_name_word"])
    words = name.split()
    forms = [name]
    while len(words) > 1 and words[-1].lower().strip(",.") in generic:
        words.pop()
        forms.append(" ".join(words))
    if len(words) > 1:
        forms.append(words[0])
    return tuple(f for f in forms if set(f.lower().split()) - generic and len(f) >= SHORTEST_NAME)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _either(patterns: Any) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _fill(pattern: str, parts: Mapping[str, str]) -> str:
    for part, value in parts.items():
        pattern = pattern.replace(f"{{{part}}}", f"(?:{value})")
    return pattern
