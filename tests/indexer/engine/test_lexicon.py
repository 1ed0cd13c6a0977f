"""Words as they are spelled: those that may have been meant, and those that begin alike."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine.lexicon import Lexicon
from tests.contracts.clinic_index import edits, is_near

spelled = st.text(alphabet=st.sampled_from("abcñ診z"), min_size=1, max_size=10)


def lexicon_of(counts: Mapping[str, int], folder: Path) -> Lexicon:
    """Return a lexicon in which each word is its own term."""
    words = sorted(counts)
    numbers = np.arange(len(words), dtype=np.int32)
    Lexicon.write(words, words, numbers, np.array([counts[w] for w in words], np.int64), folder)
    return Lexicon(folder)


@settings(deadline=None)
@given(st.dictionaries(spelled, st.integers(1, 3), min_size=1), spelled)
def test_similar_words_are_those_within_the_distance(counts: dict[str, int], typed: str) -> None:
    """No word within the distance is left out, none beyond is taken; the most frequent is told."""
    with TemporaryDirectory() as folder:
        similar = lexicon_of(counts, Path(folder)).similar(typed)
        expected = [word for word in sorted(counts) if is_near(typed, word)]
        assert (similar is None) == (not expected)
        if similar is not None:
            assert [sorted(counts)[term] for term in similar.terms] == expected
            assert similar.word == min(expected, key=lambda word: (-counts[word], word))


def test_any_one_or_two_mistakes_are_seen(tmp_path: Path) -> None:
    """Letters dropped, added and exchanged anywhere never hide the word that was meant."""
    random, letters = Random(3), "abcdefghijklmnopqrstuvwxyz"
    words = {"".join(random.choices(letters, k=random.randint(3, 12))) for _ in range(300)}
    lexicon = lexicon_of(dict.fromkeys(words, 1), tmp_path)
    for word in sorted(words):
        wrong = list(word)
        for _ in range(2 if len(word) > 9 else 1):
            at = random.randrange(len(wrong))
            wrong[at : at + random.randint(0, 1)] = random.choice(["", random.choice(letters)])
        typed = "".join(wrong)
        if edits(typed, word) <= (2 if len(typed) >= 8 else 1):
            similar = lexicon.similar(typed)
            assert similar is not None
            assert word in [lexicon.terms[term] for term in similar.terms]


@pytest.mark.parametrize(
    ("start", "words"), [("in", ["infuse", "in", "inn"]), ("x", []), ("", None)]
)
def test_beginnings(tmp_path: Path, start: str, words: list[str] | None) -> None:
    """All words with the beginning, and no other."""
    kept = ["calm", "in", "infuse", "inn", "zeal"]
    lexicon = lexicon_of(dict.fromkeys(kept, 1), tmp_path)
    found = [lexicon.terms[term] for term in lexicon.beginning(start)]
    assert sorted(found) == sorted(kept if words is None else words)
