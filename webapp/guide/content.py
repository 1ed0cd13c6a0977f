"""What the guide is made of: pages of sections of paragraphs, each with its sources and dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Text = Mapping[str, str]
"""One text by language code. Links stand in it as [words](https://...) or [words](/guide/...)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says it, or which document of this project: a web address or the document's path."""

    title: Text
    dated: date
    precision: str = "day"
    """How much of `dated` is known: "day", "month", "year"; "read" if it is when we read it."""
    url: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A few sentences or a list, on whose word, and until when they may be shown."""

    id: str
    text: Text
    points: tuple[Text, ...]
    sources: tuple[str, ...]
    reviewed: date
    expires: date

    def holds(self, today: date) -> bool:
        """Return whether it may still be shown."""
        return today <= self.expires


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question of a page, and the words by which a search leads here."""

    id: str
    title: Text
    words: tuple[str, ...]
    checklist: bool
    """Whether its lists are printed with boxes to tick."""
    table: str
    """Which table stands under it: "figures", "proofs" or ""."""
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """One page of the guide."""

    slug: str
    path: str
    """Where it stands, in English: "/guide/" and the slug, but for the page on this finder."""
    title: Text
    summary: Text
    ours: bool
    """Whether it speaks of this finder, not of the treatment."""
    sections: tuple[Section, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs of the page, in order."""
        return tuple(one for section in self.sections for one in section.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How often we are wrong in one thing, when that was measured and by which command."""

    key: str
    what: Text
    value: Text
    measured: date
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A promise and the tests that hold it, each as "file::function"; () if none does yet."""

    key: str
    what: Text
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """All pages in the order in which they are listed, and what they refer to by key."""

    pages: tuple[GuidePage, ...]
    sources: Mapping[str, Source]
    figures: tuple[Figure, ...]
    proofs: tuple[Proof, ...]

    def page(self, slug: str) -> GuidePage | None:
        """Return the page of that address, or None."""
        return next((page for page in self.pages if page.slug == slug), None)
