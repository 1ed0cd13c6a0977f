"""A snapshot as a Whoosh index: Whoosh's own parser, searcher, highlighter and speller run on it.

Slow and complete, where our own paths are fast and answer the common questions.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import ID, TEXT, Schema
from whoosh.formats import Positions
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import IndexReader, TermInfo, TermNotFound
from whoosh.spelling import ListCorrector

from indexer.engine.fields import Fields
from indexer.engine.judge.analysis import ANALYSER, whoosh_lengths
from indexer.engine.text import BOOSTS, LABELS, PRINTED

SCHEMA = Schema(
    id=ID(stored=True),
    **{field: TEXT(analyzer=ANALYSER, stored=True) for field in PRINTED},
    **{LABELS: TEXT(analyzer=ANALYSER, phrase=False)},
)
"""The id, the printed texts, and our words for what is stated: the latter without positions."""


class SnapshotReader(IndexReader):
    """The open clinics of a snapshot as a Whoosh index. Row numbers are document numbers."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self.schema = SCHEMA

    def __contains__(self, term: tuple[str, Any]) -> bool:
        """Whether any document holds the term in the field."""
        return len(self._rows_and_counts(*term)[0]) > 0

    def indexed_field_names(self) -> Iterable[str]:
        """Return the fields with words."""
        return BOOSTS

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every field and term."""
        for field in sorted(self.indexed_field_names()):
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of one field from *prefix* on."""
        for term in self._fields.terms:
            if term.encode() >= prefix and (fieldname, term) in self:
                yield fieldname, term.encode()

    def term_info(self, fieldname: str, text: str | bytes) -> TermInfo:
        """Return the statistics of a term in a field."""
        rows, counts = self._rows_and_counts(fieldname, text)
        if not len(rows):
            raise TermNotFound((fieldname, text))
        lengths = self._lengths(fieldname)[rows]
        return TermInfo(  # type: ignore[no-untyped-call]
            float(counts.sum()), len(rows), int(lengths.min()), int(lengths.max()),
            float(counts.max()), int(rows[0]), int(rows[-1]),
        )  # fmt: skip

    def postings(self, fieldname: str, text: str | bytes, **kwargs: Any) -> ListMatcher:
        """Return the documents that hold a term in a field, with positions in printed texts."""
        rows, counts = self._rows_and_counts(fieldname, text)
        if not len(rows):
            raise TermNotFound((fieldname, text))
        return ListMatcher(  # type: ignore[no-untyped-call]
            rows.tolist(),
            counts.astype(float).tolist(),
            values=self._values(fieldname, text),
            format=self.schema[fieldname].format,
            scorer=kwargs.get("scorer"),
            term=(fieldname, _text(text).encode()),
            terminfo=self.term_info(fieldname, text),
        )

    def doc_count_all(self) -> int:
        """Return how many documents there are."""
        return self._fields.size

    def doc_count(self) -> int:
        """Return how many documents there are; none is ever deleted."""
        return self._fields.size

    def has_deletions(self) -> bool:
        """Return False: a snapshot never changes."""
        return False

    def is_deleted(self, docnum: int) -> bool:
        """Return False: a snapshot never changes."""
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the id and the printed texts of a document."""
        return self._fields.stored(docnum)

    def frequency(self, fieldname: str, text: str | bytes) -> int:
        """Return how often a term stands in a field of all documents."""
        return int(self._rows_and_counts(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """Return how many documents hold a term in a field."""
        return len(self._rows_and_counts(fieldname, text)[0])

    def field_length(self, fieldname: str) -> int:
        """Return how many words all documents have in a field."""
        return int(self._exact_lengths[fieldname].sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return how many words the shortest document has in a field."""
        return int(self._lengths(fieldname).min(initial=1 << 30))

    def max_field_length(self, fieldname: str) -> int:
        """Return how many words the longest document has in a field."""
        return int(self._lengths(fieldname).max(initial=0))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return how many words a document has in a field, rounded as Whoosh rounds."""
        return int(self._lengths(fieldname)[docnum]) or default

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Return False: term vectors are not kept."""
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> Any:
        """Raise KeyError: term vectors are not kept."""
        raise KeyError(f"no term vectors of {fieldname}")

    def corrector(self, fieldname: str) -> ListCorrector:  # type: ignore[override]  # any Corrector does
        """Return a speller of words as they are spelled, in whatever field."""
        return ListCorrector(list(self._fields.spellings))

    def _rows_and_counts(
        self, fieldname: str, text: str | bytes
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return who holds a term in a field, and how often."""
        return self._fields.rows_and_counts(fieldname, _text(text))

    def _values(self, fieldname: str, text: str | bytes) -> list[bytes] | None:
        if fieldname == LABELS:
            return None
        positions = self._fields.positions(fieldname, _text(text))
        return [Positions().encode(at) for at in positions]

    def _lengths(self, fieldname: str) -> NDArray[np.int64]:
        return self._rounded_lengths[fieldname]

    @cached_property
    def _rounded_lengths(self) -> Mapping[str, NDArray[np.int64]]:
        return {field: whoosh_lengths(of) for field, of in self._exact_lengths.items()}

    @cached_property
    def _exact_lengths(self) -> Mapping[str, NDArray[np.integer]]:
        return self._fields.lengths()


def _text(term: str | bytes) -> str:
    return term.decode() if isinstance(term, bytes) else term
