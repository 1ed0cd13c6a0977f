"""Words to search by: what counts as one, and the term that stands for it in the index.

A word is folded to plain small letters and to its English or Spanish stem, so that "clinica" finds
"Clínicas". Written and asked words go through the same analyser, or nothing is found.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from indexer.engine.folding import WORD_PATTERN, fold
from indexer.engine.judge.analysis import ANALYSER

_WORD = re.compile(WORD_PATTERN)


def terms_in(text: str) -> list[str]:
    """Return the words of *text* in their order, folded and stemmed; none if it holds none."""
    return [term for _, term in spelled_in(text)]


def spelled_in(text: str) -> list[tuple[str, str]]:
    """Return the words of *text* as (spelled, term): folded only, and folded and stemmed."""
    spelled = _WORD.findall(fold(text))
    return [(word, term) for word in spelled if (term := term_of(word))]


def terms_of(spelled: Sequence[str]) -> list[str]:
    """Return `term_of` of each of *spelled*; plain ones all at once, which is faster."""
    terms = ["" if word.isascii() else term_of(word) for word in spelled]
    plain = [n for n, word in enumerate(spelled) if word.isascii()]
    starts = dict(zip(_starts(spelled[n] for n in plain), plain, strict=True))
    for token in ANALYSER(" ".join([spelled[n] for n in plain]), chars=True):
        terms[starts[token.startchar]] += token.text
    return terms


def _starts(spelled: Iterable[str]) -> Iterator[int]:
    """Yield where each word starts in all of them, one space apart."""
    start = 0
    for word in spelled:
        yield start
        start += len(word) + 1


@lru_cache(maxsize=1 << 16)
def term_of(spelled: str) -> str:
    """Return what stands for one folded word in the index; "" for a word that asks nothing."""
    return "".join(token.text for token in ANALYSER(spelled))
