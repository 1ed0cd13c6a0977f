"""Tells what a text says is paid for: one infusion, a package of six, a month; pure."""

import re

from indexer.interpret.price_words import cues, tables, units

UNITS = ("month", "package", "consultation", "infusion", "session", "booster")
SINGLES = ("infusion", "session", "booster")
PREPAID = re.compile(r"\W*(?:if|when) (?:you )?(?:pre)?(?:pay|paid|book|buy|bought)", re.IGNORECASE)
"""What the words behind a sum begin with where they say for how many it is paid together."""
VAGUE = re.compile(r"\b(?:visits?|boosters?)\b", re.IGNORECASE)
"""Words for a treatment that do not say which."""
PER = re.compile(
    r"\s*[(]?\s*(?:/|\b(?:per|each|every|an?|for|por|cada|la|al|monthly|total for|single)\b)",
    re.IGNORECASE,
)
ONE_EACH = re.compile(
    r"\s*[(]?\s*(?:/(?! ?\d)|\b(?:per|each|every|an?|por|cada|la)\b)", re.IGNORECASE
)
SINGLE = re.compile(
    r"\s*[(]?\s*(?:each|apiece|single(?! (?:room|occupancy|bed))|cada una?)\b", re.IGNORECASE
)
"""A sum for one of what was spoken of, though what follows may be a package."""
SINGLE_BEFORE = re.compile(r"\b(?:single|just one|one time)\W*$", re.IGNORECASE)
_LASTING = re.compile(r"\bfor \w+(?: and a half)?[ -](?:hours?|minutes?|mins?)\b", re.IGNORECASE)


def unit_in(text: str) -> str:
    """Return the unit that a text names, the most telling one; "" for none."""
    named = units()
    return next((unit for unit in UNITS if named[unit].search(text)), "")


def first_unit_in(text: str) -> str:
    """Return the unit named first: "per infusion for the pain protocol" is an infusion's."""
    found = [(match.start(), unit) for unit in UNITS if (match := units()[unit].search(text))]
    return min(found, key=lambda one: one[0], default=(0, ""))[1]


def single_unit_in(text: str) -> str:
    """Return the unit of one treatment that a text names; "" for none."""
    return next((unit for unit in SINGLES if units()[unit].search(text)), "")


def counts_hours(sentence: str) -> bool:
    """Return whether "for four" in a sentence counts hours, as after "for two hours"."""
    return _LASTING.search(sentence) is not None


def is_unit_named(text: str) -> bool:
    """Return whether a table's column is of a treatment, ours or another."""
    return bool(unit_in(text) or cues()["veto"].search(text))


def count_in(text: str, *, hours: bool = False) -> int | None:
    """Return how many infusions or sessions a text counts; None if it counts none, or one.

    With *hours* a bare "for four" counts hours.
    """
    table = tables()["count"]
    for match in re.finditer(table["pattern"], text, re.IGNORECASE):
        told = next(filter(None, match.groupdict().values()))
        number = int(told) if told.isdigit() else int(table["words"][told.lower()])
        if number > 1 and not (hours and match["count4"]):
            return number
    return None
