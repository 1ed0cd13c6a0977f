"""Our own words for what clinics state: each counts once for a clinic, whatever else it states."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from indexer.engine.bitmaps import RowSet
from indexer.engine.facets import Facets
from indexer.engine.scoring import idf
from indexer.engine.text import LABELS_BOOST, label_words
from indexer.vocabulary import vocabulary

REMEMBERED = 16
"""Terms whose holders stay in memory: those of one question are asked for again and again."""


class Label(msgspec.Struct, frozen=True):
    """A term that labels hold."""

    codes: list[str]
    """Those whose label or synonyms hold it."""
    score: float
    """What it adds to the relevance of a clinic that states one of them, as BM25F has it."""


class Labels:
    """The label terms of one snapshot."""

    def __init__(self, folder: Path, facets: Facets) -> None:
        data = (folder / "labels.json").read_bytes()
        self._labels = msgspec.json.decode(data, type=dict[int, Label])
        self._facets = facets
        self.stating = lru_cache(REMEMBERED)(self._stating)
        """Who states a code whose label holds a term; None if nobody can."""

    @staticmethod
    def write(terms: Mapping[str, int], facets: Facets, size: int, folder: Path) -> None:
        """Write the labels of what any of *size* rows states; *terms* are those of the lexicon."""
        holding: dict[int, set[str]] = {}
        for code in facets.totals().keys() & vocabulary().entries.keys():
            for _, term in label_words(code):
                holding.setdefault(terms[term], set()).add(code)
        labels = {
            term: Label(sorted(codes), LABELS_BOOST * idf(size, facets.stating(codes).count()))
            for term, codes in sorted(holding.items())
        }
        (folder / "labels.json").write_bytes(msgspec.json.encode(labels))

    def of(self, term: int) -> Label | None:
        """Return the label of a term; None if no label that is stated holds it."""
        return self._labels.get(term)

    def terms(self) -> list[int]:
        """Return all terms that stand in labels, ascending."""
        return list(self._labels)

    def stating_any(self, terms: Iterable[int]) -> RowSet | None:
        """Return who states a code whose label holds any of *terms*; None if nobody can."""
        labels = [label for label in map(self._labels.get, terms) if label is not None]
        codes = {code for label in labels for code in label.codes}
        return self._facets.stating(codes) if codes else None

    def _stating(self, term: int) -> RowSet | None:
        return self.stating_any([term])


def spelled_counts(stated: Mapping[str, int]) -> Counter[tuple[str, str]]:
    """Return how often each word (spelled, term) stands in the labels of what clinics state.

    *stated* tells for each code how many clinics state it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for code in stated.keys() & vocabulary().entries.keys():
        for word in label_words(code):
            counts[word] += stated[code]
    return counts
