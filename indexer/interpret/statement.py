"""Whether a sentence that mentions something states that *this* clinic has it; pure rules.

A clinic's page explains, compares and denies as often as it states. A mention becomes a
statement only inside a frame that makes the clinic the giver ("we offer …", "… at our clinic",
a priced item, an item under "Our services"). Every verdict names the rule that gave it.
"""

from dataclasses import dataclass

from crawler.listing import Where
from indexer.clinic import Stance
from indexer.interpret.cues import Cues, cues_for
from indexer.interpret.mentions import Mention
from indexer.interpret.text import clauses
from indexer.vocabulary import vocabulary

STRICT_GROUPS = frozenset({"offering", "therapy", "setting"})
"""What people choose a clinic by: a wrong tag harms, so only an explicit frame counts."""
LISTS = frozenset({Where.ITEM, Where.HEADING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a sentence stood."""

    where: Where
    under: str = ""
    """The heading above it and a list's lead-in line."""
    name: str = ""
    """What the clinic calls itself."""
    article: bool = False
    """Whether the page is a blog post or news item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a sentence states of a mention: a stance, or None for a mere mention."""

    stance: Stance | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class _Clause:
    """A mention with what stands before and after it in its clause, and the whole sentence."""

    before: str
    own: str
    after: str
    sentence: str

    @property
    def text(self) -> str:
        return self.before + self.own + self.after

    @property
    def around(self) -> str:
        return f"{self.before} {self.after}"


def judge(sentence: str, mention: Mention, setting: Setting) -> Verdict:
    """Return what a cleaned *sentence* states of *mention*, and the rule that says so."""
    if setting.where is Where.STRUCTURED:
        return _stated("structured data", 0.7)
    if sentence.rstrip("\"') ").endswith("?"):
        return _mere("question")
    cues = cues_for(setting.name)
    clause = _clause(sentence, mention)
    if vocabulary().entries[mention.code].group in STRICT_GROUPS:
        return _denial(clause, cues) or _mere_mention(clause, cues) or _given(clause, setting, cues)
    return _detail(clause, setting, cues)


def _mere(rule: str) -> Verdict:
    return Verdict(stance=None, confidence=0.0, rule=rule)


def _stated(rule: str, confidence: float) -> Verdict:
    return Verdict(stance=Stance.STATED, confidence=confidence, rule=rule)


def _denied(clause: _Clause, cues: Cues) -> Verdict:
    if cues["speaks"].search(clause.sentence):
        return Verdict(stance=Stance.STATED_NOT, confidence=0.9, rule="denied by us")
    return _mere("negated, not of us")


def _clause(sentence: str, mention: Mention) -> _Clause:
    position = 0
    for part in clauses(sentence):
        start = sentence.index(part, position)
        position = start + len(part)
        if start <= mention.start < position:
            return _Clause(
                sentence[start : mention.start],
                sentence[mention.start : mention.end],
                sentence[mention.end : max(position, mention.end)],
                sentence,
            )
    return _Clause(sentence[: mention.start], "", sentence[mention.start :], sentence)


def _denial(clause: _Clause, cues: Cues) -> Verdict | None:
    if cues["not_before"].search(clause.before):
        return _denied(clause, cues)
    if cues["not_after"].search(clause.after) and not cues["not_after_elsewhere"].search(
        clause.after
    ):
        return _denied(clause, cues)
    return None


def _mere_mention(clause: _Clause, cues: Cues) -> Verdict | None:
    for rule, text in (
        ("aside", clause.before),
        ("comparison", clause.before),
        ("not_now", clause.text),
        ("elsewhere", clause.text),
    ):
        if cues[rule].search(text):
            return _mere(rule)
    return None


def _given(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
    gives = cues["gives"].search(clause.before)
    if gives and not cues["about"].search(clause.before, gives.start()):
        return _stated("we give it", 0.9)
    if cues["is_a"].search(clause.before) and cues["is_a_giver"].search(clause.after):
        return _stated("we are a place for it", 0.85)
    if cues["own_thing"].search(clause.before):
        return _stated("our own", 0.85)
    if cues["place_after"].search(clause.after):
        return _stated("at our place", 0.85)
    if cues["place"].search(clause.around) and cues["giving"].search(clause.text):
        return _stated("given at our place", 0.85)
    if cues["general"].search(clause.sentence):
        return _mere("general")
    return _mere("article") if setting.article else _listed(clause, setting, cues)


def _listed(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
    if cues["booking"].search(clause.before):
        return _stated("booking", 0.8)
    if setting.where in LISTS and cues["services"].search(setting.under):
        return _stated("in our list of services", 0.8)
    if setting.where is Where.ITEM and cues["price"].search(clause.sentence):
        return _stated("priced", 0.8)
    return _mere("explained")


def _detail(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
    """Practice details: a sentence about us or addressed to the patient states them."""
    if cues["not_before"].search(clause.before[-40:]):
        return _denied(clause, cues)
    if cues["not_now"].search(clause.text) or cues["general"].search(clause.sentence):
        return _mere("general")
    if cues["speaks"].search(clause.sentence):
        return _stated("about us", 0.8)
    if setting.article:
        return _mere("article")
    if setting.where in LISTS:
        return _stated("listed", 0.6)
    addressed = cues["addressed"].search(clause.sentence)
    return _stated("told to you", 0.6) if addressed else _mere("explained")
