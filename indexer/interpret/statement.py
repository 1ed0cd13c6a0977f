"""Whether a sentence that mentions something states that *this* clinic has it; pure rules.

A clinic's page explains, compares and denies as often as it states. A mention becomes a
statement only inside a frame that makes the clinic the giver ("we offer …", "… at our clinic",
a priced item, an item under "Our services"). Every verdict names the rule that gave it: the
table of `cues.toml` that fired.
"""

from dataclasses import dataclass

from crawler.listing import Where
from indexer.clinic import Stance
from indexer.interpret.cues import Cues
from indexer.interpret.mentions import Mention
from indexer.interpret.text import clauses
from indexer.vocabulary import vocabulary

STRICT_GROUPS = frozenset({"offering", "therapy", "setting"})
"""What people choose a clinic by: a wrong tag harms, so only an explicit frame counts."""
DETAILS = frozenset(
    {"partner_prescriber", "own_therapist_welcome", "therapist_in_room", "prep_integration"}
)
"""Therapy entries that describe a practice rather than name a treatment."""
PLAIN_GROUPS = frozenset({"payment", "access", "safety"})
"""What a page seldom explains for its own sake: to name it is to have it."""
SHORT = 14
"""Words: a shorter sentence on a clinic's own page tells, a longer one explains."""
FRAGMENT = 6
"""Words: no sentence at all, an entry of a list without list markup."""
_CELLS = " | "
"""Between the cells of a table's row."""
LISTS = frozenset({Where.ITEM, Where.HEADING})
HEADS = frozenset({Where.TITLE, Where.HEADING, Where.MENU})
EXPLAINED = "explained"
"""The rule of a mention that nothing speaks for or against."""


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

    @property
    def cues(self) -> Cues:
        """The cues, asked with the clinic's own name in view."""
        return Cues(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a sentence states of a mention: a stance, or None for a mere mention."""

    stance: Stance | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class _Clause:
    """A mention with what stands before and after it in its clause, and behind that clause."""

    before: str
    own: str
    after: str
    sentence: str
    rest: str = ""

    @property
    def cell(self) -> str:
        """The mention's own cell of a table's row, or the whole clause."""
        return self.before.rsplit(_CELLS, 1)[-1] + self.own + self.after.split(_CELLS, 1)[0]

    @property
    def text(self) -> str:
        return self.before + self.own + self.after


def judge(sentence: str, mention: Mention, setting: Setting) -> Verdict:
    """Return what a cleaned *sentence* states of *mention*, and the rule that says so."""
    if is_question(sentence):
        return mere("question")
    cues = setting.cues
    if cues.find("reviews", setting.under):
        return mere("a review")
    clause = _clause(sentence, mention)
    if not is_strict(mention.code):
        return _detail(clause, setting, cues, vocabulary().entries[mention.code].group)
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


def mere(rule: str) -> Verdict:
    """Return the verdict that nothing is stated."""
    return Verdict(stance=None, confidence=0.0, rule=rule)


def stated(rule: str, confidence: float) -> Verdict:
    """Return the verdict that the clinic states it."""
    return Verdict(stance=Stance.STATED, confidence=confidence, rule=rule)


def denied(rule: str) -> Verdict:
    """Return the verdict that the clinic states that it does not have it."""
    return Verdict(stance=Stance.STATED_NOT, confidence=0.9, rule=rule)


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
                sentence[max(position, mention.end) :].lstrip(" ;,"),
            )
    return _Clause(sentence[: mention.start], "", sentence[mention.start :], sentence)


def _denial(clause: _Clause, setting: Setting, cues: Cues) -> Verdict | None:
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


def _denying_rule(clause: _Clause, setting: Setting, cues: Cues) -> str:
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


def _mere_mention(clause: _Clause, setting: Setting, cues: Cues) -> Verdict | None:
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


def _given(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
    if setting.where is Where.STRUCTURED:
        return _structured(clause, setting, cues)
    return (
        _framed(clause, cues)
        or (mere("general") if cues.find("general", clause.sentence) else None)
        or (mere("article") if setting.article else _listed(clause, setting, cues))
    )


def _framed(clause: _Clause, cues: Cues) -> Verdict | None:
    """The clinic as giver, in so many words."""
    before = clause.before.rsplit(_CELLS, 1)[-1]  # another cell of a row speaks for itself
    for gives in cues.find_all("gives", before):
        if not cues.find("about", before[gives.start() :]):
            return stated("gives", 0.9)
    if cues.find("gives_after", clause.after):
        return stated("gives_after", 0.9)
    return None if cues.find("about", clause.before) else _owned(clause, cues)


def _owned(clause: _Clause, cues: Cues) -> Verdict | None:
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


def _structured(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
    if clause.sentence in setting.name or cues.find("general", clause.sentence):
        return mere("general")
    if cues.find("structured_mere", clause.sentence) and not _framed(clause, cues):
        return mere("structured_mere")
    return stated("structured data", 0.7)


def _listed(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
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
        ("sign_number", clause.sentence, told and _is_card(clause, setting, cues), 0.65),
        ("visit", clause.text, told, 0.65),
        ("visit_heading", setting.under, told, 0.65),
        ("on_site", clause.after, setting.where is not Where.TITLE, 0.65),
        ("named_program", clause.after, setting.where is Where.HEADING, 0.65),
    )
    for rule, text, applies, confidence in rules:
        if applies and cues.find(rule, text):
            return stated(rule, confidence)
    return mere(EXPLAINED)


def _is_card(clause: _Clause, setting: Setting, cues: Cues) -> bool:
    """Whether a sentence stands below a mere name of ketamine and does not speak in general."""
    named = "ketamin" in setting.under.casefold() and cues.find("heads", setting.under)
    return bool(named) and not cues.find("sign_general", clause.sentence)


def _detail(clause: _Clause, setting: Setting, cues: Cues, group: str) -> Verdict:
    """Practice details: what a clinic's own page plainly says of them."""
    if setting.where is Where.STRUCTURED:
        return stated("structured data", 0.7)
    plain = group in PLAIN_GROUPS
    rule = "detail_general" if plain else "general"
    if refused := _detail_denial(clause, setting, cues, plain=plain):
        return refused
    if cues.find("not_now", clause.text) or cues.find(rule, clause.sentence):
        return mere("general")
    if setting.article and not cues.find("speaks", clause.sentence):
        return mere("article")
    return _plainly(clause, setting, cues) if plain else _told(clause, setting, cues)


def _detail_denial(clause: _Clause, setting: Setting, cues: Cues, *, plain: bool) -> Verdict | None:
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


def _plainly(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
    """Payment, access, safety: a clinic's page that names them means its own."""
    if cues.find("speaks", clause.sentence) or cues.find("detail_speaks", clause.sentence):
        return stated("speaks", 0.8)
    if setting.where is Where.TITLE:
        return mere("title")
    listed = setting.where in LISTS or setting.where is Where.MENU
    return stated("listed", 0.6) if listed else stated("plain", 0.5)


def _told(clause: _Clause, setting: Setting, cues: Cues) -> Verdict:
    """Conditions, staff and practices: an explanation of the matter names them too."""
    said = clause.sentence.removesuffix(clause.rest) if clause.rest else clause.sentence
    if cues.find("not_for", setting.under):
        return mere("not for these")
    if cues.find("speaks", said) or cues.find("detail_speaks", said):
        return stated("speaks", 0.8)
    if setting.where in LISTS or cues.find("for_whom_heading", setting.under):
        return stated("listed", 0.6)
    if cues.find("matter", clause.sentence):
        return mere(EXPLAINED)
    if cues.find("addressed", clause.sentence) or cues.find("for_whom", said):
        return stated("addressed", 0.6)
    short = setting.where is Where.BODY and clause.sentence.count(" ") < SHORT
    if short and not cues.find("generic", clause.sentence):
        return stated("fragment", 0.5)
    return mere(EXPLAINED)
