"""What words ask of the index: which rows hold them, and which of those they fit best."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

import numpy as np

from indexer.engine.arrays import begins
from indexer.engine.asked import Asked, Phrase, Prefix, asked_in
from indexer.engine.bitmaps import Rows, RowSet, of_rows, words_of
from indexer.engine.facets import Facets
from indexer.engine.holders import Holders
from indexer.engine.labels import Labels
from indexer.engine.lexicon import Lexicon
from indexer.engine.occurrences import FIELDS, Occurrences
from indexer.engine.postings import Postings, Scores
from indexer.engine.scoring import impacts_in_fields
from indexer.search import MOST_MENDED, Query

SCORED_AT_ONCE = 16_384
"""So many rows are scored as they are; of more, the best are looked for first."""
FIRST_BEST = 128
"""Best rows of each term to look at, before `MORE` times as many."""
MORE = 32
_ROUNDING = 1e-6
"""Of a sum of scores."""
FEW_TERMS = 4
"""Of a group with more terms, none alone is likely to tell the best rows."""


class Kind(Enum):
    """What a group asks of its terms."""

    WORD = auto()
    """Any of them."""
    PREFIX = auto()
    """Any of them; it may stand for anything, so that it says nothing of how well a clinic fits."""
    PHRASE = auto()
    """All of them, one after the other."""


@dataclass(frozen=True, slots=True)
class Group:
    """One thing asked."""

    terms: list[int]
    """Ascending, but for those of a phrase."""
    kind: Kind
    start: str = ""
    """The beginning itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that the words of a question ask for."""

    groups: list[Group]
    rows: list[RowSet]
    """Who holds each group."""
    corrected: Mapping[str, str]

    @property
    def is_scored(self) -> bool:
        """Whether any of it tells how well a clinic fits."""
        return any(group.kind is not Kind.PREFIX for group in self.groups)


@dataclass(slots=True)
class Beyond:
    """What a row may score that is in none of the lists of best rows looked at."""

    terms: list[tuple[int, float]] = field(default_factory=list)
    """Each term, and the most that it may score."""
    labels: float = 0.0
    """What all labels score."""

    def most(self) -> float:
        """Return the most that it may score."""
        return (sum(most for _, most in self.terms) + self.labels) * (1 + _ROUNDING)


class Relevance:
    """The words of one snapshot."""

    def __init__(self, folder: Path, facets: Facets, size: int) -> None:
        self._size = size
        self.lexicon = Lexicon(folder)
        self.labels = Labels(folder, facets)
        self.printed = Occurrences(folder)
        self.postings = Postings(folder, size)
        self._holders = Holders(folder, self.postings, self.labels, size)

    def wanted(self, query: Query) -> Wanted:
        """Return what the words of *query* ask for; nothing where they ask nothing."""
        corrected: dict[str, str] = {}
        groups = [self._group(part, query.fuzzy, corrected) for part in asked_in(query.words)]
        return Wanted(groups, [self._holding(group) for group in groups], corrected)

    def best(self, wanted: Wanted, found: RowSet, total: int, count: int) -> tuple[Rows, Scores]:
        """Return at least the *count* rows of *found* that fit best, and all that fit as well.

        What fits best is among each term's best rows, unless what the others may still score
        is as much: then it is looked for among more of them, in the end among all that can.
        """
        if total <= SCORED_AT_ONCE or not self._have_best(wanted.groups):
            rows = found.rows()
            return rows, self.scores(wanted, rows)
        found = found.spread(words_of(self._size))  # asked for many rows, that is the faster form
        best, least, beyond = np.empty(0, np.int64), -math.inf, Beyond()
        looked, last = 0, min(FIRST_BEST, self.postings.depth())
        while looked < last:
            more, beyond = self._candidates(wanted, found, looked, last)
            rows = _once(np.concatenate([best, *more]))
            scores = self.scores(wanted, rows)
            least = np.partition(scores, -count)[-count] if len(rows) >= count else -math.inf
            if least > beyond.most():
                return rows, scores
            best = rows[scores >= least]
            looked, last = last, min(MORE * last, self.postings.depth())
        rows = _once(np.concatenate([best, self._not_below(least, beyond, found)]))
        return rows, self.scores(wanted, rows)

    def _not_below(self, least: float, beyond: Beyond, found: RowSet) -> Rows:
        """Return all rows of *found* that may score *least* or more though they are *beyond*.

        From each term must come what the others cannot make up for: of all rows of the rarest
        term of which that is anything, only those are returned in which it scores as much.
        """
        needed = {term: least - (beyond.most() - most) for term, most in beyond.terms}
        telling = [term for term in needed if needed[term] > 0]
        if not telling:
            return found.rows()
        rarest = min(telling, key=self.postings.count)
        rows = self.postings.at_least(rarest, needed[rarest])
        return rows[found.holds(rows)]

    def scores(self, wanted: Wanted, rows: Rows) -> Scores:
        """Return how well each of *rows*, which ascend, fits: BM25F.

        A mended word counts as all that it may be.
        """
        scores = np.zeros(len(rows))
        for group in wanted.groups:
            if group.kind is Kind.PHRASE:
                scores += self._phrase_scores(group, rows)
            elif group.kind is Kind.WORD:
                self.postings.add_impacts(group.terms, rows, scores)
                for term in group.terms:
                    self._add_label(term, rows, scores)
        return scores

    def _group(self, part: Asked, fuzzy: bool, corrected: dict[str, str]) -> Group:
        if isinstance(part, Prefix):
            return Group(self.lexicon.beginning(part.start), Kind.PREFIX, part.start)
        numbers = [
            self.lexicon.number_of(term)
            for term in (part.terms if isinstance(part, Phrase) else [part.term])
        ]
        known = [number for number in numbers if number is not None]
        if isinstance(part, Phrase):
            kind = Kind.PHRASE if len(numbers) > 1 else Kind.WORD
            return Group(known if len(known) == len(numbers) else [], kind)
        if fuzzy and not known and _may_be_mended(part.typed) and len(corrected) < MOST_MENDED:
            similar = self.lexicon.similar(part.typed)
            if similar is not None:
                corrected[part.typed] = similar.word
                known = similar.terms
        return Group(known, Kind.WORD)

    def _holding(self, group: Group) -> RowSet:
        if group.kind is Kind.PHRASE:
            keys = self.printed.phrase(group.terms) if group.terms else np.empty(0, np.int64)
            return of_rows(keys // len(FIELDS))
        if group.kind is Kind.PREFIX:
            return self._holders.of_beginning(group.start, group.terms)
        return self._holders.of(group.terms)

    def _add_label(self, term: int, rows: Rows, scores: Scores) -> None:
        label, stating = self.labels.of(term), self.labels.stating(term)
        if label is not None and stating is not None:
            scores += stating.holds(rows) * np.float32(label.score)

    def _have_best(self, groups: list[Group]) -> bool:
        """Return whether the best rows of single terms may tell the best rows of all."""
        return all(
            group.kind is Kind.PREFIX or (group.kind is Kind.WORD and len(group.terms) <= FEW_TERMS)
            for group in groups
        )

    def _candidates(
        self, wanted: Wanted, found: RowSet, looked: int, last: int
    ) -> tuple[list[Rows], Beyond]:
        """Return which are found of each term's best rows up to the *last*, but for those *looked*
        at before; and what a row may score that is in none of the lists.
        """
        rows, beyond = [], Beyond()
        scored = [group for group in wanted.groups if group.kind is Kind.WORD]
        for term in (term for group in scored for term in group.terms):
            of_term, most = self.postings.best(term, looked, last)
            label = self.labels.of(term)
            rows.append(of_term[found.holds(of_term)])
            beyond.terms.append((term, most))
            beyond.labels += label.score if label else 0.0
        return rows, beyond

    def _phrase_scores(self, group: Group, rows: Rows) -> Scores:
        """Return what the words of a phrase score in the fields in which it stands."""
        keys = self.printed.phrase(group.terms)
        place = rows.searchsorted(keys // len(FIELDS))
        place = np.minimum(place, len(rows) - 1, out=place)
        asked = (rows[place] == keys // len(FIELDS)).nonzero()[0] if len(rows) else place[:0]
        scores = np.zeros(len(rows))
        for term in group.terms:
            held = self.postings.held(term)
            impacts = impacts_in_fields(self.printed, term, held, keys[asked])
            np.add.at(scores, place[asked], impacts)
        return scores


def _once(rows: Rows) -> Rows:
    """Return the rows in ascending order, each once; `np.unique` takes ten times as long."""
    rows.sort()
    return rows[begins(rows)]


def _may_be_mended(typed: str) -> bool:
    return not any(sign.isdigit() for sign in typed)
