"""From a listing's words to facts with evidence; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Evidence, Fact, Stance
from indexer.interpret.article import is_article
from indexer.interpret.details import details_of
from indexer.interpret.mentions import UNSPECIFIED
from indexer.interpret.passages import judged
from indexer.interpret.statement import Setting, Verdict
from indexer.interpret.text import clean, quote
from indexer.vocabulary import vocabulary

IMPLIES_KETAMINE = frozenset({"kap", "group_kap", "couples", "home_self", "home_visit", "retreat"})
"""What cannot be given without ketamine, whatever the route."""
_SURVEY = Verdict(stance=Stance.STATED, confidence=0.6, rule="survey label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One mention, the sentence it stands in, and the verdict on it."""

    code: str
    sentence: str
    passage: Passage
    verdict: Verdict


def readings(listing: Listing) -> Iterator[Reading]:
    """Yield every mention in the listing's passages with its verdict, in reading order."""
    page = " ".join(clean(passage.text) for passage in listing.passages)
    for passage in listing.passages:
        if passage.where is Where.SURVEY:
            yield from _survey(passage)
            continue
        setting = Setting(
            where=passage.where,
            under=clean(passage.under),
            name=clean(listing.name),
            article=is_article(passage.url),
        )
        for one in judged(clean(passage.text), setting, page):
            yield Reading(
                code=one.code, sentence=one.sentence, passage=passage, verdict=one.verdict
            )


def _survey(passage: Passage) -> Iterator[Reading]:
    entry = vocabulary().external("survey", passage.text)
    if entry:
        yield Reading(code=entry.code, sentence=passage.text, passage=passage, verdict=_SURVEY)


def facts_of(listing: Listing) -> tuple[Fact, ...]:
    """Return the strongest statement of each code, value and stance that the listing makes."""
    told = [
        _fact(listing, reading, stance)
        for reading in readings(listing)
        if (stance := reading.verdict.stance)
    ]
    details = details_of(listing)
    named = {(detail.code, detail.stance) for detail in details}
    return strongest((*details, *(fact for fact in told if (fact.code, fact.stance) not in named)))


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


def _fact(listing: Listing, reading: Reading, stance: Stance) -> Fact:
    return Fact(
        code=reading.code,
        stance=stance,
        confidence=reading.verdict.confidence,
        evidence=Evidence(
            quote=quote(reading.sentence),
            url=reading.passage.url,
            seen_on=reading.passage.seen_at.date(),
            source=listing.source,
        ),
    )
