"""Our postings against Whoosh, the judge: the same clinics and the same scores."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine.postings import Postings
from indexer.engine.text import BOOSTS
from indexer.engine.words import ask_whoosh, write_whoosh

Document = dict[str, list[str]]
words = st.sampled_from(["calm", "reno", "ketamin", "nandu", "zephyr"])
documents = st.fixed_dictionaries({field: st.lists(words, max_size=6) for field in BOOSTS})


def assert_judged_equal(folder: Path, made: list[Document], asked: list[list[str]]) -> None:
    """Check that Whoosh finds for each question the same rows with the same scores."""
    (folder / "whoosh").mkdir()
    postings = Postings.write(made, folder)
    write_whoosh([str(row) for row in range(len(made))], made, BOOSTS, folder / "whoosh")
    for terms in asked:
        rows = np.flatnonzero(postings.matches(terms))
        scores = postings.scores(terms)[rows].tolist()
        judged = ask_whoosh(folder / "whoosh", terms, BOOSTS)
        assert {str(row) for row in rows} == judged.keys()
        assert scores == pytest.approx([judged[str(row)] for row in rows], rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(documents, max_size=8), st.lists(st.lists(words, min_size=1, max_size=3)))
def test_any_documents_score_as_in_whoosh(made: list[Document], asked: list[list[str]]) -> None:
    """Small collections, with empty fields, repeated words and unknown words, score alike."""
    with TemporaryDirectory() as folder:
        assert_judged_equal(Path(folder), made, asked)


def test_many_long_documents_score_as_in_whoosh(tmp_path: Path) -> None:
    """Hundreds of documents with long fields, whose lengths Whoosh rounds, score alike."""
    random = Random(5)
    vocabulary = [f"w{number}" for number in range(300)]
    weights = [1 / (rank + 1) for rank in range(300)]
    made = [
        {
            field: random.choices(vocabulary, weights, k=random.choice([0, 3, 40, 700]))
            for field in BOOSTS
        }
        for _ in range(400)
    ]
    asked = [random.choices(vocabulary, weights, k=random.randint(1, 4)) for _ in range(150)]
    assert_judged_equal(tmp_path, made, asked)


def test_unknown_words_match_nothing(tmp_path: Path) -> None:
    """A word before, between or after the known ones is in no row; no word is in every row."""
    made: list[Document] = [{"name": ["b", "d"], "town": [], "labels": [], "passages": []}]
    postings = Postings.write(made, tmp_path)
    assert [postings.matches([term]).tolist() for term in ("a", "c", "e", "b")] == [
        [False], [False], [False], [True],
    ]  # fmt: skip
    assert postings.matches([]).tolist() == [True]
    assert postings.scores(["c"]).tolist() == [0.0]
