"""Words to search by: what counts as one, and the term that stands for it in the index.

A word is folded to plain small letters and to its English or Spanish stem, so that "clinica" finds
"Clínicas". Written and asked words go through the same analyser, or nothing is found.
"""

import re
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


@lru_cache(maxsize=1 << 16)
def term_of(spelled: str) -> str:
    """Return what stands for one folded word in the index; "" for a word that asks nothing."""
    return "".join(token.text for token in ANALYSER(spelled))
