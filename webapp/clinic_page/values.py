"""The values of facts in words: which insurer, which language, which ages, which state."""

import re

from webapp.language import _
from webapp.printed import language_name

_AGES = re.compile(r"(\d{1,3})-(\d{0,3})")


def value_in_words(code: str, value: str) -> str:
    """Return what a fact's value says to people: names as they are; "" for no value."""
    if code == "language" and value:
        return language_name(value)
    if code == "ages":
        return _ages(value)
    return value


def _ages(value: str) -> str:
    """Return "18-" and "12-17" in words; what is neither as it is."""
    found = _AGES.fullmatch(value)
    if found is None:
        return value
    if not found[2]:
        return _("%(age)s and older", age=found[1])
    return _("%(first)s to %(last)s", first=found[1], last=found[2])
