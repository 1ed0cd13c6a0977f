"""What was typed as words that know which characters they came from; decides no meaning."""

import re
import unicodedata
from dataclasses import dataclass

_MARKS = "\u0300-\u036f"
_LETTER = rf"[^\W_][{_MARKS}]*"
_TOKEN = re.compile(
    r'"[^"]*"'  # a phrase
    r"|[^\W_]{2,}\*"  # the beginning of a word
    r"|[^\W_](?:\.[^\W_])+(?![^\W_])\.?"  # initials
    rf"|(?:{_LETTER})+(?:['’ʻ`](?:{_LETTER})+)*"
)
_INSIDE = re.compile(rf"[.'’ʻ`{_MARKS}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of the text; the span is half-open, in characters."""

    start: int
    end: int
    word: str
    """In small letters without accents, dots or apostrophes; "" for what is to be searched as it
    stands: a phrase in double quotes, or the beginning of a word before "*"."""


def plain(text: str) -> str:
    """Return *text* in small letters without accents, each character at its old position."""
    return "".join(map(_plain, text))


def tokens(text: str) -> list[Token]:
    """Return the words of *text* in their order; [] if it holds none."""
    folded = plain(text)
    return [
        Token(start=match.start(), end=match.end(), word=_word(match[0]))
        for match in _TOKEN.finditer(folded)
    ]


def _word(matched: str) -> str:
    literal = matched.startswith('"') or matched.endswith("*")
    return "" if literal else _INSIDE.sub("", matched)


def _plain(sign: str) -> str:
    small = sign if sign.isascii() else unicodedata.normalize("NFKD", sign)[0]
    lower = small.lower()
    return lower if len(lower) == 1 else small
