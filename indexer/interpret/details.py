"""Facts that a code alone does not tell: which insurers, languages, ages and states; pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Evidence, Fact, Stance
from indexer.interpret.ages import ages_in
from indexer.interpret.article import is_article
from indexer.interpret.languages import languages_in
from indexer.interpret.mentions import Mention
from indexer.interpret.payers import payers_in
from indexer.interpret.statement import Setting, judge
from indexer.interpret.telehealth import video_states_in
from indexer.interpret.text import clean, quote, sentences
from indexer.interpret.value import Value

Finder: TypeAlias = Callable[[str], Iterator[Value]]
FINDERS: dict[str, Finder] = {
    "payer": payers_in,
    "language": languages_in,
    "ages": ages_in,
    "virtual_states": video_states_in,
}
"""Vocabulary code -> what finds its values in a sentence."""


def details_of(listing: Listing) -> tuple[Fact, ...]:
    """Return the surest statement of each code, value and stance; () where none is told."""
    best: dict[tuple[str, str, Stance], Fact] = {}
    for fact in sorted(_facts(listing), key=lambda fact: fact.confidence):
        best[fact.code, fact.value, fact.stance] = fact
    return tuple(best[key] for key in sorted(best))


def _facts(listing: Listing) -> Iterator[Fact]:
    told = (p for p in listing.passages if p.where not in (Where.SURVEY, Where.TITLE, Where.MENU))
    for passage in told:
        setting = Setting(
            where=passage.where,
            under=clean(passage.under),
            name=clean(listing.name),
            article=is_article(passage.url),
        )
        for sentence in _sentences(passage):
            yield from _in_sentence(sentence, setting, passage, listing.source)


def _sentences(passage: Passage) -> Iterable[str]:
    return sentences(clean(passage.text))


def _in_sentence(sentence: str, setting: Setting, passage: Passage, source: str) -> Iterator[Fact]:
    for code, find in FINDERS.items():
        for value in find(sentence):
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
