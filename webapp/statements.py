"""Who states what of a clinic, in words that never make the statement ours. Pure."""

from dataclasses import dataclass
from functools import cache

from indexer.clinic import Clinic, Evidence, Fact, Provenance, Stance
from indexer.interpret.facts import WEIGHED_AT_MOST
from indexer.interpret.statement import STRICT_GROUPS
from indexer.vocabulary import vocabulary
from webapp import language
from webapp.language import N_, _, day

SITE, SURVEY, DOCUMENT = "site", "survey", "document"
LIST, REGISTER, RECORDS = "list", "register", "records"
_RANK = {SITE: 0, DOCUMENT: 1, SURVEY: 2, LIST: 3, REGISTER: 4, RECORDS: 5}
"""A clinic's own site before its articles before what others say: the surest words come first."""
HEADLINE_GROUPS = ("offering", "therapy")
"""The vocabulary groups whose statements a clinic is told by first."""
OWN_WORDS = frozenset({SITE, DOCUMENT})
"""Whose quotes are the clinic's own."""
_LEADS = {
    SITE: (
        N_("Its website states"),
        N_("Its website states that it does NOT have"),
    ),
    DOCUMENT: (
        N_("Stated in an article by the clinic"),
        N_("An article by the clinic states that it does NOT have"),
    ),
    SURVEY: (
        N_("Stated in a survey of its website, %(seen)s, not yet re-checked"),
        N_("Stated as not given, in a survey of its website, %(seen)s, not yet re-checked"),
    ),
    LIST: (
        N_("Stated in a list of clinics, %(seen)s, not yet re-checked"),
        N_("Stated as not given, in a list of clinics, %(seen)s, not yet re-checked"),
    ),
    REGISTER: (
        N_("Listed in a public register, %(seen)s"),
        N_("Listed as not given, in a public register, %(seen)s"),
    ),
    RECORDS: (
        N_("Shown by public records, read %(seen)s"),
        N_("Shown as not given, by public records, read %(seen)s"),
    ),
}
"""What is said before the words of each kind of source: of yes, and of no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one kind of source states of a clinic, as a lead and the labels it speaks of."""

    lead: str
    labels: tuple[str, ...]


def source_of(clinic: Clinic, evidence: Evidence) -> Provenance | None:
    """Return the source behind *evidence*, the very page if it is listed; None if unknown."""
    named = [source for source in clinic.sources if source.source == evidence.source]
    return next((s for s in named if s.url == evidence.url), named[0] if named else None)


def lead(kind: str, stance: Stance, seen: str) -> str:
    """Return the words before a statement: who says so, and whether yes or no."""
    return _(_LEADS.get(kind, _LEADS[SITE])[stance is Stance.STATED_NOT], seen=seen)


def summary(clinic: Clinic, groups: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return the clinic's statements in *groups*, one for each kind of source and stance.

    What several kinds of source state is told once, by the surest of them.
    """
    leads: dict[str, list[str]] = {}
    told: set[tuple[str, Stance]] = set()
    for fact in in_order(clinic):
        entry = vocabulary().entries.get(fact.code)
        if entry is None or entry.group not in groups or (fact.code, fact.stance) in told:
            continue
        told.add((fact.code, fact.stance))
        leads.setdefault(lead_of(clinic, fact), []).append(_(entry.label))
    return tuple(Statement(lead=text, labels=tuple(labels)) for text, labels in leads.items())


def headline(clinic: Clinic) -> tuple[Statement, ...]:
    """Return what is told of a clinic first."""
    return summary(clinic, HEADLINE_GROUPS)


def unchecked(clinic: Clinic) -> str:
    """Return the note on facts not yet re-checked; "" if a crawl of its website has given any."""
    kinds = {source.kind for source in clinic.sources}
    if not kinds or SITE in kinds:
        return ""
    origins = []
    if SURVEY in kinds:
        survey = max((s for s in clinic.sources if s.kind == SURVEY), key=lambda s: s.seen_on)
        when = day(survey.seen_on, survey.month_only)
        origins.append(_("from a survey of clinic websites in %(month)s", month=when))
    if DOCUMENT in kinds:
        origins.append(_("from an article by the clinic"))
    if LIST in kinds:
        origins.append(_("from a list of clinics that was handed in"))
    if REGISTER in kinds:
        origins.append(_("from a public register or map"))
    if not origins:
        return ""
    return _(
        "These facts come %(origins)s and were not yet re-checked.",
        origins=language.listed(origins),
    )


def kind_of(clinic: Clinic, fact: Fact) -> str:
    """Return which kind of source states a fact; a site where the snapshot does not know it."""
    source = source_of(clinic, fact.evidence)
    return source.kind if source else SITE


def is_month_only(clinic: Clinic, fact: Fact) -> bool:
    """Whether only the month is known in which a fact was read."""
    source = source_of(clinic, fact.evidence)
    return source is not None and source.month_only


def is_weighed(clinic: Clinic, fact: Fact) -> bool:
    """Whether no sentence states it, but all mentions of a website together (ADR 0010)."""
    entry = vocabulary().entries.get(fact.code)
    strict = entry is not None and entry.group in STRICT_GROUPS
    return (
        strict
        and fact.stance is Stance.STATED
        and fact.confidence <= WEIGHED_AT_MOST
        and kind_of(clinic, fact) == SITE
    )


def lead_of(clinic: Clinic, fact: Fact) -> str:
    """Return the words before a fact: who says so, how plainly, and whether yes or no."""
    if is_weighed(clinic, fact):
        return _("Suggested by its website as a whole, not said in one sentence")
    seen = day(fact.evidence.seen_on, is_month_only(clinic, fact))
    return lead(kind_of(clinic, fact), fact.stance, seen)


def in_order(clinic: Clinic) -> list[Fact]:
    """Return the clinic's facts, the surest source first, then in the vocabulary's order."""
    return sorted(clinic.facts, key=lambda fact: _order(clinic, fact))


def place_of(code: str) -> int:
    """Return where the vocabulary lists *code*; after all others if it does not."""
    return _places().get(code, len(_places()))


def _order(clinic: Clinic, fact: Fact) -> tuple[int, bool, int, str]:
    rank = _RANK.get(kind_of(clinic, fact), len(_RANK))
    return (rank, is_weighed(clinic, fact), place_of(fact.code), fact.stance)


@cache
def _places() -> dict[str, int]:
    return {code: place for place, code in enumerate(vocabulary().entries)}
