"""Which parts of the guide answer typed words. Pure: whole words, accents and plural s aside."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from webapp.guide.reader import packaged
from webapp.language import localised

_MOST = 3
_WORD = re.compile(r"[a-z0-9]+")
_PLURAL_FROM = 4
"""Letters: a shorter word keeps its s, so that "gas" is not "ga"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A part of the guide: what it is called and where it is, in one language."""

    title: str
    page: str
    url: str


def topics_for(text: str, code: str, today: date) -> tuple[Topic, ...]:
    """Return the parts of the guide that *text* asks about, the longest match first, at most three.

    () if it names nothing that the guide speaks of. A section of which nothing may be shown any
    more is left out.
    """
    asked = f" {_comparable(text)} "
    matched: dict[tuple[str, str], int] = {}
    for phrase, place in _phrases():
        if f" {phrase} " in asked:
            matched[place] = max(matched.get(place, 0), len(phrase))
    best = sorted(matched, key=lambda place: -matched[place])
    return tuple(topic for place in best for topic in _topic(place, code, today))[:_MOST]


def part(place: str, code: str, today: date) -> Topic | None:
    """Return the part of the guide at *place*, such as "at-home#home"; None if nothing is left."""
    slug, _, section_id = place.partition("#")
    return next(_topic((slug, section_id), code, today), None)


def _topic(place: tuple[str, str], code: str, today: date) -> Iterator[Topic]:
    slug, section_id = place
    page = packaged().page(slug)
    if page is None:
        return
    for section in page.sections:
        if section.id == section_id and any(one.holds(today) for one in section.paragraphs):
            url = localised(f"{page.path}#{section_id}", code)
            yield Topic(title=section.title[code], page=page.title[code], url=url)


@cache
def _phrases() -> tuple[tuple[str, tuple[str, str]], ...]:
    """Return each phrase that leads somewhere, with the page and the section."""
    return tuple(
        (_comparable(phrase), (page.slug, section.id))
        for page in packaged().pages
        for section in page.sections
        for phrase in section.words
    )


def _comparable(text: str) -> str:
    """Return the words of *text* without case, accents and plural endings."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    words = _WORD.findall(bare)
    return " ".join(w.removesuffix("s") if len(w) >= _PLURAL_FROM else w for w in words)
