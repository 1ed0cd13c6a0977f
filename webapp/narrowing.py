"""The filters beside a list: each a link, with how many clinics state it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from indexer.vocabulary import Entry
from webapp import filters, language
from webapp.finder import printable
from webapp.language import _
from webapp.search import Search, Urls

FIRST_OPEN = 2
"""Groups that stand open before anyone has chosen anything."""
MOST_VALUES = 12
"""Insurers, languages or states in one group; the ones that most clinics state."""

_MARKED, _UNMARKED = ' class="on" aria-current="true"><span>✓ ', "><span>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One group of filters."""

    name: str
    title: str
    note: str
    open: bool
    items: Markup
    """A list item for each filter: a link that switches it, and how many clinics state it. Made
    here, for a page holds over a hundred of them and a template takes ten times as long."""


def boxes(search: Search, counts: Mapping[str, Mapping[str, int]]) -> list[Box]:
    """Return every group that has anything to choose, with what the index counted."""
    urls, asked = Urls(search, "&amp;"), search.by_group
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
                items=_items(entries, counted, search.codes, urls),
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


def _items(
    entries: list[Entry], counted: Mapping[str, int], on: frozenset[str], urls: Urls
) -> Markup:
    present, toggled = language.present(), urls.toggled
    items = [
        f'<li><a href="{toggled(code)}"{_MARKED if code in on else _UNMARKED}'
        f'{_shown(code, present)}</span> <span class="count">{counted.get(code, 0)}</span></a></li>'
        for code in [entry.code for entry in entries]
    ]
    return Markup("\n".join(items))  # noqa: S704  # every part is escaped


@lru_cache(maxsize=2_000)
def _shown(code: str, spoken: str) -> str:
    """Return a filter's label in the language *spoken*, which is the present one, as markup."""
    return str(escape(printable(filters.label(filters.entry(code)))))
