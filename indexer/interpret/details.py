"""Facts that a code alone does not tell: which insurers, languages, ages and states; pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Evidence, Fact, Price, Stance
from indexer.interpret.ages import ages_in
from indexer.interpret.languages import languages_in
from indexer.interpret.mentions import Mention
from indexer.interpret.passages import settings
from indexer.interpret.payers import payer_like, payers_in
from indexer.interpret.statement import judge
from indexer.interpret.telehealth import video_states_in
from indexer.interpret.text import clean, quote, sentences
from indexer.interpret.value import Value
from indexer.interpret.verdict import Setting

Finder: TypeAlias = Callable[[str], Iterator[Value]]
FINDERS: dict[str, Finder] = {
    "payer": payers_in,
    "language": languages_in,
    "ages": ages_in,
    "virtual_states": video_states_in,
}
"""Vocabulary code -> what finds its values in a sentence."""
_UNTOLD = frozenset({Where.SURVEY, Where.TITLE, Where.MENU})
"""Where a value is a label or a link, not a statement."""
_PRICED = 0.8
"""The confidence that a price is stated where one was read."""
_OF_INSURERS = re.compile(
    r"\binsur|\bplans? we\b|\bin[- ]network\b|\bcarriers?\b|\bpayers?\b|\bseguros?\b", re.IGNORECASE
)


def details_of(listing: Listing, prices: tuple[Price, ...]) -> tuple[Fact, ...]:
    """Return the surest statement of each code, value and stance; () where none is told.

    *prices* are those that were read of the listing.
    """
    best: dict[tuple[str, str, Stance], Fact] = {}
    for fact in sorted(_facts(listing, prices), key=lambda fact: fact.confidence):
        best[fact.code, fact.value, fact.stance] = fact
    return tuple(best[key] for key in sorted(best))


def _facts(listing: Listing, prices: tuple[Price, ...]) -> Iterator[Fact]:
    yield from _price(prices)
    for passage, setting in settings(listing):
        if passage.where in _UNTOLD:
            continue
        for sentence in sentences(clean(passage.text)):
            yield from _in_sentence(sentence, setting, passage, listing.source)


def _price(prices: tuple[Price, ...]) -> Iterator[Fact]:
    """Yield that a price is stated, with the words of the first one that was read."""
    for price in prices[:1]:
        yield Fact(
            code="price_stated",
            stance=Stance.STATED,
            confidence=_PRICED,
            evidence=price.evidence,
        )


def _values(code: str, sentence: str, setting: Setting) -> Iterable[Value]:
    """Return the values in a sentence; a list of insurers may spell them in its own way."""
    found = list(FINDERS[code](sentence))
    listed = setting.where is Where.ITEM and _OF_INSURERS.search(setting.under)
    if code == "payer" and listed and not found and (name := payer_like(sentence)):
        return [Value(text=name, start=0, end=len(sentence))]
    return found


def _in_sentence(sentence: str, setting: Setting, passage: Passage, source: str) -> Iterator[Fact]:
    for code in FINDERS:
        for value in _values(code, sentence, setting):
            verdict = judge(sentence, Mention(code=code, start=value.start, end=value.end), setting)
            if verdict.stance:
                yield Fact(
                    code=code,
                    stance=verdict.stance,
                    confidence=verdict.confidence,
                    value=value.text,
                    evidence=Evidence(
                        quote=quote(sentence),
                        url=passage.url,
                        seen_on=passage.seen_at.date(),
                        source=source,
                    ),
                )
