"""What searches may filter by: vocabulary codes, values of codes that have them, and what follows.

Every filter has a code of its own in one of `FACET_GROUPS`. A value's code is the code of the
vocabulary, a colon, and the value in small letters with hyphens: "payer:aetna", "language:es"; its
group is what stands before the colon. Ages are parted into bands: "18-" is some adults' age.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from indexer.interpret.languages import LANGUAGES
from indexer.interpret.payers import payers_known
from indexer.interpret.telehealth import STATES
from indexer.normalize import fold
from indexer.vocabulary import FACET_GROUPS, Entry, vocabulary

VALUED_GROUPS = ("payer", "language", "virtual_states")
"""Groups of values that no list knows beforehand."""
LONGEST_CODE = 100
OPEN_EVENINGS, OPEN_WEEKENDS = "open_evenings", "open_weekends"
EVENING = 18 * 60
"""The minute of the day after which it is evening."""
AGE_BANDS = {"children": (0, 12), "teens": (13, 17), "adults": (18, 64), "seniors": (65, 120)}
"""Name -> the first and the last age, in years."""
OLDEST = 120
_AGES = re.compile(r"(\d{1,3})-(\d{0,3})")
_EXPLAINED = {
    "payer": "The website names this insurer.",
    "language": "The website says that staff speak it.",
    "virtual_states": "The website says you can be seen by video there.",
}
_DERIVED = (
    Entry(
        group="hours",
        code=OPEN_EVENINGS,
        label="Open after 6 pm on a weekday",
        explain="Its printed hours, or its words, say that it is open in the evening.",
    ),
    Entry(
        group="hours",
        code=OPEN_WEEKENDS,
        label="Open on a Saturday or Sunday",
        explain="Its printed hours, or its words, say that it is open at the weekend.",
    ),
    Entry(
        group="ages",
        code="ages:children",
        label="Some ages under 13",
        explain="The ages that the website says it treats reach below 13.",
    ),
    Entry(
        group="ages",
        code="ages:teens",
        label="Some ages from 13 to 17",
        explain="The ages that the website says it treats reach into 13 to 17.",
    ),
    Entry(
        group="ages",
        code="ages:adults",
        label="Some ages from 18 to 64",
        explain="The ages that the website says it treats reach into 18 to 64.",
    ),
    Entry(
        group="ages",
        code="ages:seniors",
        label="Some ages from 65",
        explain="The ages that the website says it treats reach to 65 or beyond.",
    ),
)
"""What no words mention: it follows from weekly hours and from ages."""


@cache
def entries(group: str) -> tuple[Entry, ...]:
    """Return what is known beforehand of a group, in its order; () for a group of values."""
    derived = tuple(entry for entry in _DERIVED if entry.group == group)
    return derived or vocabulary().group(group)


def entry(group: str, code: str) -> Entry | None:
    """Return what a filter says to people; None if there is no such filter in the group."""
    known = _known().get(code)
    if known is not None:
        return known if known.group == group else None
    if group not in VALUED_GROUPS or len(code) > LONGEST_CODE:
        return None
    of, _, value = code.partition(":")
    if of != group or not value or value_code(group, value) != code:
        return None
    spelt_out = value.replace("-", " ").title().replace(" Of ", " of ")
    label = _value_names(group).get(value, spelt_out)
    return Entry(group=group, code=code, label=label, explain=_EXPLAINED[group], facet=False)


def filter_of(code: str) -> Entry | None:
    """Return what a code says to people, whatever its group; None if it is no filter."""
    group = group_of(code)
    return entry(group, code) if group else None


def group_of(code: str) -> str:
    """Return the group of a filter's code; "" for a code that is no filter."""
    known = _known().get(code)
    if known is not None:
        return known.group
    of = code.partition(":")[0]
    return of if of in VALUED_GROUPS and of != code else ""


def value_code(code: str, value: str) -> str:
    """Return the filter's code of a value, or of nothing ("payer:") where it holds no word."""
    return f"{code}:{fold(value).replace(' ', '-')}"


def age_bands(ages: str) -> Mapping[str, bool]:
    """Return for each band's code whether "18-" or "12-17" reaches into it; {} for what is none."""
    found = _AGES.fullmatch(ages)
    if found is None:
        return {}
    low, high = int(found[1]), int(found[2] or OLDEST)
    return {f"ages:{name}": low <= last and first <= high
            for name, (first, last) in AGE_BANDS.items()}  # fmt: skip


def known_codes() -> Iterator[str]:
    """Yield the code of every filter that is known beforehand, group by group."""
    return (entry.code for group in FACET_GROUPS for entry in entries(group))


@cache
def _known() -> Mapping[str, Entry]:
    return {entry.code: entry for group in FACET_GROUPS for entry in entries(group)}


@cache
def _value_names(group: str) -> Mapping[str, str]:
    """Return what is shown for each value that has a name of its own, by the end of its code."""
    if group == "payer":
        names = {name: name for name in payers_known()}
    elif group == "language":
        # The first name of a language in our list is the one that English pages use.
        names = {code: _titled(name) for name, code in reversed(LANGUAGES.items())}
    else:
        names = {postal: _titled(name) for name, postal in reversed(STATES.items())}
    return {value_code("", value)[1:]: name for value, name in names.items()}


def _titled(name: str) -> str:
    return name.upper() if len(name) <= 3 else name.title()
