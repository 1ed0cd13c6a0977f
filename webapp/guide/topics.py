"""Which parts of the guide answer typed words. Pure: whole words, accents and plural s aside."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from webapp.guide.content import GuidePage, Section
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
    words = _words(text)
    matched: dict[tuple[str, str], int] = {}
    for start, word in enumerate(words):
        for phrase, place in _phrases().get(word, ()):
            if words[start : start + len(phrase)] == phrase:
                matched[place] = max(matched.get(place, 0), sum(map(len, phrase)))
    best = sorted(matched, key=lambda place: -matched[place])
    return tuple(topic for place in best for topic in _topic(place, code, today))[:_MOST]


def part(place: str, code: str, today: date) -> Topic | None:
    """Return the part of the guide at *place*, such as "at-home#home"; None if nothing is left."""
    slug, _, section_id = place.partition("#")
    return next(_topic((slug, section_id), code, today), None)


def _topic(place: tuple[str, str], code: str, today: date) -> Iterator[Topic]:
    page, section = _sections().get(place, (None, None))
    if page and section and any(one.holds(today) for one in section.paragraphs):
        url = localised(f"{page.path}#{section.id}", code)
        yield Topic(title=section.title[code], page=page.title[code], url=url)


@cache
def _sections() -> dict[tuple[str, str], tuple[GuidePage, Section]]:
    """Return each section, with its page, by the two names of its place."""
    return {(page.slug, one.id): (page, one) for page in packaged().pages for one in page.sections}


@cache
def _phrases() -> dict[str, list[tuple[list[str], tuple[str, str]]]]:
    """Return by its first word each phrase that leads somewhere, with the page and the section."""
    found: dict[str, list[tuple[list[str], tuple[str, str]]]] = {}
    for page in packaged().pages:
        for section in page.sections:
            for phrase in map(_words, section.words):
                found.setdefault(phrase[0], []).append((phrase, (page.slug, section.id)))
    return found


def _words(text: str) -> list[str]:
    """Return the words of *text* without case, accents and plural endings."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    words = _WORD.findall(bare)
    return [word.removesuffix("s") if len(word) >= _PLURAL_FROM else word for word in words]
