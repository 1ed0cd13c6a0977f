"""Clinics side by side: what each states of the same things, the differences first. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.clinic import Clinic, Fact, Stance
from indexer.vocabulary import vocabulary
from webapp.clinic_page.facts import GROUP_TITLES
from webapp.clinic_page.values import value_in_words
from webapp.language import N_
from webapp.statements import is_weighed

MOST = 12
"""Clinics in one list."""
_ID = re.compile(r"[A-Za-z0-9]{1,40}")
STATED, SUGGESTED, DENIED, BOTH, UNSAID = "stated", "suggested", "denied", "both", "unsaid"
WORDS = {
    STATED: N_("stated"),
    SUGGESTED: N_("suggested, not said in one sentence"),
    DENIED: N_("stated as not given"),
    BOTH: N_("contradictory"),
    UNSAID: N_("not stated"),
}
"""What a clinic may say of a thing -> how that is said, to be translated where it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one clinic says of one thing."""

    said: str
    """One of `WORDS`."""
    values: tuple[str, ...]
    """Which insurers, languages or ages it states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What every clinic of the list says of one thing."""

    group: str
    """The title of its group, to be translated where it is shown, as is the label."""
    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether the clinics do not all say the same."""
        return len(set(self.cells)) > 1


def ids_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of clinics that "a,b" and "c" name, each once, the first `MOST`."""
    named = (part.strip() for text in texts for part in text.split(","))
    return tuple(dict.fromkeys(part for part in named if _ID.fullmatch(part)))[:MOST]


def lines(clinics: tuple[Clinic, ...]) -> tuple[Line, ...]:
    """Return a line for each thing that any of them speaks of, those that differ first.

    Otherwise in the vocabulary's order, so that no clinic comes off better by it.
    """
    return tuple(sorted(_lines(clinics), key=lambda line: not line.differs))


def _lines(clinics: tuple[Clinic, ...]) -> Iterator[Line]:
    spoken_of = {fact.code for clinic in clinics for fact in clinic.facts}
    for group, title in GROUP_TITLES.items():
        for entry in vocabulary().group(group):
            if entry.code in spoken_of:
                cells = tuple(_cell(clinic, entry.code) for clinic in clinics)
                yield Line(group=title, label=entry.label, cells=cells)


def _cell(clinic: Clinic, code: str) -> Cell:
    facts = [fact for fact in clinic.facts if fact.code == code]
    stated = {fact.value for fact in facts if fact.stance is Stance.STATED}
    denied = {fact.value for fact in facts if fact.stance is Stance.STATED_NOT}
    return Cell(
        said=_said(stated, denied, is_weighed=_is_weighed(clinic, facts)),
        values=tuple(sorted(value_in_words(code, value) for value in stated if value)),
    )


def _is_weighed(clinic: Clinic, facts: Iterable[Fact]) -> bool:
    """Whether no sentence states any of them, but a website as a whole."""
    stated = [fact for fact in facts if fact.stance is Stance.STATED]
    return all(is_weighed(clinic, fact) for fact in stated)


def _said(stated: set[str], denied: set[str], *, is_weighed: bool) -> str:
    """Return what values stated and values denied come to."""
    if stated & denied:
        return BOTH
    if stated:
        return SUGGESTED if is_weighed else STATED
    return DENIED if denied else UNSAID
