"""The cues of `cues.toml`, compiled, asked with a clinic's own name in view; judges nothing."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

SHORTEST_NAME = 5
"""Characters: a shorter word is too likely another word."""
_OURS = "\ua66e"
"""Stands for each letter of the clinic's name: a letter that no page uses."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue lists, for pages of a clinic called *name*."""

    name: str

    def find(self, cue: str, text: str) -> re.Match[str] | None:
        """Return where a cue of the list *cue* stands in *text*, or None."""
        return _patterns()[cue].search(_masked(text, self.name))

    def find_all(self, cue: str, text: str) -> Iterator[re.Match[str]]:
        """Yield every place where a cue of the list stands."""
        return _patterns()[cue].finditer(_masked(text, self.name))


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


@lru_cache(maxsize=8192)
def _masked(text: str, name: str) -> str:
    """*text* with the clinic's name blotted out, letter by letter: one pattern serves them all."""
    ours = _name_pattern(name)
    return ours.sub(lambda found: _OURS * len(found.group()), text) if ours else text


@lru_cache(maxsize=1024)
def _name_pattern(name: str) -> re.Pattern[str] | None:
    names = own_names(name)
    return re.compile(rf"\b(?:{_either(map(re.escape, names))})(?!\w)", re.I) if names else None


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    parts = {"name": f"{_OURS}+"}
    tables = _tables()
    for part, words in tables["parts"].items():
        parts[part] = f"(?:{_either(_fill(word, parts) for word in words)})"
    return {
        table: re.compile(_either(_fill(cue, parts) for cue in body["cues"]), re.IGNORECASE)
        for table, body in tables.items()
        if table != "parts"
    }


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _either(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _fill(pattern: str, parts: Mapping[str, str]) -> str:
    for part, value in parts.items():
        pattern = pattern.replace(f"{{{part}}}", f"(?:{value})")
    return pattern
