"""Words to search by: what counts as one, told by Whoosh; alone imports Whoosh.

A word is folded to plain small letters and to its English stem, so that "clinica" finds
"Clínicas". Written and asked words go through the same analyser, or nothing is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.filters import StopFilter
from whoosh.analysis.morph import StemFilter
from whoosh.analysis.tokenizers import RegexTokenizer

LONGEST_WORD = 64
"""Characters; what is longer is cut into words of this length, in text and question alike."""
_ENGLISH = "a an and are at by for from in is near of on or our that the their to we with you your"
FUNCTION_WORDS = frozenset(_ENGLISH.split())
"""Words that ask for nothing: they are neither indexed nor required."""

_UNSEEN = str.maketrans("", "", "'’‘ʼ™℠®\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Signs inside a word that people leave out when they type it."""
_INITIALS = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
"""The full stop inside "I.V." or "D.C."."""


def fold(text: str) -> str:
    """Return *text* in small letters without accents, apostrophes and trade mark signs."""
    plain = _INITIALS.sub("", text.translate(_UNSEEN))
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain.casefold()


class FoldingTokenizer(RegexTokenizer):
    """Whoosh's tokenizer over folded text: runs of letters and digits of any script."""

    def __init__(self) -> None:
        super().__init__(rf"[^\W_]{{1,{LONGEST_WORD}}}")

    def __call__(self, value: str, *args: Any, **kwargs: Any) -> Iterator[Token]:
        """Yield the tokens of *value*; Whoosh yields one Token object again and again."""
        return super().__call__(fold(value), *args, **kwargs)


ANALYSER = (
    FoldingTokenizer() | StopFilter(FUNCTION_WORDS, minsize=1) | StemFilter()  # type: ignore[no-untyped-call]  # Whoosh types only parts of itself
)


def terms_in(text: str) -> list[str]:
    """Return the words of *text* in their order, folded and stemmed; none if it holds none."""
    return [token.text for token in ANALYSER(text)]
