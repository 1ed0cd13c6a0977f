"""A page of the guide as one visitor sees it: one language, one day, its sources numbered. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from webapp.guide.content import Guide, GuidePage, Paragraph, Section, Source, Text
from webapp.language import localised

_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words, and where they lead: "" if they are no link."""

    words: str
    to: str = ""

    @property
    def away(self) -> bool:
        """Whether it leads to another site."""
        return self.to.startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownParagraph:
    """A paragraph, its list, the numbers of its sources, and the day after which it is hidden.

    `until` is None if that day is the one of most of the page.
    """

    id: str
    runs: tuple[Run, ...]
    points: tuple[tuple[Run, ...], ...]
    references: tuple[int, ...]
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section; `hidden` if something of it is no longer shown because it expired."""

    id: str
    title: str
    checklist: bool
    table: str
    paragraphs: tuple[ShownParagraph, ...]
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page with its sources in the order in which their numbers are given."""

    path: str
    ours: bool
    title: str
    summary: str
    sections: tuple[ShownSection, ...]
    sources: tuple[Source, ...]
    reviewed: date | None
    """The earliest day on which any part was reviewed; None if nothing is left to show."""
    expires: date | None


def shown(page: GuidePage, guide: Guide, code: str, today: date) -> ShownPage:
    """Return *page* in the language *code* as it may be shown *today*."""
    current = [paragraph for paragraph in page.paragraphs if paragraph.holds(today)]
    numbers = {
        key: number
        for number, key in enumerate(
            dict.fromkeys(key for paragraph in current for key in paragraph.sources), start=1
        )
    }
    expiries = [paragraph.expires for paragraph in current]
    usual = max(expiries, key=expiries.count, default=None)
    return ShownPage(
        path=page.path,
        ours=page.ours,
        title=page.title[code],
        summary=page.summary[code],
        sections=tuple(_section(section, numbers, code, today, usual) for section in page.sections),
        sources=tuple(guide.sources[key] for key in numbers),
        reviewed=min((paragraph.reviewed for paragraph in current), default=None),
        expires=usual,
    )


def runs(text: Text, code: str) -> tuple[Run, ...]:
    """Return a text as words and links; a link inside this site stays in the language."""
    found: list[Run] = []
    end = 0
    said = text[code]
    for link in _LINK.finditer(said):
        found.append(Run(words=said[end : link.start()]))
        found.append(Run(words=link[1], to=_target(link[2], code)))
        end = link.end()
    found.append(Run(words=said[end:]))
    return tuple(run for run in found if run.words)


def plain(text: Text, code: str) -> str:
    """Return a text without its links."""
    return "".join(run.words for run in runs(text, code))


def _target(to: str, code: str) -> str:
    return localised(to, code) if to.startswith("/") else to


def _section(
    section: Section, numbers: dict[str, int], code: str, today: date, usual: date | None
) -> ShownSection:
    current = [paragraph for paragraph in section.paragraphs if paragraph.holds(today)]
    return ShownSection(
        id=section.id,
        title=section.title[code],
        checklist=section.checklist,
        table=section.table,
        paragraphs=tuple(_paragraph(one, numbers, code, usual) for one in current),
        hidden=len(current) < len(section.paragraphs),
    )


def _paragraph(
    paragraph: Paragraph, numbers: dict[str, int], code: str, usual: date | None
) -> ShownParagraph:
    return ShownParagraph(
        id=paragraph.id,
        runs=runs(paragraph.text, code),
        points=tuple(runs(point, code) for point in paragraph.points),
        references=tuple(numbers[key] for key in paragraph.sources),
        until=paragraph.expires if paragraph.expires != usual else None,
    )
