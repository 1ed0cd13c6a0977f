"""Which clinic holds which word, and how much that says: BM25 over NumPy arrays.

For every field the words stand in alphabetical order, and each word's rows lie side by side:
`rows[starts[field, word]:starts[field, word + 1]]`, with how often it occurs in `counts`. The
scores are those of Whoosh's BM25F on the same fields; a test holds them equal.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.text import BOOSTS
from indexer.engine.words import whoosh_lengths

K1 = 1.2
B = 0.75
"""Whoosh's own parameters: how soon repetition stops to count, and how much length counts."""

Terms = Mapping[str, Sequence[str]]
"""Field -> the terms of one clinic."""


class Postings:
    """The postings of one snapshot."""

    def __init__(self, folder: Path) -> None:
        self._terms = msgspec.json.decode((folder / "terms.json").read_bytes(), type=list[str])
        self._starts = arrays.load(folder, "starts")
        self._rows = arrays.load(folder, "rows")
        self._counts = arrays.load(folder, "counts")
        self._norms = arrays.load(folder, "norms")
        self.size: int = self._norms.shape[1]

    @classmethod
    def write(cls, documents: Sequence[Terms], folder: Path) -> Self:
        """Write the postings of the clinics' terms in row order into *folder* and open them."""
        terms = sorted({t for document in documents for field in document.values() for t in field})
        numbers = {term: number for number, term in enumerate(terms)}
        fields = [[document[field] for document in documents] for field in BOOSTS]
        parts = [_field_postings(field, numbers) for field in fields]
        ends = np.cumsum([len(rows) for _, rows, _ in parts])
        arrays.save(
            folder,
            starts=np.array([s + e - s[-1] for (s, _, _), e in zip(parts, ends, strict=True)]),
            rows=np.concatenate([rows for _, rows, _ in parts]),
            counts=np.concatenate([counts for _, _, counts in parts]),
            norms=np.array([_norms([len(terms) for terms in field]) for field in fields]),
        )
        (folder / "terms.json").write_bytes(msgspec.json.encode(terms))
        return cls(folder)

    def matches(self, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return for each row whether every one of *terms* occurs in it, in any field."""
        found = np.ones(self.size, dtype=np.bool_)
        for term in terms:
            holds = np.zeros(self.size, dtype=np.bool_)
            for field in range(len(BOOSTS)):
                holds[self._rows[self._slice(field, term)]] = True
            found &= holds
        return found

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """Return the BM25F score of every row; it means something where all *terms* occur."""
        scores = np.zeros(self.size)
        for term in dict.fromkeys(terms):
            for field, boost in enumerate(BOOSTS.values()):
                where = self._slice(field, term)
                rows, counts = self._rows[where], self._counts[where]
                idf = math.log(self.size / (len(rows) + 1)) + 1 if len(rows) else 0.0
                scores[rows] += (
                    boost * idf * counts * (K1 + 1) / (counts + self._norms[field, rows])
                )
        return scores

    def _slice(self, field: int, term: str) -> slice:
        number = bisect_left(self._terms, term)
        if number == len(self._terms) or self._terms[number] != term:
            return slice(0)
        return slice(self._starts[field, number], self._starts[field, number + 1])


def _field_postings(
    documents: Sequence[Sequence[str]], numbers: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return one field's (starts, rows, counts), words in the order of *numbers*."""
    found = [
        (numbers[term], row, count)
        for row, terms in enumerate(documents)
        for term, count in Counter(terms).items()
    ]
    table = np.array(found, dtype=np.int32).reshape(-1, 3)
    table = table[np.argsort(table[:, 0], kind="stable")]
    starts = np.searchsorted(table[:, 0], np.arange(len(numbers) + 1))
    return starts, table[:, 1], table[:, 2]


def _norms(lengths: Sequence[int]) -> NDArray[np.float64]:
    """Return for each row what its length adds below the line of BM25, in units of counts."""
    average = sum(lengths) / (len(lengths) or 1) or 1
    relative = whoosh_lengths(lengths).astype(np.float64) / average
    return np.float64(K1) * ((1 - B) + B * relative)
