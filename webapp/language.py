"""The language of the present visitor: our texts, dates, numbers and addresses in it.

English is what stands in the code; every other language is a catalogue, `catalogues/<code>.po`.
Where nobody is asking, such as in a test of a pure function, the language is English.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "es": "Español"}
"""Each language that the pages speak, as its own speakers call it."""
CATALOGUES = Path(__file__).parent / "catalogues"
_LOCALES = {ENGLISH: Locale("en", "US"), "es": Locale("es", "US")}
"""How dates and numbers are printed: most visitors are in the United States."""
_SAME_FOR_ALL = (
    "/static/",
    "/healthz",
    "/robots.txt",
    "/sitemap",
    "/llms.txt",
    "/.well-known/",
)
"""What has no language, and so one address only."""
_EUPHONY = (
    ("y", "e", re.compile(r"\W*(?:i|í|hi(?![ae])|hí)", re.IGNORECASE)),
    ("o", "u", re.compile(r"\W*h?[oó]", re.IGNORECASE)),
)
"""Before the same sound "y" becomes "e" and "o" becomes "u" (RAE); CLDR's lists do not know."""

_present: ContextVar[str] = ContextVar("language", default=ENGLISH)


def present() -> str:
    """Return the code of the language that the present visitor reads, such as "es"."""
    return _present.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak the language *code* until the block ends."""
    before = _present.set(code)
    try:
        yield
    finally:
        _present.reset(before)


def text(msgid: str) -> str:
    """Return our text in the present language, its placeholders not filled in."""
    # To gettext the text of nothing is the catalogue's own head.
    return catalogue(present()).gettext(msgid) if msgid else ""


def plural(one: str, many: str, num: int) -> str:
    """Return the form of our text that goes with *num*, its placeholders not filled in."""
    return catalogue(present()).ngettext(one, many, num)


def _(msgid: str, /, **values: Any) -> str:
    """Return our text in the present language: "%(place)s" stands for a value, "%%" for a sign.

    Without values nothing is filled in: what is looked up may be a name with signs of its own.
    """
    return text(msgid) % values if values else text(msgid)


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """Return the form of our text that goes with *num*, which it may print by "%(num)s"."""
    return plural(one, many, num) % {"num": number(num), **values}


def N_(msgid: str) -> str:
    """Return *msgid* itself: marks a constant that is translated where it is shown."""
    return msgid


def locale() -> Locale:
    """Return how dates and numbers are printed for the present visitor."""
    return _LOCALES[present()]


def number(amount: float) -> str:
    """Return a number as it is printed, with its thousands apart."""
    return _printed_number(amount, present())


def day(of: date, month_only: bool = False) -> str:
    """Return a date in words, without its day where only the month is known."""
    return _printed_day(of, month_only, present())


def listed(
    parts: list[str] | tuple[str, ...], style: Literal["standard", "or"] = "standard"
) -> str:
    """Return the parts as one phrase: "A, B, and C", or "A, B, or C" in the style "or"."""
    phrase = format_list(parts, style=style, locale=_LOCALES[present()])
    return _euphonic(phrase, parts[-1]) if present() == "es" and len(parts) > 1 else phrase


def localised(path: str, code: str = "") -> str:
    """Return the address of the page *path* in a language, the present one if none is named.

    *path* is the page's path in English, such as "/search?near=20814".
    """
    code = code or present()
    return path if code == ENGLISH else f"/{code}{path}"


def split(path: str) -> tuple[str, str]:
    """Return the language that a path begins with, and the same page's path in English."""
    for code in LANGUAGES:
        rest = path.removeprefix(f"/{code}")
        if code != ENGLISH and rest.startswith("/") and rest != path:
            return (ENGLISH, path) if rest.startswith(_SAME_FOR_ALL) else (code, rest)
    return ENGLISH, path


@cache
def catalogue(code: str) -> NullTranslations:
    """Return the texts of one language; those of English are what stands in the code."""
    if code == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with (CATALOGUES / f"{code}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return Translations(compiled)


def _euphonic(phrase: str, last: str) -> str:
    """Return a Spanish list with "e" for "y" and "u" for "o" where its last part asks for it."""
    for word, instead, sound in _EUPHONY:
        head = phrase.removesuffix(last)
        if head.endswith(f" {word} ") and sound.match(last):
            return f"{head[: -len(word) - 1]}{instead} {last}"
    return phrase


@lru_cache(maxsize=1000)
def _printed_number(amount: float, code: str) -> str:
    return format_decimal(amount, locale=_LOCALES[code])


@lru_cache(maxsize=1000)
def _printed_day(of: date, month_only: bool, code: str) -> str:
    if month_only:
        return format_skeleton("yMMMM", of, locale=_LOCALES[code])
    return format_date(of, "long", locale=_LOCALES[code])
