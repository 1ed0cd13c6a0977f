"""Our own words for what clinics state: each counts once for a clinic, whatever else it states."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.engine.bitmaps import RowSet
from indexer.engine.facets import Facets, codes
from indexer.engine.scoring import idf
from indexer.engine.text import LABELS_BOOST, label_words

Lines = list[int]
"""The lines of codes in `Facets`."""


class Label(msgspec.Struct, frozen=True):
    """A term that labels hold."""

    lines: Lines
    """The codes whose label or synonyms hold it."""
    score: float
    """What it adds to the relevance of a clinic that states one of them, as BM25F has it."""


class Labels:
    """The label terms of one snapshot."""

    def __init__(self, folder: Path, facets: Facets) -> None:
        data = (folder / "labels.json").read_bytes()
        self._labels = msgspec.json.decode(data, type=dict[int, Label])
        self._facets = facets

    @staticmethod
    def write(terms: Mapping[str, int], facets: Facets, size: int, folder: Path) -> None:
        """Write the labels of what any of *size* rows states; *terms* are those of the lexicon."""
        lines: dict[int, set[int]] = {}
        for line, code in enumerate(codes()):
            if facets.stating([line]).count():
                for _, term in label_words(code):
                    lines.setdefault(terms[term], set()).add(line)
        labels = {
            term: Label(
                sorted(of_term), LABELS_BOOST * idf(size, facets.stating([*of_term]).count())
            )
            for term, of_term in sorted(lines.items())
        }
        (folder / "labels.json").write_bytes(msgspec.json.encode(labels))

    def of(self, term: int) -> Label | None:
        """Return the label of a term; None if no label that is stated holds it."""
        return self._labels.get(term)

    def terms(self) -> list[int]:
        """Return all terms that stand in labels, ascending."""
        return list(self._labels)

    def stating(self, term: int) -> RowSet | None:
        """Return who states a code whose label holds *term*; None if nobody can."""
        label = self.of(term)
        return None if label is None else self._facets.stating(label.lines)


def spelled_counts(stated: NDArray[np.int64]) -> Counter[tuple[str, str]]:
    """Return how often each word (spelled, term) stands in the labels of what clinics state.

    *stated* tells for each code, in the order of `codes`, how many clinics state it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for code, clinics in zip(codes(), stated.tolist(), strict=True):
        if clinics:
            for word in label_words(code):
                counts[word] += clinics
    return counts
