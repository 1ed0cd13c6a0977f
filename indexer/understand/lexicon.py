"""The phrases that stand for vocabulary codes in the search box, and their spelling."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.filters import entries, filter_of
from indexer.normalize import fold
from indexer.understand.pieces import States
from indexer.vocabulary import GROUPS, Entry, vocabulary

UNSPECIFIED = "ketamine.unspecified"
"""Its synonyms name ketamine and no route: whoever types them asks for ketamine in any form."""
SHORTEST_MENDED = 6
"""Letters; a shorter word has too many neighbours to be called misspelt."""
LONG_WORD = 8
"""Letters from which on two may be wrong, missing, too many or swapped."""
NOT_ASKED = "adjacent"
"""The group of other services: read, so that "IV vitamins" is no ketamine, but left as words."""

WITH_VALUES = {"payer", "language", "ages", "virtual_states"}
"""Codes that say something only with a value; `values.py` reads those."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every phrase in folded words, and what it asks for."""

    phrases: Mapping[Phrase, States]
    longest: int
    """Words of the longest phrase."""
    nothing: frozenset[str]
    """Words that ask for nothing once something else is understood."""
    negations: frozenset[str]
    known: frozenset[str]
    """Every word of these; none is misspelt."""
    words: tuple[str, ...]
    """The words of all phrases that a misspelt word may be meant for."""

    def meaning(self, phrase: Phrase) -> States | None:
        """Return what a phrase asks for, its final "s" aside; None if it is no phrase of ours."""
        found = self.phrases.get(phrase)
        if found is None and len(phrase[-1]) > 3 and phrase[-1].endswith("s"):
            found = self.phrases.get((*phrase[:-1], phrase[-1][:-1]))
        return found

    def spelt(self, word: str) -> str:
        """Return the word that a misspelt one is meant for; "" if none is near enough.

        The first letter must be right. Of several the nearest counts, then the vocabulary's order.
        """
        if len(word) < SHORTEST_MENDED or not word.isalpha():
            return ""
        errors = 2 if len(word) >= LONG_WORD else 1
        near = process.extract(word, self.words, scorer=OSA.distance, score_cutoff=errors)
        same_start = [(d, i, found) for found, d, i in near if found[0] == word[0]]
        return min(same_start)[2] if same_start else ""


@cache
def lexicon() -> Lexicon:
    """Return the packaged phrases: the vocabulary's, then what people type beside them."""
    asked = tomllib.loads(Path(__file__).with_name("asked.toml").read_text("utf-8"))
    phrases: dict[Phrase, States] = {}
    for phrase, meaning in (*_general(asked), *_typed(asked), *_vocabulary(asked)):
        phrases.setdefault(phrase, meaning)
    nothing = asked["words"]["nothing"]
    alone = [phrase[0] for phrase in phrases if len(phrase) == 1]
    words = dict.fromkeys([*alone, *(word for phrase in phrases for word in phrase), *nothing])
    return Lexicon(
        phrases=phrases,
        longest=max(map(len, phrases)),
        nothing=frozenset(nothing),
        negations=frozenset(asked["words"]["negations"]),
        known=frozenset([*words, *asked["words"]["negations"]]),
        words=tuple(word for word in words if len(word) >= SHORTEST_MENDED),
    )


def _general(asked: dict[str, Any]) -> Iterator[tuple[Phrase, States]]:
    for table in asked["general"]:
        for typed in table["typed"]:
            yield _phrase(typed), _any_of(table, table.get("words", typed))
    [ketamine] = [table for table in asked["general"] if not table["codes"]]
    for synonym in vocabulary().entries[UNSPECIFIED].synonyms:
        yield _phrase(synonym), _any_of(ketamine, ketamine["words"])


def _any_of(table: dict[str, Any], words: str) -> States:
    return States(group=table["group"], codes=frozenset(table["codes"]), words=words, general=True)


def _typed(asked: dict[str, Any]) -> Iterator[tuple[Phrase, States]]:
    for code, phrases in asked["codes"].items():
        entry = filter_of(code) or vocabulary().entries[code]
        label = _bare(entry.label)
        known = {word for known in (label, *entry.synonyms) for word in _phrase(known)}
        for phrase in phrases:
            # The index knows a code by its label and synonyms; words of neither would find nobody.
            words = phrase if known.issuperset(_phrase(phrase)) else label
            yield _phrase(phrase), _asks(entry, words)


def _vocabulary(asked: dict[str, Any]) -> Iterator[tuple[Phrase, States]]:
    """Yield each entry's label, synonyms and abbreviations, but for codes that have values."""
    also_words = set(asked["words"]["also_words"])
    for group in (*GROUPS, "hours"):
        for entry in entries(group):
            if entry.code in WITH_VALUES:
                continue
            for synonym in (entry.label, _bare(entry.label), *entry.synonyms):
                yield _phrase(synonym), _asks(entry, synonym)
            for short in entry.exact:
                certain = fold(short) not in also_words
                yield _phrase(short), _asks(entry, short, certain=certain)


def _asks(entry: Entry, words: str, *, certain: bool = True) -> States:
    codes = frozenset({entry.code})
    return States(group=entry.group, codes=codes, words=words, certain=certain)


def _phrase(text: str) -> Phrase:
    return tuple(fold(text).split())


def _bare(label: str) -> str:
    """Return a label without what stands in brackets."""
    return re.sub(r"\s*\(.*?\)", "", label)
