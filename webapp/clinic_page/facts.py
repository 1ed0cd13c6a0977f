"""What is stated of a clinic, group by group, each statement with all the words that say it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from indexer.clinic import Clinic, Evidence, Fact, Provenance, Stance
from indexer.vocabulary import Entry, vocabulary
from webapp import notices, statements
from webapp.clinic_page.values import value_in_words
from webapp.language import N_

GROUP_TITLES = {
    "offering": N_("How the medicine is given"),
    "therapy": N_("Talking therapy with it"),
    "setting": N_("Where it takes place"),
    "safety": N_("Safety practices stated"),
    "payment": N_("Paying"),
    "access": N_("Getting in"),
    "staff": N_("Kinds of staff stated"),
    "condition": N_("Conditions its sources mention"),
    "adjacent": N_("Other treatments stated"),
    "": N_("Also stated"),
}
"""Vocabulary group -> title, in the page's order; "" holds what the vocabulary no longer knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One statement with its words, and where and when they were read."""

    lead: str
    own_words: bool
    """Whether the text is the clinic's own, not a label that a survey gave."""
    evidence: Evidence
    source: Provenance | None
    """None if the snapshot does not know the source."""
    month_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that is stated, with the values of it that rest on the same words."""

    code: str
    entry: Entry | None
    """None if its code was given up."""
    values: tuple[str, ...]
    """Which insurers, languages, ages or states, in words; () where the code says it all."""
    denied: bool
    """Whether all that is stated is that the clinic does not have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Claims that rest on the same words, with those words."""

    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    contradicted: bool
    """Whether some of the words deny what others state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One vocabulary group on the page."""

    group: str
    title: str
    """To be translated where it is shown."""
    cards: tuple[Card, ...]
    notices: tuple[notices.Notice, ...]
    """What a regulator says of anything that is stated in it, each once."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Everything stated of one code and value."""

    code: str
    value: str
    quotes: tuple[Quote, ...]
    stances: frozenset[Stance]


def sections(clinic: Clinic, today: date) -> tuple[Section, ...]:
    """Return the groups of which anything is stated, in the page's order."""
    facts: dict[str, list[Fact]] = {}
    for fact in statements.in_order(clinic):
        facts.setdefault(_group(fact.code), []).append(fact)
    return tuple(
        Section(
            group=group,
            title=title,
            cards=tuple(_cards(clinic, facts[group])),
            notices=_notices(facts[group], today),
        )
        for group, title in GROUP_TITLES.items()
        if group in facts
    )


def _group(code: str) -> str:
    entry = vocabulary().entries.get(code)
    return entry.group if entry else ""


def _cards(clinic: Clinic, facts: Iterable[Fact]) -> Iterator[Card]:
    together: dict[tuple[object, ...], list[_Told]] = {}
    for told in _told(clinic, facts):
        together.setdefault((told.quotes, told.stances), []).append(told)
    for same in together.values():
        yield Card(
            claims=tuple(_claims(same)),
            quotes=same[0].quotes,
            contradicted=len(same[0].stances) > 1,
        )


def _told(clinic: Clinic, facts: Iterable[Fact]) -> Iterator[_Told]:
    """Yield what is stated of each code and value, in the vocabulary's order."""
    alike: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        alike.setdefault((fact.code, fact.value), []).append(fact)
    for code, value in sorted(alike, key=lambda key: (statements.place_of(key[0]), key)):
        stances = frozenset(fact.stance for fact in alike[code, value])
        yield _Told(
            code=code,
            value=value,
            quotes=_quotes(clinic, alike[code, value]),
            stances=stances,
        )


def _claims(told: Iterable[_Told]) -> Iterator[Claim]:
    values: dict[str, list[str]] = {}
    denied: dict[str, bool] = {}
    for one in told:
        values.setdefault(one.code, []).append(value_in_words(one.code, one.value))
        denied[one.code] = one.stances == {Stance.STATED_NOT}
    for code, shown in values.items():
        yield Claim(
            code=code,
            entry=vocabulary().entries.get(code),
            values=tuple(value for value in shown if value),
            denied=denied[code],
        )


def _notices(facts: Iterable[Fact], today: date) -> tuple[notices.Notice, ...]:
    stated = sorted({f.code for f in facts if f.stance is Stance.STATED}, key=statements.place_of)
    entries = (vocabulary().entries.get(code) for code in stated)
    keys = (key for entry in entries if entry for key in notices.keys_for(entry.code, entry.warn))
    return notices.current(keys, today)


def _quotes(clinic: Clinic, facts: Iterable[Fact]) -> tuple[Quote, ...]:
    """Return the facts' words, each once, in the order of *facts*."""
    quotes = (
        Quote(
            lead=statements.lead_of(clinic, fact),
            own_words=statements.kind_of(clinic, fact) in statements.OWN_WORDS,
            evidence=fact.evidence,
            source=statements.source_of(clinic, fact.evidence),
            month_only=statements.is_month_only(clinic, fact),
        )
        for fact in facts
    )
    return tuple({(q.lead, q.evidence.quote, q.evidence.url): q for q in quotes}.values())
