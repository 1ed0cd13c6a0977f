"""What a search may filter by, as URLs and pages call it; `indexer.filters` has the list.

A group that the search port learns appears here by itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from indexer import filters
from indexer.vocabulary import FACET_GROUPS, Entry
from webapp import language, printed
from webapp.language import N_

_PARAMETERS = {"offering": "offers", "payment": "pay", "language": "lang", "ages": "age"}
"""Where a parameter is not called as its group is. Published names: links must never break."""
_TITLES = {
    "offering": N_("How the medicine is given"),
    "therapy": N_("Talking therapy with it"),
    "setting": N_("Where it takes place"),
    "condition": N_("Conditions its website mentions"),
    "payment": N_("Paying"),
    "payer": N_("Insurers named"),
    "hours": N_("Evenings and weekends"),
    "access": N_("Getting in"),
    "language": N_("Languages"),
    "ages": N_("Ages"),
    "virtual_states": N_("Seen by video in"),
    "safety": N_("Safety practices stated"),
    "staff": N_("Kinds of staff stated"),
}
_NOTES = {
    "condition": N_("A mention does not show that it works for it, or is approved for it."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of filters; its texts are translated where they are shown."""

    name: str
    parameter: str
    title: str
    note: str
    """What must be said beside it; "" for most."""
    shown: tuple[Entry, ...]
    """The filters that are always offered, in their order; () for a group of values."""


@cache
def groups() -> tuple[Group, ...]:
    """Return every group that a search may filter by, in the port's order."""
    return tuple(
        Group(
            name=name,
            parameter=_PARAMETERS.get(name, name),
            title=_TITLES.get(name, name.capitalize()),
            note=_NOTES.get(name, ""),
            shown=tuple(entry for entry in filters.entries(name) if entry.facet),
        )
        for name in FACET_GROUPS
    )


@cache
def by_parameter() -> Mapping[str, Group]:
    """Return each group by its URL parameter."""
    return {group.parameter: group for group in groups()}


@cache
def parameter_of(group: str) -> str:
    """Return the URL parameter of a group."""
    return next(one.parameter for one in groups() if one.name == group)


def entry(code: str) -> Entry:
    """Return what the filter *code*, which must be one, says to people."""
    found = filters.entry(filters.group_of(code), code)
    if found is None:
        raise ValueError(f"{code!r} is no filter")
    return found


def label(entry: Entry) -> str:
    """Return what a filter is called in the visitor's language."""
    if entry.group != "language":
        return language.text(entry.label)
    name = printed.language_name(entry.code.partition(":")[2])
    return name[:1].upper() + name[1:]


def in_english(typed: str) -> str:
    """Return *typed* with the filters' labels of the visitor's language as the English ones.

    The indexer understands words as clinics print them, and knows no label of ours but the English.
    """
    if language.present() == language.ENGLISH:
        return typed
    labels, written = _foreign(language.present())
    return written.sub(lambda match: labels[match[0].casefold()], typed)


@cache
def _foreign(code: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Return the English of each label in the language *code*, and what finds them in a text."""
    with language.speaking(code):
        labels = {
            label(known).casefold(): known.label
            for group in FACET_GROUPS
            for known in filters.entries(group)
        }
    longest_first = sorted(labels, key=len, reverse=True)
    anyone = "|".join(map(re.escape, longest_first))
    return labels, re.compile(rf"(?<!\w)(?:{anyone})(?!\w)", re.IGNORECASE)


def in_order(codes: Iterable[str]) -> list[str]:
    """Return *codes* in the order of URLs: group by group, values by their alphabet."""
    return sorted(codes, key=place_of)


def place_of(code: str) -> tuple[int, int, str]:
    """Return where in a URL the filter *code* stands."""
    known = _places().get(code)
    return known or (FACET_GROUPS.index(filters.group_of(code)), 0, code)


@cache
def _places() -> Mapping[str, tuple[int, int, str]]:
    return {
        entry.code: (number, place, entry.code)
        for number, name in enumerate(FACET_GROUPS)
        for place, entry in enumerate(filters.entries(name))
    }
