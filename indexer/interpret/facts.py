"""From a listing's words to facts with evidence; pure."""

from collections.abc import Iterable, Iterator

from crawler.listing import Listing
from indexer.clinic import Evidence, Fact, Price, Stance
from indexer.interpret.details import details_of
from indexer.interpret.mentions import UNSPECIFIED
from indexer.interpret.prices import prices_of
from indexer.interpret.readings import Reading, readings
from indexer.interpret.text import clean, quote
from indexer.interpret.weighing import weighed

IMPLIES_KETAMINE = frozenset({"kap", "group_kap", "couples", "home_self", "home_visit", "retreat"})
"""What cannot be given without ketamine, whatever the route."""
WEIGHED_AT_MOST = 0.6
"""The confidence of what no sentence states, however much speaks for it."""


def facts_of(listing: Listing, prices: tuple[Price, ...] | None = None) -> tuple[Fact, ...]:
    """Return the strongest statement of each code, value and stance that the listing makes.

    What no sentence states, all mentions together may. *prices* is what `prices_of` read, if it
    has been asked already.
    """
    found = tuple(readings(listing))
    told = (*_told(listing, found), *_weighed(listing, found))
    details = details_of(listing, prices_of(listing) if prices is None else prices)
    named = {(detail.code, detail.stance) for detail in details}
    return strongest((*details, *(fact for fact in told if (fact.code, fact.stance) not in named)))


def _told(listing: Listing, found: Iterable[Reading]) -> Iterator[Fact]:
    headings = _denied_below(found)
    codes = {code for code, _ in headings}
    for reading in found:
        stance = reading.verdict.stance
        is_denied = (
            reading.code in codes and (reading.code, clean(reading.passage.text)) in headings
        )
        if stance and not is_denied:
            yield _fact(listing, reading, stance, reading.verdict.confidence)


def _denied_below(found: Iterable[Reading]) -> frozenset[tuple[str, str]]:
    """Return the headings that state nothing, with the code: the words below deny what they name.

    The denial stays; a statement elsewhere on the site stays beside it, as a contradiction.
    """
    return frozenset(
        (one.code, clean(one.passage.under))
        for one in found
        if one.verdict.stance is Stance.STATED_NOT and one.passage.under
    )


def _weighed(listing: Listing, found: Iterable[Reading]) -> Iterator[Fact]:
    for one in weighed(found, len(listing.passages)):
        if one.is_stated:
            confidence = min(WEIGHED_AT_MOST, round(one.probability, 2))
            yield _fact(listing, one.reading, Stance.STATED, confidence)


def strongest(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return one fact a code, value, stance and source: the surest, then the freshest; sorted."""
    best: dict[tuple[str, str, str, str], Fact] = {}
    for fact in sorted(facts, key=_rank):
        best[fact.code, fact.value, fact.stance, fact.evidence.source] = fact
    return tuple(best[key] for key in sorted(best))


def settled(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return a place's facts with "route not stated" kept only where no route is stated.

    Ketamine with psychotherapy, or at home, and no word on the route says "route not stated" too.
    """
    facts = tuple(facts)
    stated = {fact.code for fact in facts if fact.stance is Stance.STATED}
    route_stated = any(code.startswith("ketamine.") and code != UNSPECIFIED for code in stated)
    if route_stated:
        return tuple(fact for fact in facts if fact.code != UNSPECIFIED)
    if UNSPECIFIED in stated:
        return facts
    derived = (
        _unspecified(fact)
        for fact in facts
        if fact.code in IMPLIES_KETAMINE and fact.stance is Stance.STATED
    )
    return strongest((*facts, *derived))


def _unspecified(implying: Fact) -> Fact:
    return Fact(
        code=UNSPECIFIED,
        stance=implying.stance,
        confidence=implying.confidence,
        evidence=implying.evidence,
    )


def _rank(fact: Fact) -> tuple[float, str, str]:
    return fact.confidence, fact.evidence.seen_on.isoformat(), fact.evidence.quote


def _fact(listing: Listing, reading: Reading, stance: Stance, confidence: float) -> Fact:
    return Fact(
        code=reading.code,
        stance=stance,
        confidence=confidence,
        evidence=Evidence(
            quote=quote(reading.sentence),
            url=reading.passage.url,
            seen_on=reading.passage.seen_at.date(),
            source=listing.source,
        ),
    )
