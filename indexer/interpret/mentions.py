"""Which vocabulary entries a sentence mentions; a mention is not yet a statement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.vocabulary import Entry, vocabulary

UNSPECIFIED = "ketamine.unspecified"
OTHER_DRIP = re.compile(
    r"\b(?:vitamins?|hydration|NAD|iron|lidocaine|antibiotics?|myers|glutathione|fluids)\b",
    re.IGNORECASE,
)
"""Words of another drip: "infusion" beside them is not ketamine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An entry's words inside a sentence, as a half-open span of characters."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Matcher:
    """The compiled words of one entry."""

    code: str
    words: tuple[re.Pattern[str], ...]
    anchored: tuple[re.Pattern[str], ...]
    near_sentence: re.Pattern[str] | None
    near_page: re.Pattern[str] | None
    near_passage: re.Pattern[str] | None
    veto: tuple[re.Pattern[str], ...]
    veto_sentence: tuple[re.Pattern[str], ...]

    def find(self, sentence: str, named: bool) -> Mention | None:
        if named and self.anchored and not OTHER_DRIP.search(sentence):
            match = self._first(self.anchored, sentence)
            return self._by_words(sentence) or match
        return self._by_words(sentence)

    def is_near(self, page: str, around: str) -> bool:
        """Whether the words that must stand near do so, on the page or in the passage."""
        on_page = self.near_page is None or self.near_page.search(page)
        return bool(on_page and (self.near_passage is None or self.near_passage.search(around)))

    def _by_words(self, sentence: str) -> Mention | None:
        if self.near_sentence and not self.near_sentence.search(sentence):
            return None
        if any(pattern.search(sentence) for pattern in self.veto_sentence):
            return None
        return self._first(self.words, sentence)

    def _first(self, patterns: Iterable[re.Pattern[str]], sentence: str) -> Mention | None:
        vetoed = [m.span() for pattern in self.veto for m in pattern.finditer(sentence)]
        for pattern in patterns:
            for match in pattern.finditer(sentence):
                if not any(a < match.end() and match.start() < b for a, b in vetoed):
                    return Mention(code=self.code, start=match.start(), end=match.end())
        return None


def mentions(
    sentence: str, page: str, *, named: bool = False, around: str = ""
) -> tuple[Mention, ...]:
    """Return the mentions in a cleaned *sentence*, at most one a code, in vocabulary order.

    *page* is the text of everything the site says; some abbreviations count only when it
    names ketamine somewhere. *named* tells that the words before have named ketamine: then
    "by IV" is enough. *around* is the sentence's own passage with its heading: "we bill Aetna"
    speaks of what that names.
    """
    near = sentence + "\n" + around
    found = tuple(
        mention
        for mention in _in_sentence(sentence, named)
        if _matchers()[mention.code].is_near(page, near)
    )
    return tuple(m for m in found if m.code != UNSPECIFIED or not _inside_another(m, found))


def _inside_another(mention: Mention, found: tuple[Mention, ...]) -> bool:
    """Whether the same words name something more exact: "ketamine" in "group ketamine sessions"."""
    return any(
        other.code in _treatments() and other.start < mention.end and mention.start < other.end
        for other in found
        if other is not mention
    )


@cache
def _treatments() -> frozenset[str]:
    groups = ("offering", "therapy", "setting")
    return frozenset(e.code for group in groups for e in vocabulary().group(group))


@lru_cache(maxsize=65_536)
def _in_sentence(sentence: str, named: bool) -> tuple[Mention, ...]:
    """Boilerplate repeats from page to page: each distinct sentence is searched once."""
    found = (matcher.find(sentence, named) for matcher in _matchers().values())
    return tuple(mention for mention in found if mention)


@cache
def _matchers() -> dict[str, _Matcher]:
    return {entry.code: _matcher(entry) for entry in vocabulary().entries.values()}


def _matcher(entry: Entry) -> _Matcher:
    near = re.compile(entry.near, re.IGNORECASE) if entry.near else None
    phrases = [*map(_phrase, entry.synonyms), *entry.patterns]
    words = [re.compile("|".join(f"(?:{p})" for p in phrases), re.IGNORECASE)] if phrases else []
    if entry.exact:
        words.append(re.compile(rf"\b(?:{'|'.join(map(re.escape, entry.exact))})\b"))
    return _Matcher(
        code=entry.code,
        words=tuple(words),
        anchored=_compiled(entry.anchored),
        near_sentence=near if entry.near_scope == "sentence" else None,
        near_page=near if entry.near_scope == "page" else None,
        near_passage=near if entry.near_scope == "passage" else None,
        veto=_compiled(entry.veto),
        veto_sentence=_compiled(entry.veto_sentence),
    )


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _phrase(synonym: str) -> str:
    """A phrase as a pattern: whole words, a space equals a hyphen, the final "s" is optional."""
    words = re.split(r"[ -]", synonym)
    plural = "" if words[-1].lower().endswith("s") else "s?"
    return rf"\b{'[ -]'.join(map(re.escape, words))}{plural}\b"
