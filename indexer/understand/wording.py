"""How people name places in a search box (`wording.toml`), and words that may be such a name."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from indexer.understand.text import Token


@dataclass(frozen=True, kw_only=True)  # no slots: a cached property needs a dictionary
class Wording:
    """How people name places; `wording.toml` explains."""

    near: frozenset[str]
    inside: frozenset[str]
    here: frozenset[str]
    aliases: dict[str, list[str]]
    code_words: frozenset[str]
    never_alone: frozenset[str]
    states: frozenset[str]
    town_words: frozenset[str]

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """The single words of all cues."""
        return frozenset(w for cue in self.near | self.inside | self.here for w in cue.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Some consecutive words of a text, as a possible name, and what stands before them."""

    text: str
    """The whole text."""
    tokens: Sequence[Token]
    """Of the whole text."""
    first: int
    last: int
    cue: str
    """"near", "in" or ""."""
    cue_length: int

    @property
    def name(self) -> str:
        """The words folded."""
        return " ".join(token.word for token in self.tokens[self.first : self.last])

    @property
    def typed(self) -> str:
        """The words as typed."""
        return self.text[self.tokens[self.first].start : self.tokens[self.last - 1].end]

    @property
    def is_all(self) -> bool:
        """Whether there is nothing else in the text."""
        return self.last - self.first + self.cue_length == len(self.tokens)

    @property
    def in_capitals(self) -> bool:
        """Whether the last word is, in a text that is not all so."""
        token = self.tokens[self.last - 1]
        return self.text[token.start : token.end].isupper() and not self.text.isupper()

    @property
    def at_end(self) -> bool:
        """Whether nothing but a number follows."""
        return self.last == len(self.tokens) or self.tokens[self.last].word.isdigit()


def cue_before(tokens: Sequence[Token], first: int) -> tuple[str, int]:
    """Return "near", "in" or "" for what stands before a word, and in how many words."""
    for length in (3, 2, 1):
        phrase = " ".join(token.word for token in tokens[max(0, first - length) : first])
        if first >= length and phrase in wording().near:
            return "near", length
        if first >= length and phrase in wording().inside:
            return "in", length
    return "", 0


@cache
def wording() -> Wording:
    """Return the packaged list."""
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return Wording(
        near=frozenset(raw["cues"]["near"]),
        inside=frozenset(raw["cues"]["in"]),
        here=frozenset(raw["cues"]["here"]),
        aliases=raw["aliases"],
        code_words=frozenset(raw["codes"]["also_words"]),
        never_alone=frozenset(raw["codes"]["never"]),
        states=frozenset(raw["codes"]["states"]),
        town_words=frozenset(raw["towns"]["also_words"]),
    )
