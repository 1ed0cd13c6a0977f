"""Whether a listing is a clinic's at all, or what else it is: a shop, a news item, a firm; pure.

Every kind has its cues (`page_kind.toml`); what they weigh together decides. A page that says in
its own voice that it gives a treatment must look much more like something else to be refused.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.listing import Listing, Where
from indexer.clinic import Fact, Stance
from indexer.interpret.facts import facts_of
from indexer.interpret.statement import is_strict
from indexer.interpret.text import clean, quote

CLINIC = "clinic"
CLOSED = "closed"
"""Of a clinic that says on its own pages that it has closed for good."""
LOOKED_AT = 20_000
"""Characters of a site: what it is shows in its first pages."""
_NOTHING_ELSE = "nothing says that it is anything else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a listing's pages are."""

    kind: str
    """`CLINIC`, or a kind of `page_kind.toml`."""
    reason: str
    """What it is and how surely, in words for a person."""
    quote: str = ""
    """The line that says so most, at most 240 characters; "" for a clinic."""
    url: str = ""
    """The page that the line stands on."""

    @property
    def is_clinic(self) -> bool:
        """Whether it may enter the index."""
        return self.kind == CLINIC


VOUCHED = Kind(kind=CLINIC, reason="a person says so")
"""Of a listing that a survey or a document vouches for."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that speak for a kind."""

    weight: float
    pattern: re.Pattern[str]
    head_only: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue with the line it stands in."""

    cue: _Cue
    line: str
    url: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """What tells a kind."""

    kind: str
    label: str
    cues: tuple[_Cue, ...]
    only_without_treatment: bool
    needs: re.Pattern[str] | None
    """Words without which it is not this kind."""
    unless: re.Pattern[str] | None
    """Words with which it is not this kind."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A passage to look for cues in."""

    text: str
    url: str
    head: bool


def kind_of(listing: Listing, facts: tuple[Fact, ...] | None = None) -> Kind:
    """Return what a listing's pages are: a clinic's, unless they plainly say otherwise.

    *facts* is what `facts_of` read, if it has been asked already.
    """
    lines = list(_lines(listing))
    weighed = [(_weight(found), rule, found) for rule in _rules() if (found := _found(rule, lines))]
    weight, rule, found = max(weighed, key=lambda one: one[0], default=(0.0, None, []))
    limits = _tables()
    if rule is None or weight < limits["threshold"]:
        return Kind(kind=CLINIC, reason=_NOTHING_ELSE)
    gives = _gives(facts_of(listing) if facts is None else facts)
    if gives and (rule.only_without_treatment or weight < limits["threshold_of_givers"]):
        return Kind(kind=CLINIC, reason=f"it says that it gives a treatment, against {rule.kind}")
    telling = max(found, key=lambda one: (one.cue.weight, -len(one.line)))
    return Kind(
        kind=rule.kind,
        reason=f"{rule.label}: {len(found)} signs, weight {weight:g}",
        quote=quote(telling.line),
        url=telling.url,
    )


def _lines(listing: Listing) -> Iterator[_Line]:
    yield _Line(clean(listing.name), listing.url, head=True)
    left = LOOKED_AT
    for passage in listing.passages:
        left -= len(passage.text)
        if passage.where is not Where.SURVEY and left > 0:
            head = passage.where in (Where.TITLE, Where.HEADING)
            yield _Line(clean(passage.text), passage.url, head)


def _found(rule: _Rule, lines: list[_Line]) -> list[_Found]:
    """Return the rule's cues that the lines hold, each once, with the shortest such line."""
    whole = "\n".join(line.text for line in lines)
    if rule.unless and rule.unless.search(whole):
        return []
    if rule.needs and not rule.needs.search(whole):
        return []
    head = "\n".join(line.text for line in lines if line.head)
    found = []
    for cue in rule.cues:
        if match := cue.pattern.search(head if cue.head_only else whole):
            holding = [one for one in lines if cue.pattern.search(one.text)]
            first = next((one for one in lines if match[0].split("\n")[0] in one.text), lines[0])
            line = min(holding, key=lambda one: len(one.text), default=first)
            found.append(_Found(cue, line.text, line.url))
    return found


def _weight(found: list[_Found]) -> float:
    return sum(one.cue.weight for one in found)


def _gives(facts: tuple[Fact, ...]) -> bool:
    """Whether any of them says in the listing's own voice that it gives a treatment."""
    firm = float(_tables()["giver"]["confidence"])
    return any(
        fact.stance is Stance.STATED and is_strict(fact.code) and fact.confidence >= firm
        for fact in facts
    )


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(kind, table) for kind, table in _tables()["kind"].items())


def _rule(kind: str, table: dict[str, Any]) -> _Rule:
    cues = [
        _Cue(weight, re.compile(pattern, re.IGNORECASE | re.MULTILINE), head_only=where == "head")
        for where in ("head", "text")
        for weight, pattern in table.get(where, ())
    ]
    needs, unless = (
        re.compile(table[key], re.IGNORECASE) if key in table else None
        for key in ("needs", "unless")
    )
    return _Rule(
        kind=kind,
        label=table["label"],
        cues=tuple(cues),
        only_without_treatment=table.get("only_without_treatment", False),
        needs=needs,
        unless=unless,
    )


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
