"""The published list of what a clinic may state, read from `vocabulary.toml`; matches no text."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

GROUPS = (
    "offering",
    "therapy",
    "setting",
    "condition",
    "staff",
    "payment",
    "access",
    "safety",
    "adjacent",
)
FACET_GROUPS = (
    "offering",
    "therapy",
    "setting",
    "condition",
    "payment",
    "payer",
    "hours",
    "access",
    "language",
    "ages",
    "virtual_states",
    "safety",
    "staff",
)
"""The groups that searches may filter by; what is in each, `indexer.filters` tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing a clinic may state, and the words that count as a mention of it.

    The keys are explained at the head of `vocabulary.toml`.
    """

    group: str
    code: str
    label: str
    explain: str
    synonyms: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    anchored: tuple[str, ...] = ()
    near: str = ""
    near_scope: str = "sentence"
    veto: tuple[str, ...] = ()
    veto_sentence: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    facet: bool = True
    warn: str = ""
    on_label: tuple[str, ...] = ()
    external: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every entry by its code."""

    entries: Mapping[str, Entry]

    def group(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of one group, in the order of the file."""
        return tuple(entry for entry in self.entries.values() if entry.group == name)

    def external(self, system: str, code: str) -> Entry | None:
        """Return the entry that another list calls *code*, or None without a counterpart."""
        wanted = f"{system}:{code}"
        return next((e for e in self.entries.values() if wanted in e.external), None)


@cache
def vocabulary() -> Vocabulary:
    """Return the packaged vocabulary."""
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    group_vetoes = {
        name: tuple(rules["veto_sentence"]) for name, rules in raw["group_rules"].items()
    }
    entries = [
        _entry(group, table, group_vetoes.get(group, ()))
        for group in GROUPS
        for table in raw[group]
    ]
    return Vocabulary(entries={entry.code: entry for entry in entries})


def _entry(group: str, table: dict[str, Any], group_veto: tuple[str, ...]) -> Entry:
    known = {name: table[name] for name in Entry.__dataclass_fields__ if name in table}
    fields: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in known.items()
    }
    fields["veto_sentence"] = (*group_veto, *fields.get("veto_sentence", ()))
    return Entry(group=group, **fields)
