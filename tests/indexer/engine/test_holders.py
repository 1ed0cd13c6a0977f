"""Who holds a beginning: gathered from its words, or kept where that takes long."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine import holders
from indexer.engine.holders import laborious
from indexer.engine.index import EmbeddedIndex
from indexer.engine.writing import write_index
from indexer.search import SHORTEST_PREFIX, Query
from tests.indexer.clinics import clinic

words = st.lists(st.text(alphabet="abé", max_size=6), unique=True).map(sorted)


@given(words, st.data())
def test_beginnings_that_take_much_work_are_all_found(
    spelled: list[str], data: st.DataObject
) -> None:
    """They are those that one finds by adding up the work of each beginning there is."""
    work = data.draw(st.lists(st.integers(0, 9), min_size=len(spelled), max_size=len(spelled)))
    most = data.draw(st.integers(0, 20))
    starts = {word[:end] for word in spelled for end in range(SHORTEST_PREFIX, len(word) + 1)}

    def together(start: str) -> int:
        return sum(w for word, w in zip(spelled, work, strict=True) if word.startswith(start))

    expected = sorted(start for start in starts if together(start) > most)
    assert laborious(spelled, np.array(work, np.int64), most) == expected


@pytest.mark.parametrize("worth", [1, 16, 10**6])
def test_a_beginning_finds_the_same_with_and_without_a_bitmap(
    worth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is kept, a beginning finds who holds a word with it."""
    monkeypatch.setattr(holders, "WORTH", worth)
    random = Random(4)
    texts = [
        " ".join(random.choices(["harbor", "harp", "hall", "hat", "ketamine"], k=2))
        for _ in range(90)
    ]
    write_index(
        [clinic(id=f"{n:02}", name="Calm", passages=(t,)) for n, t in enumerate(texts)],
        {},
        {},
        tmp_path,
    )
    index = EmbeddedIndex(tmp_path, "one")

    for start in ("ha", "har", "harb", "hat", "ket", "hax"):
        holding = sum(any(word.startswith(start) for word in text.split()) for text in texts)
        assert index.search(Query(words=f"{start}*")).total == holding
