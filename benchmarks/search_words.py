"""What a rival must know to mean the same by the words of a question as we do.

The engines beside ours get every word as the terms of which one will do: a beginning and a
misspelt word are looked up here in the list of all spellings, in memory, which was faster than
what each engine has for it.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from indexer.engine.words import terms_in
from indexer.search import LONG_WORD, Query

FILE = "spellings.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked: a clinic must hold one of *terms*."""

    terms: frozenset[str]
    prefix: str = ""
    """A beginning that *terms* are all the terms with; "" if they are no such set."""


class Spellings:
    """All words of all clinics as spelt, with the term of each and about how many hold it."""

    def __init__(self, folder: Path) -> None:
        told: list[tuple[str, str, int]] = json.loads((folder / FILE).read_text("utf-8"))
        self._spelt = [spelt for spelt, _, _ in told]
        self._terms = [term for _, term, _ in told]
        self.held: Counter[str] = Counter()
        for _, term, clinics in told:
            self.held[term] += clinics

    @cached_property
    def _all_terms(self) -> list[str]:
        return sorted(self.held)

    @cached_property
    def _letters(self) -> NDArray[np.uint64]:
        return np.array([_letters(word) for word in self._spelt], dtype=np.uint64)

    def wanted(self, query: Query) -> list[Wanted]:
        """Return what every hit must hold."""
        return [self._wanted(word, query.fuzzy) for word in query.words.split()]

    def _wanted(self, word: str, fuzzy: bool) -> Wanted:
        if word.endswith("*"):
            return self._beginning(word[:-1])
        terms = frozenset(terms_in(word))
        if fuzzy and not any(term in self.held for term in terms):
            return Wanted(self._similar(word))
        return Wanted(terms)

    def _beginning(self, prefix: str) -> Wanted:
        terms = frozenset(self._terms[_from(prefix, self._spelt)])
        same = terms == frozenset(self._all_terms[_from(prefix, self._all_terms)])
        return Wanted(terms, prefix if same else "")

    def _similar(self, word: str) -> frozenset[str]:
        most = 2 if len(word) >= LONG_WORD else 1
        # A changed letter takes one out of the set of letters and puts one in, at most.
        apart = np.bitwise_count(self._letters ^ _letters(word)) <= 2 * most
        return frozenset(
            self._terms[row]
            for row in np.flatnonzero(apart).tolist()
            if Levenshtein.distance(word, self._spelt[row], score_cutoff=most) <= most
        )


def _letters(word: str) -> np.uint64:
    """Return which letters stand in a word, a bit for each (two letters may share one)."""
    bits = 0
    for sign in word:
        bits |= 1 << (ord(sign) & 63)
    return np.uint64(bits)


def _from(prefix: str, ordered: list[str]) -> slice:
    return slice(bisect_left(ordered, prefix), bisect_left(ordered, prefix + "\U0010ffff"))


def write_spellings(held: Counter[tuple[str, str]], folder: Path) -> None:
    """Write about how many clinics hold each (spelling, term)."""
    told = [(spelt, term, clinics) for (spelt, term), clinics in sorted(held.items())]
    (folder / FILE).write_text(json.dumps(told), "utf-8")


def rarest(wanted: Iterable[Wanted], spellings: Spellings) -> int:
    """Return about how many clinics hold the rarest of what is wanted."""
    return min((sum(spellings.held[term] for term in one.terms) for one in wanted), default=0)
