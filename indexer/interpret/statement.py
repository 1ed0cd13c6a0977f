"""Whether a sentence that mentions something states that *this* clinic has it; pure rules.

A clinic's page explains, compares and denies as often as it states. A mention becomes a
statement only inside a frame that makes the clinic the giver ("we offer …", "… at our clinic",
a priced item, an item under "Our services"). Every verdict names the rule that gave it: the
table of `cues.toml` that fired.
"""

from crawler.listing import Where
from indexer.interpret.cues import Cues
from indexer.interpret.mentions import Mention
from indexer.interpret.practice import practice_verdict
from indexer.interpret.verdict import (
    CELLS,
    LISTS,
    Clause,
    Setting,
    Verdict,
    clause_of,
    denied,
    mere,
    stated,
)
from indexer.vocabulary import vocabulary

STRICT_GROUPS = frozenset({"offering", "therapy", "setting"})
"""What people choose a clinic by: a wrong tag harms, so only an explicit frame counts."""
DETAILS = frozenset(
    {"partner_prescriber", "own_therapist_welcome", "therapist_in_room", "prep_integration"}
)
"""Therapy entries that describe a practice rather than name a treatment."""
FRAGMENT = 6
"""Words: no sentence at all, an entry of a list without list markup."""
HEADS = frozenset({Where.TITLE, Where.HEADING, Where.MENU})
EXPLAINED = "explained"
"""The rule of a mention that nothing speaks for or against."""


def judge(sentence: str, mention: Mention, setting: Setting) -> Verdict:
    """Return what a cleaned *sentence* states of *mention*, and the rule that says so."""
    if is_question(sentence):
        return mere("question")
    cues = setting.cues
    if cues.find("reviews", setting.under):
        return mere("a review")
    clause = clause_of(sentence, mention)
    if not is_strict(mention.code):
        return practice_verdict(clause, setting, cues, vocabulary().entries[mention.code].group)
    return (
        _denial(clause, setting, cues)
        or _mere_mention(clause, setting, cues)
        or _given(clause, setting, cues)
    )


def is_question(sentence: str) -> bool:
    """Whether a sentence asks."""
    return sentence.rstrip("\"') ").endswith("?")


def is_strict(code: str) -> bool:
    """Whether only an explicit frame states *code*."""
    return vocabulary().entries[code].group in STRICT_GROUPS and code not in DETAILS


def _denial(clause: Clause, setting: Setting, cues: Cues) -> Verdict | None:
    rule = _denying_rule(clause, setting, cues)
    if not rule:
        return None
    if cues.find("not_us", clause.rest if rule == "carried_denial" else clause.after):
        return mere("denied to some only")
    ours = (
        rule in ("denies_bare", "denies_item")
        or setting.where is Where.STRUCTURED
        or cues.find("speaks", clause.sentence)
    )
    return denied(rule) if ours else mere("denied, not by us")


def _denying_rule(clause: Clause, setting: Setting, cues: Cues) -> str:
    if setting.where in LISTS and cues.find("denies_item", clause.sentence):
        return "denies_item"
    if cues.find("denies", clause.before):
        return "denies"
    if cues.find("denies_bare", clause.before) and cues.find("denies_bare_after", clause.after):
        return "denies_bare"
    if cues.find("is_not_a", clause.before) and cues.find("is_a_giver", clause.after):
        return "is_not_a"
    if cues.find("carried_denial", clause.rest):
        return "carried_denial"
    return "denies_after" if cues.find("denies_after", clause.after) else ""


def _mere_mention(clause: Clause, setting: Setting, cues: Cues) -> Verdict | None:
    opening = cues.find("opening", clause.before)
    before = clause.before[opening.end() :] if opening else clause.before
    for rule, text in (
        ("aside", before),
        ("comparison", before),
        ("not_now", clause.sentence if setting.where in HEADS else clause.text),
        ("elsewhere", clause.text),
    ):
        if cues.find(rule, text):
            return mere(rule)
    return None


def _given(clause: Clause, setting: Setting, cues: Cues) -> Verdict:
    if setting.where is Where.STRUCTURED:
        return _structured(clause, setting, cues)
    return (
        _framed(clause, cues)
        or (mere("general") if cues.find("general", clause.sentence) else None)
        or (mere("article") if setting.article else _listed(clause, setting, cues))
    )


def _framed(clause: Clause, cues: Cues) -> Verdict | None:
    """The clinic as giver, in so many words."""
    before = clause.before.rsplit(CELLS, 1)[-1]  # another cell of a row speaks for itself
    for gives in cues.find_all("gives", before):
        if not cues.find("about", before[gives.start() :]):
            return stated("gives", 0.9)
    if cues.find("gives_after", clause.after):
        return stated("gives_after", 0.9)
    return None if cues.find("about", clause.before) else _owned(clause, cues)


def _owned(clause: Clause, cues: Cues) -> Verdict | None:
    """The clinic as the place where it is had."""
    if cues.find("is_a", clause.before) and cues.find("is_a_giver", clause.after):
        return stated("is_a", 0.85)
    for rule, text in (
        ("certified", clause.before),
        ("own_thing", clause.before),
        ("place_after", clause.after),
    ):
        if cues.find(rule, text):
            return stated(rule, 0.85)
    if cues.find("place", clause.text) and cues.find("giving", clause.text):
        return stated("place", 0.85)
    return None


def _structured(clause: Clause, setting: Setting, cues: Cues) -> Verdict:
    if clause.sentence in setting.name or cues.find("general", clause.sentence):
        return mere("general")
    if cues.find("structured_mere", clause.sentence) and not _framed(clause, cues):
        return mere("structured_mere")
    return stated("structured data", 0.7)


def _listed(clause: Clause, setting: Setting, cues: Cues) -> Verdict:
    """No giver is named: what the place and the form of the words make of them."""
    for rule in ("comparison", "elsewhere", "research"):
        if cues.find(rule, setting.under):
            return mere(f"{rule} above")
    if cues.find("about_item", clause.before):
        return mere("about_item")
    told = setting.where in (Where.ITEM, Where.BODY)
    fragment = setting.where is Where.BODY and clause.sentence.count(" ") < FRAGMENT
    listed = setting.where in LISTS or fragment or is_question(setting.under)
    rules = (
        ("booking", clause.before, True, 0.8),
        ("services", setting.under, listed, 0.8),
        ("price", clause.sentence, True, 0.8),
        ("own_route", clause.cell, told, 0.8),
        ("delivered", clause.sentence, told, 0.8),
        ("yours", clause.before, True, 0.7),
        ("card", clause.sentence, _is_card(clause, setting, cues), 0.65),
        ("visit", clause.text, told, 0.65),
        ("visit_heading", setting.under, told, 0.65),
        ("on_site", clause.after, setting.where is not Where.TITLE, 0.65),
        ("named_program", clause.after, setting.where is Where.HEADING, 0.65),
    )
    for rule, text, applies, confidence in rules:
        if applies and cues.find(rule, text):
            return stated(rule, confidence)
    return _unstated(clause, cues)


def _unstated(clause: Clause, cues: Cues) -> Verdict:
    """Nothing speaks for it: what may speak against it, where all mentions are weighed."""
    for rule, text in (
        ("negated", clause.before),
        ("hearsay", clause.sentence),
        ("had_elsewhere", clause.before),
    ):
        if cues.find(rule, text):
            return mere(rule)
    return mere(EXPLAINED)


def _is_card(clause: Clause, setting: Setting, cues: Cues) -> bool:
    """Whether a sentence stands below a treatment's mere name and does not speak in general."""
    if setting.where is not Where.BODY:
        return False
    named = cues.find("card_title", setting.under) and cues.find("heads", setting.under)
    return bool(named) and not cues.find("sign_general", clause.sentence)
