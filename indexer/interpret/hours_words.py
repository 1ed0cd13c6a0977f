"""The words of opening hours in, tokens out; knows no grammar. The words are in `hours.toml`."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from indexer.interpret.text import clean


class Kind(StrEnum):
    """What a token is."""

    DAYS = "days"
    TIME = "time"
    TO = "to"
    AND = "and"
    CLOSED = "closed"
    LUNCH = "lunch"
    ALL_DAY = "all_day"
    APPOINTMENT = "appointment"
    SOME = "some"
    """Of a day or of its hours only: "every other", "mornings"."""
    BREAK = "break"
    """Ends a sentence or line, or sets a new thing beside the one before."""
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as printed, not yet on the 24-hour clock."""

    hour: int
    minute: int = 0
    half: str = ""
    """"a" or "p" for the half of the day that is printed; "!" for noon, and midnight as hour 24."""
    padded: bool = False
    """Whether it is printed as on the 24-hour clock: "08:00", "17:00", "0830"."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of opening hours."""

    kind: Kind
    text: str
    days: tuple[int, ...] = ()
    """0 for Monday."""
    clock: Clock | None = None


_PHONE = re.compile(
    r"(?:\+?1[-. ])?\(?\b\d{3}\)?[-./ ]{1,2}\d{3}[-. ]\d{4}\b|\(\d{2,5}\)[\d .-]{6,12}\d"
    r"|\+\d[\d (). -]{7,14}\d|\b0\d{2,4} \d{3,4} \d{3,4}\b|\b1[38]00 \d{3} \d{3}\b"
)
PHONE = "phonenumber"
"""The word that stands for a telephone number."""
_TIME = (
    r"(?<![\w$£€.,:])(?P<hour>[01]?\d|2[0-4])"
    r"(?:[:.h](?P<minute>[0-5]\d)|(?P<packed>(?<=\d\d)[0-5]\d))?"
    r"(?:(?: ?(?P<half>[ap])\. ?m\b| ?(?P<half2>[ap])m\b|(?P<half3>[ap])\b"
    r"| ?(?:hrs?|h)\b)(?:\.(?! +(?-i:[A-Z\d])|$))?)?"
    r"(?![\w%$]|[.:]\d|,\d{3})"
)
_BREAK = r"[;.!?\n•·|]|(?<= )/(?= )"
_NEUTRAL = frozenset({"neutral", "filler", "besides"})
_DOUBTFUL = frozenset({"we", "mar", "mo", "sun", "sat", "dom", "tu", "sa", "su", "th", "mi", "vie"})
"""Days that are other words too: only next to a day or a time."""


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of *text*; () for none. What is neither day nor time is a word.

    Footers repeat from page to page: each distinct text is cut once.
    """
    plain = _PHONE.sub(f" {PHONE} ", _without_accents(text))
    found = [_token(match) for match in _pattern().finditer(plain)]
    kept = [token for token in found if token is not None]
    return tuple(_sure(token, kept, index) for index, token in enumerate(kept))


def _without_accents(text: str) -> str:
    lines = (clean(line) for line in text.split("\n"))
    parts = unicodedata.normalize("NFKD", "\n".join(lines))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _token(match: re.Match[str]) -> Token | None:
    kind, text = str(match.lastgroup), match[0]
    tables = _tables()
    if kind.startswith("phrase"):
        return Token(Kind.DAYS, text, tuple(list(tables["phrases"].values())[int(kind[6:])]))
    if kind == "day":
        word = text.casefold().rstrip(".")
        days = tables["days"]
        return Token(Kind.DAYS, text, (days.get(word, days.get(word.removesuffix("s"))),))
    if kind == "letter":
        return Token(Kind.DAYS, text, (tables["letters"][text.rstrip(".")],))
    if kind == "run":
        return Token(Kind.DAYS, text, tuple(tables["runs"][text]))
    if kind in ("noon", "midnight"):
        return Token(Kind.TIME, text, clock=Clock(12 if kind == "noon" else 24, half="!"))
    if kind == "clock":
        return Token(Kind.TIME, text, clock=_clock(match))
    return None if kind in _NEUTRAL else Token(Kind(kind), text)


def _clock(match: re.Match[str]) -> Clock:
    hour, minute = int(match["hour"]), int(match["minute"] or match["packed"] or 0)
    half = (match["half"] or match["half2"] or match["half3"] or "").lower()
    padded = match["hour"].startswith("0") or hour > 12 or bool(match["packed"])
    return Clock(hour, minute, half, padded and not half)


def _sure(token: Token, all_tokens: list[Token], index: int) -> Token:
    """Return a token, as a mere word if it is a doubtful day away from days and times.

    A slash beside a word sets two things apart; it does not join them.
    """
    if token.text == "/":
        beside = {t.kind for t in (*all_tokens[:index][-1:], *all_tokens[index + 1 : index + 2])}
        return Token(Kind.BREAK, "/") if Kind.WORD in beside else token
    doubtful = token.text.rstrip(".") in _tables()["letters"] or (
        token.text.casefold().rstrip(".") in _DOUBTFUL
    )
    if token.kind is not Kind.DAYS or not doubtful:
        return token
    joints = (Kind.TO, Kind.AND)
    before = next((t for t in reversed(all_tokens[:index]) if t.kind not in joints), None)
    after = next((t for t in all_tokens[index + 1 :] if t.kind not in joints), None)
    if {t.kind for t in (before, after) if t} & {Kind.DAYS, Kind.TIME, Kind.CLOSED} or (
        after and after.kind is Kind.BREAK
    ):
        return token
    return Token(Kind.WORD, token.text)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("hours.toml").read_text("utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    tables = _tables()
    words: dict[str, list[str]] = tables["words"]
    longest_first = sorted(tables["days"], key=len, reverse=True)
    fillers = sorted(words["filler"], key=len, reverse=True)
    parts = {
        **{kind: _words(words[kind]) for kind in ("all_day", "besides", "appointment")},
        "filler": _words(fillers),
        "closed": _words(words["closed"]),
        **{f"phrase{i}": _words([text]) for i, text in enumerate(tables["phrases"])},
        **{kind: _words(words[kind]) for kind in ("noon", "midnight", "lunch", "some")},
        "clock": f"(?i:{_TIME})",
        "day": rf"(?i:\b(?:{'|'.join(longest_first)})s?\b\.?)",
        "run": rf"\b(?:{'|'.join(sorted(tables['runs'], key=len, reverse=True))})\b",
        "letter": rf"\b(?:{'|'.join(sorted(tables['letters'], key=len, reverse=True))})\b",
        "to": rf"-+|>|{_words(words['to'])}",
        "and": rf"[,&+/]|{_words(words['and'])}",
        "break": _BREAK,
        "neutral": r"[:()\[\]*~'\"]",
        "word": r"[^\s:()\[\]*~,&+/;.!?•·|]+",
    }
    return re.compile("|".join(f"(?P<{name}>{part})" for name, part in parts.items()))


def _words(patterns: list[str]) -> str:
    return rf"(?i:(?<!\w)(?:{'|'.join(patterns)})(?!\w))"
