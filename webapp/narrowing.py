"""The filters beside a list: each a link, with how many clinics state it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.vocabulary import Entry
from webapp import filters, language
from webapp.language import _
from webapp.search import Search, Urls

FIRST_OPEN = 2
"""Groups that stand open before anyone has chosen anything."""
MOST_VALUES = 12
"""Insurers, languages or states in one group; the ones that most clinics state."""


@dataclass(frozen=True, slots=True)
class Link:
    """One filter to switch on or off, with how many clinics state it."""

    label: str
    explain: str
    count: int
    on: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One group of filters."""

    name: str
    title: str
    note: str
    open: bool
    links: tuple[Link, ...]


def boxes(search: Search, counts: Mapping[str, Mapping[str, int]]) -> list[Box]:
    """Return every group that has anything to choose, with what the index counted."""
    urls, asked = Urls(search), search.by_group
    found = []
    for number, group in enumerate(filters.groups()):
        counted = counts.get(group.name, {})
        used = asked.get(group.name, [])
        entries = _entries(group, counted, used)
        if entries or group.name == "hours":
            box = Box(
                name=group.name,
                title=_(group.title),
                note=_(group.note) if group.note else "",
                open=number < FIRST_OPEN or bool(used),
                links=tuple(_link(entry, counted, search, urls) for entry in entries),
            )
            found.append(box)
    return found


def _entries(group: filters.Group, counted: Mapping[str, int], used: list[str]) -> list[Entry]:
    """Return the filters always offered, then the values that most state, then what is in use."""
    offered = list(group.shown)
    if not offered:
        often = sorted(counted, key=lambda code: (-counted[code], code))[:MOST_VALUES]
        offered = [filters.entry(code) for code in often]
    known = {entry.code for entry in offered}
    return [*offered, *(filters.entry(code) for code in used if code not in known)]


def _link(entry: Entry, counted: Mapping[str, int], search: Search, urls: Urls) -> Link:
    return Link(
        filters.label(entry),
        language.text(entry.explain),
        counted.get(entry.code, 0),
        entry.code in search.codes,
        urls.toggled(entry.code),
    )
