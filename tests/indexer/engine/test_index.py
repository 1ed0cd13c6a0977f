"""What an answer costs: no clinic is decoded, and a score is the same however looked up."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.engine.index import EmbeddedIndex
from indexer.search import Query
from indexer.snapshot import open_current, publish
from tests.indexer.clinics import clinic

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def index(tmp_path: Path) -> EmbeddedIndex:
    """Give an index of forty clinics that all print one word, some of them more often."""
    clinics = [clinic(id=f"c{n:02}", passages=("harbor " * (n % 7 + 1),)) for n in range(40)]
    publish(clinics, {}, {}, tmp_path, built_at=NOON, inputs="")
    return open_current(tmp_path)


def test_an_answer_decodes_no_clinic(index: EmbeddedIndex, tmp_path: Path) -> None:
    """Total, counts and ids need no document; the clinic is read when a hit is looked at."""
    documents = tmp_path / "current" / "documents.jsonl"
    documents.write_bytes(b"?" * documents.stat().st_size)

    answer = index.search(Query(words="harbor", limit=3))

    assert (answer.total, len({hit.id for hit in answer.hits})) == (40, 3)
    with pytest.raises(msgspec.DecodeError):
        _ = answer.hits[0].clinic


def test_a_hit_is_the_clinic_of_its_id(index: EmbeddedIndex) -> None:
    """Each hit reads the clinic that its id names."""
    hits = index.search(Query(limit=40)).hits

    assert [hit.clinic.id for hit in hits] == [hit.id for hit in hits]
    assert len({*hits}) == 40


def test_impacts_are_the_same_however_many_rows_are_asked_for(
    index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row scores the same looked up by itself as laid out with all others."""
    term = index.relevance.lexicon.number_of("harbor")
    assert term is not None
    rows = np.arange(40)

    def impacts(asked: NDArray[np.int64]) -> list[float]:
        scores = np.zeros(len(asked))
        index.relevance.postings.add_impacts([term], asked, scores)
        return scores.tolist()

    together = impacts(rows)
    alone = [impacts(rows[n : n + 1])[0] for n in range(40)]
    rare = np.full(len(index.relevance.lexicon.terms), -1, np.int32)
    monkeypatch.setattr(index.relevance.postings, "_line_of", rare)

    assert together == alone == impacts(rows)
    assert alone == [impacts(rows[n : n + 1])[0] for n in range(40)]
    assert len({*together}) == 7
