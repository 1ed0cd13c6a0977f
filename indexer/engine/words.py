"""Words to search by: what counts as one, told by Whoosh; alone imports Whoosh.

A word is folded to plain small letters and to its English stem, so that "clinica" finds
"Clínicas". Written and asked words go through the same analyser, or nothing is found.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis.acore import Token
from whoosh.analysis.filters import StopFilter
from whoosh.analysis.morph import StemFilter
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.terms import Term
from whoosh.util.numeric import byte_to_length, length_to_byte

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


PLAIN_ANALYSER = FoldingTokenizer() | StopFilter(FUNCTION_WORDS, minsize=1)
ANALYSER = PLAIN_ANALYSER | StemFilter()  # type: ignore[no-untyped-call]  # Whoosh types only parts of itself


def terms_in(text: str) -> list[str]:
    """Return the words of *text* in their order, folded and stemmed; none if it holds none."""
    return [token.text for token in ANALYSER(text)]


def spelled_in(text: str) -> list[tuple[str, str]]:
    """Return the words of *text* as (spelled, term): folded only, and folded and stemmed."""
    return [(token.text, term) for token in PLAIN_ANALYSER(text) for term in terms_in(token.text)]


def whoosh_lengths(lengths: Sequence[int]) -> NDArray[np.int64]:
    """Return field lengths as Whoosh keeps them: in one byte, so long ones are rounded up."""
    kept = [byte_to_length(length_to_byte(length)) for length in lengths]
    return np.array(kept, dtype=np.int64)


def write_whoosh(
    ids: Iterable[str],
    documents: Iterable[Mapping[str, Sequence[str]]],
    fields: Iterable[str],
    folder: Path,
) -> None:
    """Write a plain Whoosh index of the documents' terms into the empty *folder*.

    Its document numbers are the row numbers. It judges our own postings when a snapshot is
    published, and is there for whoever wants one; phrases cannot be asked of it.
    """
    text = {field: TEXT(analyzer=ANALYSER, phrase=False) for field in fields}
    with create_in(str(folder), Schema(id=STORED, **text)).writer() as writer:
        for clinic_id, document in zip(ids, documents, strict=True):
            writer.add_document(id=clinic_id, **document)


def ask_whoosh(folder: Path, terms: Sequence[str], boosts: Mapping[str, float]) -> dict[str, float]:
    """Return id -> score of the documents in which every term occurs, by Whoosh's own search.

    Opening a Whoosh index runs what its pickles say: only for one that this process has written.
    """
    anywhere = [
        Or([Term(field, term, boost=boost) for field, boost in boosts.items()])
        for term in dict.fromkeys(terms)
    ]
    with open_dir(str(folder)).searcher() as searcher:
        # Whoosh's shortcut for the best few loses better hits of AND queries, hence no shortcut.
        hits = searcher.search(And(anywhere), limit=None, optimize=False)
        return {hit["id"]: hit.score for hit in hits}
