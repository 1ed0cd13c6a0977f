"""Reads the labelled cases: small invented websites, each with what a careful reader says of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SPLITS = ("tuning", "test")
CLINIC = "clinic"
TREATMENT = "treatment"
"""The labels of what people choose a clinic by: offerings, therapies and some settings."""
_GROUPS = {
    "conditions": "condition",
    "payment": "payment",
    "access": "access",
    "safety": "safety",
    "staff": "staff",
}
"""Key of a case -> vocabulary group; a key that is there labels its group completely, as one with
"_denied" behind it does for what the clinic says it does not do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueAddress:
    """An address as labelled."""

    street: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePrice:
    """A price as labelled; no count means that none is printed, or that none was labelled."""

    amount: float
    upto: float
    currency: str
    unit: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One website and the truth about it."""

    name: str
    kind: str
    stated: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Group, or `TREATMENT` -> the codes the clinic states. A group that is not there is not
    labelled."""
    denied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    addresses: tuple[TrueAddress, ...] = ()
    phones: frozenset[str] = frozenset()
    """E.164."""
    hours: str = ""
    """OpenStreetMap's syntax; "" for nothing about hours, "unknown" for no certain table."""
    prices: tuple[TruePrice, ...] | None = None
    """None where they are not labelled: a careful reader cannot say which of the sums count."""
    pages: tuple[tuple[str, str], ...] = ()
    """(URL, HTML)."""


def cases(split: str) -> tuple[Case, ...]:
    """Return the cases of a split in the order of their names."""
    return tuple(_case(path) for path in sorted((HERE / split).glob("*.toml")))


def _case(path: Path) -> Case:
    """Return a case; of one that is no clinic's only the kind: refused, it says nothing more."""
    raw = tomllib.loads(path.read_text("utf-8"))
    if raw["kind"] != CLINIC:
        raw = {"kind": raw["kind"], "stated": [], "denied": [], "prices": [], "page": raw["page"]}
    return Case(
        name=path.stem,
        kind=raw["kind"],
        stated=_by_group(raw, "stated", ""),
        denied=_by_group(raw, "denied", "_denied"),
        addresses=tuple(TrueAddress(**one) for one in raw.get("addresses", ())),
        phones=frozenset(raw.get("phones", ())),
        hours=raw.get("hours", ""),
        prices=tuple(TruePrice(**one) for one in raw["prices"]) if "prices" in raw else None,
        pages=tuple((page["url"], page["html"]) for page in raw["page"]),
    )


def _by_group(raw: dict[str, Any], treatment: str, suffix: str) -> dict[str, frozenset[str]]:
    labelled = {
        group: frozenset(raw[key + suffix]) for key, group in _GROUPS.items() if key + suffix in raw
    }
    return {TREATMENT: frozenset(raw[treatment])} | labelled
