"""What a mention is judged by, its clause and its place, and what may be answered; no rules."""

from dataclasses import dataclass

from crawler.listing import Where
from indexer.clinic import Stance
from indexer.interpret.cues import Cues
from indexer.interpret.mentions import Mention
from indexer.interpret.text import clauses

CELLS = " | "
"""Between the cells of a table's row."""
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
class Clause:
    """A mention with what stands before and after it in its clause, and behind that clause."""

    before: str
    own: str
    after: str
    sentence: str
    rest: str = ""

    @property
    def cell(self) -> str:
        """The mention's own cell of a table's row, or the whole clause."""
        return self.before.rsplit(CELLS, 1)[-1] + self.own + self.after.split(CELLS, 1)[0]

    @property
    def text(self) -> str:
        """The whole clause."""
        return self.before + self.own + self.after


def mere(rule: str) -> Verdict:
    """Return the verdict that nothing is stated."""
    return Verdict(stance=None, confidence=0.0, rule=rule)


def stated(rule: str, confidence: float) -> Verdict:
    """Return the verdict that the clinic states it."""
    return Verdict(stance=Stance.STATED, confidence=confidence, rule=rule)


def denied(rule: str) -> Verdict:
    """Return the verdict that the clinic states that it does not have it."""
    return Verdict(stance=Stance.STATED_NOT, confidence=0.9, rule=rule)


def clause_of(sentence: str, mention: Mention) -> Clause:
    """Return the clause of *sentence* that *mention* stands in."""
    position = 0
    for part in clauses(sentence):
        start = sentence.index(part, position)
        position = start + len(part)
        if start <= mention.start < position:
            return Clause(
                sentence[start : mention.start],
                sentence[mention.start : mention.end],
                sentence[mention.end : max(position, mention.end)],
                sentence,
                sentence[max(position, mention.end) :].lstrip(" ;,"),
            )
    return Clause(sentence[: mention.start], "", sentence[mention.start :], sentence)
