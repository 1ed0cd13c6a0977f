"""Whether a sentence states a practice: payment, access, safety, conditions, staff; pure.

A wrong route harms, so `statement.py` asks for a frame that names the giver. What a visit costs or
who watches over it is seldom explained for its own sake: a clinic's page that names it has it.
"""

from crawler.listing import Where
from indexer.interpret.cues import Cues
from indexer.interpret.verdict import LISTS, Clause, Setting, Verdict, denied, mere, stated

PLAIN_GROUPS = frozenset({"payment", "access", "safety"})
"""What a page seldom explains for its own sake: to name it is to have it."""
SHORT = 14
"""Words: a shorter sentence on a clinic's own page tells, a longer one explains."""
TOLD_OF = "told of"
"""The rule of a mention in words on the matter at large."""


def practice_verdict(clause: Clause, setting: Setting, cues: Cues, group: str) -> Verdict:
    """Practice details: what a clinic's own page plainly says of them."""
    if setting.where is Where.STRUCTURED:
        return stated("structured data", 0.7)
    plain = group in PLAIN_GROUPS
    rule = "detail_general" if plain else "general"
    if refused := _denial(clause, setting, cues, plain=plain):
        return refused
    if cues.find("not_now", clause.text) or cues.find(rule, clause.sentence):
        return mere("general")
    if setting.article and not cues.find("speaks", clause.sentence):
        return mere("article")
    return _plainly(clause, setting, cues) if plain else _told(clause, setting, cues)


def _denial(clause: Clause, setting: Setting, cues: Cues, *, plain: bool) -> Verdict | None:
    if plain and (
        cues.find("paid_not", clause.before) or cues.find("paid_not_after", clause.after)
    ):
        return mere("denied, not by us")
    rules = ("denies", "is_not_a", "detail_denies" if plain else "condition_denies")
    after = plain and cues.find("detail_denies_after", clause.after)
    if not after and not any(cues.find(rule, clause.before) for rule in rules):
        return None
    ours = cues.find("speaks", clause.sentence) or (plain and not setting.article)
    return denied("denies") if ours else mere("denied, not by us")


def _plainly(clause: Clause, setting: Setting, cues: Cues) -> Verdict:
    """Payment, access, safety: a clinic's page that names them means its own."""
    if cues.find("speaks", clause.sentence) or cues.find("detail_speaks", clause.sentence):
        return stated("speaks", 0.8)
    if setting.where is Where.TITLE:
        return mere("title")
    listed = setting.where in LISTS or setting.where is Where.MENU
    return stated("listed", 0.6) if listed else stated("plain", 0.5)


def _told(clause: Clause, setting: Setting, cues: Cues) -> Verdict:
    """Conditions, staff and practices: an explanation of the matter names them too."""
    said = clause.sentence.removesuffix(clause.rest) if clause.rest else clause.sentence
    if cues.find("not_for", setting.under):
        return mere("not for these")
    if cues.find("speaks", said) or cues.find("detail_speaks", said):
        return stated("speaks", 0.8)
    if setting.where in LISTS or cues.find("for_whom_heading", setting.under):
        return stated("listed", 0.6)
    if cues.find("matter", clause.sentence):
        return mere(TOLD_OF)
    if cues.find("addressed", clause.sentence) or cues.find("for_whom", said):
        return stated("addressed", 0.6)
    short = setting.where is Where.BODY and clause.sentence.count(" ") < SHORT
    if short and not cues.find("generic", clause.sentence):
        return stated("fragment", 0.5)
    return mere(TOLD_OF)
