"""Text made comparable and cut into sentences and clauses; keeps the printed words for quotes."""

import re
import unicodedata
from collections.abc import Callable

_DASHES = dict.fromkeys(range(0x2010, 0x2016), "-") | {0x2212: "-", 0x00AD: ""}
_QUOTES = str.maketrans("‘’‚‛“”„‟′″", "''''\"\"\"\"'\"")
_MARKS = str.maketrans("", "", "®™℠\u200b\u200c\u200d\ufeff")
_DOTTED = ((re.compile(r"\bI\.V\.(?=\W|$)"), "IV"), (re.compile(r"\bI\.M\.(?=\W|$)"), "IM"))
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_SPACES = re.compile(r"\s+")

_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|St|Ave|Blvd|Rd|Ste|Inc|Ltd|vs|No|approx|e\.g|i\.e|a\.m|p\.m|U\.S)|\b[A-Z])\.$"
)
_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9¿¡])")
_BULLET = re.compile(r"\s*[•▪]\s+")
_CLAUSE = re.compile(
    r"\s*(?:;|,?\s*\b(?:but|however|although|though|whereas|pero|sino)\b,?|\s-\s)\s*", re.IGNORECASE
)

_QUOTATION = re.compile(r'"[^"]{8,}"')
_BESIDE = 60
"""Characters before and after a quotation in which its speaker is named."""

QUOTE_LENGTH = 240


def clean(text: str) -> str:
    """Return *text* with one form of quotes, dashes, spaces and "IV", without URLs and marks."""
    text = unicodedata.normalize("NFKC", text.translate(_MARKS))
    text = text.translate(_QUOTES).translate(_DASHES)
    for pattern, plain in _DOTTED:
        text = pattern.sub(plain, text)
    return _SPACES.sub(" ", _URL.sub(" ", text)).strip()


def without_quotations(text: str, of_another: Callable[[str], bool]) -> str:
    """Return cleaned *text* without what somebody else is quoted to say.

    *of_another* tells from the words beside a quotation whether somebody else says it.
    """

    def keep_ours(found: re.Match[str]) -> str:
        start, end = found.span()
        beside = f"{text[max(0, start - _BESIDE) : start]} {text[end : end + _BESIDE]}"
        return "…" if of_another(beside) else found.group()

    return _QUOTATION.sub(keep_ours, text)


def sentences(text: str) -> list[str]:
    """Return the sentences of cleaned *text*; an abbreviation's dot ends none."""
    return [one for line in _BULLET.split(text) for one in _sentences(line)]


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATION.search(text[start : end.start()]):
            continue
        found.append(text[start : end.start()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def clauses(sentence: str) -> list[str]:
    """Return the parts of *sentence* that may contradict each other, such as around "but"."""
    return [part for part in _CLAUSE.split(sentence) if part]


def quote(sentence: str) -> str:
    """Return *sentence* as evidence: at most 240 characters, cut at a word's end with "…"."""
    if len(sentence) <= QUOTE_LENGTH:
        return sentence
    return sentence[: QUOTE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
