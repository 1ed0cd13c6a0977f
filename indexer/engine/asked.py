"""What typed words ask for: words, beginnings of words, and phrases; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from indexer.engine.folding import WORD_PATTERN, fold
from indexer.engine.words import term_of, terms_in
from indexer.search import SHORTEST_PREFIX

_QUOTES = str.maketrans("“”„‟«»", '""""""')
_PARTS = re.compile(rf'"(?P<phrase>[^"]*)"|(?P<word>{WORD_PATTERN})(?P<star>\*?)')


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in any of its endings."""

    typed: str
    """As typed, but folded."""
    term: str
    """What stands for it in the index."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word with this beginning."""

    start: str
    """Folded."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other in one field; one alone is a word that is never mended."""

    terms: tuple[str, ...]


Asked: TypeAlias = Word | Prefix | Phrase


def asked_in(words: str) -> list[Asked]:
    """Return what *words* ask for, each thing once; [] for text that asks nothing."""
    folded = fold(words.translate(_QUOTES))
    return list(dict.fromkeys(part for match in _PARTS.finditer(folded) for part in _parts(match)))


def _parts(match: re.Match[str]) -> Iterator[Asked]:
    typed = match["word"]
    if typed is None:
        yield from _phrase(match["phrase"])
    elif match["star"] and len(typed) >= SHORTEST_PREFIX:
        yield Prefix(typed)
    elif term := term_of(typed):
        yield Word(typed, term)


def _phrase(text: str) -> Iterator[Asked]:
    terms = tuple(terms_in(text))
    if terms:
        yield Phrase(terms)
