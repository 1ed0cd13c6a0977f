"""The insurers that a sentence names, by the name we show; whether they are accepted is not asked.

First the ways of writing that `payers.toml` lists; then, in a list of insurers only, what is
spelled nearly like one of them.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from indexer.interpret.value import Value

ALIKE = 85
"""Of 100 (rapidfuzz's token set ratio): from here on a spelling is taken for a name."""
LONGEST_NAME = 6
"""Words of a list entry that may be an insurer's name."""


def payers_in(sentence: str) -> Iterator[Value]:
    """Yield the insurers that a cleaned sentence names, each once; the longest name counts."""
    taken: list[tuple[int, int]] = []
    known: set[str] = set()
    state = re.compile(_tables()["states"]["of"], re.IGNORECASE)
    for match in (*state.finditer(sentence), *_pattern().finditer(sentence)):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        taken.append(match.span())
        name = _name(match)
        if name not in known:
            known.add(name)
            yield Value(text=name, start=match.start(), end=match.end())


def payers_known() -> list[str]:
    """Return the insurers that the table names, as we show them."""
    return list(_tables()["payers"])


def payer_like(entry: str) -> str:
    """Return the insurer that an entry of a list of insurers means; "" for none."""
    if exact := next(payers_in(entry), None):
        return exact.text
    words = re.sub(
        r"\b(?:hmo|ppo|epo|pos|insurance|plans?|commercial|health)\b", " ", entry.lower()
    )
    if not words.strip() or len(entry.split()) > LONGEST_NAME:
        return ""
    scored = [(fuzz.token_set_ratio(words, name.lower()), name) for name in _tables()["payers"]]
    alike = [name for score, name in scored if score >= ALIKE]
    return min(alike, key=lambda name: (len(name), name), default="")


def _name(match: re.Match[str]) -> str:
    if match.lastgroup is None:
        _, _, where = match[0].rpartition(" of ")
        return f"Blue Cross Blue Shield of {where}"
    return str(list(_tables()["payers"])[int(match.lastgroup[1:].partition("_")[0])])


@cache
def _pattern() -> re.Pattern[str]:
    ways = [
        (way, f"p{index}_{number}")
        for index, listed in enumerate(_tables()["payers"].values())
        for number, way in enumerate(listed)
    ]
    longest_first = sorted(ways, key=lambda one: -len(one[0]))
    groups = "|".join(f"(?P<{group}>{way})" for way, group in longest_first)
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
