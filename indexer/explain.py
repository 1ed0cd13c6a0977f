"""Why a listing states what it states: every mention with the rule that fired or vetoed; pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from crawler.listing import Listing
from indexer.clinic import Fact, Stance
from indexer.interpret.facts import facts_of, settled
from indexer.interpret.page_kind import kind_of
from indexer.interpret.phone import is_fictional, phones_of
from indexer.interpret.readings import Reading, readings
from indexer.interpret.statement import STRICT_GROUPS
from indexer.interpret.text import quote
from indexer.interpret.weighing import Weighed, weighed
from indexer.vocabulary import vocabulary

_SIGNS = {Stance.STATED: "+", Stance.STATED_NOT: "-", None: "·"}


def explained(listing: Listing, *, everything: bool = False) -> Iterator[str]:
    """Yield lines that explain *listing*: what it is, its facts, then its mentions by code.

    "+" is stated, "-" is stated as not given, "·" is a mere mention. Without *everything* only
    the codes that are a fact or that a treatment could have been are shown.
    """
    kind = kind_of(listing)
    yield f"{listing.name or '(no name)'}  {listing.url}"
    yield f"  kind: {kind.kind} ({kind.reason})"
    yield from _phones(listing)
    facts = settled(facts_of(listing))
    yield from _facts(facts)
    shown = {fact.code for fact in facts}
    found = sorted(readings(listing), key=lambda reading: reading.code)
    together = {one.reading.code: one for one in weighed(found, len(listing.passages))}
    for code, group in groupby(found, key=lambda reading: reading.code):
        treatment = vocabulary().entries[code].group in STRICT_GROUPS
        if everything or treatment or code in shown:
            yield from _mentions(code, group)
        if code in together:
            yield _weights(together[code])


def _phones(listing: Listing) -> Iterator[str]:
    for phone in phones_of(listing, listing.country):
        invented = "  (555-0100 to 0199 is kept for invention: nobody answers)"
        yield f"  phone: {phone}{invented if is_fictional(phone) else ''}"


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    lines = [
        f"  {_SIGNS[fact.stance]} {fact.code:28} {fact.confidence:.2f}  “{fact.evidence.quote}”"
        for fact in facts
    ]
    yield "facts:" if lines else "facts: none"
    yield from lines


def _mentions(code: str, group: Iterable[Reading]) -> Iterator[str]:
    yield f"{code}: {vocabulary().entries[code].label}"
    for reading in group:
        under = f" under “{reading.passage.under}”" if reading.passage.under else ""
        verdict = reading.verdict
        yield f"  {_SIGNS[verdict.stance]} {verdict.rule:20} “{quote(reading.sentence)}”"
        yield f"      {reading.passage.where}{under}, {reading.passage.url}"


def _weights(one: Weighed) -> str:
    """Return what all the mentions of a treatment weigh together, the weightiest sign first."""
    sign = _SIGNS[Stance.STATED if one.is_stated else None]
    weights = sorted(one.weights.items(), key=lambda weight: -abs(weight[1]))
    said = ", ".join(f"{name} {weight:+.1f}" for name, weight in weights if abs(weight) >= 0.1)
    return f"  {sign} all together         {one.probability:.2f}: {said}"
