"""What Whoosh counts as a word, and how it keeps the lengths of texts."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis.acore import Token
from whoosh.analysis.filters import Filter, StopFilter
from whoosh.analysis.morph import StemFilter
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.engine.folding import WORD_PATTERN, fold

_ENGLISH = "a an and are at by for from in is near of on or our that the their to we with you your"
FUNCTION_WORDS = frozenset(_ENGLISH.split())
"""Words that ask for nothing: they are neither indexed nor required."""
END = "\x1f"
"""Ends a text inside a field: no phrase reaches over it."""
_INFLECTED = 5
"""Letters from which on a last "a" or "o" is a Spanish ending: "clinica", not "spa"."""


class FoldingTokenizer(RegexTokenizer):
    """Whoosh's tokenizer over folded text: runs of letters and digits of any script."""

    def __init__(self) -> None:
        super().__init__(rf"{WORD_PATTERN}|{END}")

    def __call__(self, value: str, *args: Any, **kwargs: Any) -> Iterator[Token]:
        """Yield the tokens of *value*; Whoosh yields one Token object again and again."""
        return super().__call__(fold(value), *args, **kwargs)


class EndFilter(Filter):
    """Drops the ends of texts once the words have their positions."""

    def __call__(self, tokens: Iterable[Token]) -> Iterator[Token]:  # type: ignore[override]  # as Filter
        """Yield the tokens that are words."""
        return (token for token in tokens if token.text != END)


class SpanishFilter(Filter):
    """Takes Spanish plurals before, and Spanish genders after the English stemmer.

    Whoosh's own Spanish stemmer would make "center" and "cent" one word; this one leaves English
    words apart but for a last "a" or "o".
    """

    def __init__(self, stem: StemFilter) -> None:
        self._stem = stem

    def __call__(self, tokens: Iterable[Token]) -> Iterator[Token]:  # type: ignore[override]  # as Filter
        """Yield the tokens stemmed."""
        for token in self._stem(self._singular(tokens)):
            if len(token.text) >= _INFLECTED and token.text[-1] in "ao":
                token.text = token.text[:-1]
            yield token

    def _singular(self, tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            token.text = token.text.removesuffix("es") if token.text[-5:] == "iones" else token.text
            yield token


ANALYSER = (
    FoldingTokenizer()
    | StopFilter(FUNCTION_WORDS, minsize=1)
    | EndFilter()
    | SpanishFilter(StemFilter())  # type: ignore[no-untyped-call]  # Whoosh types only parts of itself
)


def whoosh_lengths(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return field lengths as Whoosh keeps them: in one byte, so long ones are rounded up."""
    different, which = np.unique(lengths, return_inverse=True)
    kept = [byte_to_length(length_to_byte(length)) for length in different.tolist()]
    return np.array(kept, np.int64)[which]
