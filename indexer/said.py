"""What a clinic says of everything that searches may filter by; pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.clinic import Clinic, Fact, Stance
from indexer.filters import (
    EVENING,
    LONGEST_CODE,
    OPEN_EVENINGS,
    OPEN_WEEKENDS,
    VALUED_GROUPS,
    age_bands,
    value_code,
)
from indexer.weekly import DAY, Spell, spells

_SATURDAY = 5
_DAYS = 7
_OF_EVENINGS = re.compile(r"\bevening|\bnights?\b|\blate\b|\bafter work\b|\bnoche", re.IGNORECASE)
_OF_WEEKENDS = re.compile(
    r"\bweekend|\bsat(?:urday)?s?\b|\bsun(?:day)?s?\b|\b(?:7|seven) days\b|\bfin(?:es)? de semana"
    r"|\bs[áa]bado|\bdomingo",
    re.IGNORECASE,
)


def said(clinic: Clinic) -> dict[str, bool]:
    """Return code -> whether *clinic* states it; False where it only denies it.

    What it says nothing of is not there. The codes are those of its facts, of their values (see
    `filters`), and of its weekly hours; who prints hours denies the others.
    """
    found: dict[str, bool] = {}
    for fact in clinic.facts:
        stated = fact.stance is Stance.STATED
        found[fact.code] = stated or found.get(fact.code, False)
        for code, holds in _following(fact, stated):
            found[code] = holds or found.get(code, False)
    for code, holds in open_times(clinic.weekly) if clinic.weekly else ():
        found[code] = holds or found.get(code, False)
    return found


def _following(fact: Fact, stated: bool) -> Iterator[tuple[str, bool]]:
    """Yield what follows from a fact's value, or from its words."""
    if fact.code == "evening_weekend" and stated:
        yield from _times_in(fact.evidence.quote)
    elif fact.code == "ages":
        bands = age_bands(fact.value).items()
        # "Not 12-17" says nothing of adults; "18-" says no to teenagers.
        yield from ((code, stated and reaches) for code, reaches in bands if stated or reaches)
    elif fact.code in VALUED_GROUPS and fact.value:
        code = value_code(fact.code, fact.value)
        if not code.endswith(":") and len(code) <= LONGEST_CODE:
            yield code, stated


def _times_in(quote: str) -> Iterator[tuple[str, bool]]:
    """Yield which of evenings and weekends the words about them name."""
    for code, named in ((OPEN_EVENINGS, _OF_EVENINGS), (OPEN_WEEKENDS, _OF_WEEKENDS)):
        if named.search(quote):
            yield code, True


@lru_cache(maxsize=4096)
def open_times(weekly: str) -> tuple[tuple[str, bool], ...]:
    """Return whether a week is open on a weekday's evening and at the weekend; () for no table.

    Where a table leaves that open, neither is said.
    """
    week = list(spells(weekly))
    if not week:
        return ()
    told = []
    for code, times in ((OPEN_EVENINGS, _EVENINGS), (OPEN_WEEKENDS, _WEEKENDS)):
        within = [spell for spell in week if any(_meets(spell, *time) for time in times)]
        if any(spell.is_sure for spell in within) or not within:
            told.append((code, bool(within)))
    return tuple(told)


_EVENINGS = [(day * DAY + EVENING, (day + 1) * DAY) for day in range(_SATURDAY)]
_WEEKENDS = [(_SATURDAY * DAY, _DAYS * DAY)]
"""First minute of the week, minute after it."""


def _meets(spell: Spell, start: int, end: int) -> bool:
    return spell.start < end and start < spell.end
