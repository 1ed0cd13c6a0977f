"""Mere mentions weighed together: a site can tell what it gives in no single sentence; pure.

A practice with "KAP" as its page's title and heading, and a page of words on it, gives it, although
no sentence names the giver. Each sign of `signals.py` has a weight in `weights.toml`, learnt by a
logistic regression from the labelled websites (`python benchmarks/reading_weights.py`).
"""

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.listing import Passage, Where
from indexer.interpret.readings import Reading
from indexer.interpret.signals import Site, is_general, signals
from indexer.interpret.statement import EXPLAINED, STRICT_GROUPS, is_strict
from indexer.vocabulary import vocabulary

WEIGHTS = Path(__file__).with_name("weights.toml")
UNWEIGHED = frozenset({"clinic", "hospital", "office_psychiatry", "telehealth_eval"})
"""Where a visit takes place: no website was labelled with it."""
ENOUGH = 6
"""Passages: fewer are no website, whose headings and silences could tell something."""
VETOES = frozenset({"not_now"})
"""Rules that leave nothing to weigh: what is to come is not given, however often it is named."""
_TELLING = {Where.BODY: 3, Where.HEADING: 2, Where.ITEM: 1}
"""Which mention is the evidence: one told plainly, in the most telling place, at length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A treatment that no sentence states, with what all its mentions weigh."""

    reading: Reading
    """The most telling mention."""
    weights: Mapping[str, float]
    """Sign -> what it weighs here; below zero it speaks against."""
    probability: float
    """That the clinic gives it, from 0 to 1."""

    @property
    def is_stated(self) -> bool:
        """Whether the signs suffice to say that the clinic gives it."""
        return self.probability >= _weights().threshold


def weighed(readings: Iterable[Reading], passages: int) -> Iterator[Weighed]:
    """Yield each treatment that is mentioned and neither stated nor denied, in order of codes.

    Nothing where there are too few *passages* to tell.
    """
    site = site_of(readings if passages >= ENOUGH else ())
    for code in sorted(undecided(site)):
        weights = _weights_of(signals(code, site))
        yield Weighed(
            reading=max(site.by_code[code], key=_telling),
            weights=weights,
            probability=_probability(weights.values()),
        )


def site_of(readings: Iterable[Reading]) -> Site:
    """Return what a site mentions of treatments; the same words in the same place count once."""
    found: dict[str, dict[tuple[str, Where], Reading]] = defaultdict(dict)
    for one in readings:
        if one.code in _treatments() and _is_on_a_website(one.passage):
            found[one.code].setdefault((one.sentence, one.passage.where), one)
    return Site({code: list(mentions.values()) for code, mentions in found.items()})


def _is_on_a_website(passage: Passage) -> bool:
    """Whether a passage is of a website: a document explains, and a survey only labels."""
    return passage.where is not Where.SURVEY and passage.url.startswith("http")


def undecided(site: Site) -> Iterator[str]:
    """Yield the codes that a site explains, without a word on whether it gives them."""
    for code, mentions in site.by_code.items():
        stances = {mention.verdict.stance for mention in mentions}
        rules = {mention.verdict.rule for mention in mentions}
        if is_strict(code) and stances == {None} and EXPLAINED in rules and not rules & VETOES:
            yield code


@cache
def _treatments() -> frozenset[str]:
    """The codes that can be weighed, or that speak for or against another."""
    entries = (entry for group in STRICT_GROUPS for entry in vocabulary().group(group))
    return frozenset(entry.code for entry in entries) - UNWEIGHED


def _telling(reading: Reading) -> tuple[bool, bool, int, int]:
    explained = reading.verdict.rule == EXPLAINED
    where = _TELLING.get(reading.passage.where, 0)
    return explained, not is_general(reading.sentence), where, len(reading.sentence)


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each sign weighs; a sign that was never seen weighs nothing."""

    threshold: float
    base: float
    signs: Mapping[str, float]


def _weights_of(signs: Mapping[str, float]) -> dict[str, float]:
    learnt = _weights().signs
    return {sign: learnt[sign] * times for sign, times in signs.items() if sign in learnt}


def _probability(weights: Iterable[float]) -> float:
    return 1 / (1 + math.exp(-_weights().base - sum(weights)))


@cache
def _weights() -> _Weights:
    table = tomllib.loads(WEIGHTS.read_text("utf-8"))
    return _Weights(threshold=table["threshold"], base=table["base"], signs=table["signs"])
