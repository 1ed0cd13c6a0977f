"""One page for each way of giving the medicine: what it is, what regulators say, what to ask.

What is said of it are paragraphs of the guide, which carry their sources and dates; which ones, and
what to ask, stand in `treatments.toml`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from indexer.vocabulary import Entry, vocabulary
from webapp import guide
from webapp.guide.content import Text

GROUPS = ("offering", "therapy", "setting")
"""The vocabulary groups that have pages, in the order of the list."""
_SAID = {"en": "What is known", "es": "Qué se sabe"}
_QUESTIONS = "questions"


class TreatmentsError(ValueError):
    """Raised when `treatments.toml` names what is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What one page is made of."""

    slug: str
    entry: Entry
    told: tuple[guide.Paragraph, ...]
    ask: tuple[Text, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The words that websites use for it, each once."""
        return tuple(dict.fromkeys((*self.entry.synonyms, *self.entry.exact)))


@cache
def treatments() -> Mapping[str, Treatment]:
    """Return the pages by their slugs, in the vocabulary's order."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    questions = tables.pop(_QUESTIONS)
    made = (
        _treatment(entry, tables[entry.code], questions)
        for group in GROUPS
        for entry in vocabulary().group(group)
        if entry.code in tables
    )
    return {one.slug: one for one in made}


def slug_of(code: str) -> str:
    """Return how a code stands in the page's address; "" if it has no page."""
    slug = _slug(code)
    return slug if slug in treatments() else ""


def told(treatment: Treatment, code: str, today: date) -> guide.ShownPage:
    """Return what the guide says of it, in the language *code*, as it may be shown *today*."""
    section = guide.Section(
        id="known", title=_SAID, words=(), checklist=False, table="", paragraphs=treatment.told
    )
    page = guide.GuidePage(
        slug=treatment.slug,
        path=f"/treatments/{treatment.slug}",
        title=_SAID,
        summary=_SAID,
        ours=False,
        sections=(section,),
    )
    return guide.shown(page, guide.packaged(), code, today)


def _treatment(entry: Entry, table: Mapping[str, Any], questions: Mapping[str, Text]) -> Treatment:
    if missing := set(table["ask"]) - set(questions):
        raise TreatmentsError(f"{entry.code} asks what is not in [questions]: {sorted(missing)}")
    return Treatment(
        slug=_slug(entry.code),
        entry=entry,
        told=tuple(_paragraph(entry.code, place) for place in table["told"]),
        ask=tuple(questions[key] for key in table["ask"]),
    )


def _slug(code: str) -> str:
    return code.replace(".", "-").replace("_", "-")


def _paragraph(code: str, place: str) -> guide.Paragraph:
    slug, _, wanted = place.partition("#")
    page = guide.packaged().page(slug)
    found = next((one for one in page.paragraphs if one.id == wanted), None) if page else None
    if found is None:
        raise TreatmentsError(f"{code} tells {place!r}, which is no paragraph of the guide")
    return found
