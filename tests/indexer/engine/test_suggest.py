"""Clinics found while their names are being typed."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.clinic import Status
from indexer.current import CurrentIndex
from indexer.engine.folding import WORD_PATTERN, fold
from indexer.engine.suggest import LOOKED_AT, NameWords
from indexer.snapshot import publish
from tests.indexer.clinics import clinic

NAMES = [
    "Imaginary Ketamine Center", "Invented Lime Lounge", "Limelight Nowhere", "Ketamine Ketamine",
    "Clínica Inventada", "O'Nowhere Health", "",
]  # fmt: skip


def written(names: list[str], folder: Path) -> NameWords:
    """Return the index of *names*, whose rows are in the order given."""
    order = sorted(range(len(names)), key=lambda row: (names[row].casefold(), row))
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names))
    NameWords.write(names, rank, folder)
    return NameWords(folder)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> NameWords:
    """The index of a few invented names."""
    return written(NAMES, tmp_path_factory.mktemp("names"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lime", ["Invented Lime Lounge", "Limelight Nowhere"]),
        ("LIM", ["Invented Lime Lounge", "Limelight Nowhere"]),
        ("lou li", ["Invented Lime Lounge"]),
        ("ketamine", ["Imaginary Ketamine Center", "Ketamine Ketamine"]),
        ("ketamine c", ["Imaginary Ketamine Center"]),
        ("clinica", ["Clínica Inventada"]),
        ("in", ["Invented Lime Lounge", "Clínica Inventada"]),
        ("onowhere", ["O'Nowhere Health"]),
        ("o’now", ["O'Nowhere Health"]),
        ("lime zzz", []),
        ("", []),
        ("?!", []),
        ("\ud800", []),
    ],
)
def test_every_typed_word_begins_a_word_of_the_name(
    names: NameWords, typed: str, found: list[str]
) -> None:
    """In the order of the words that are begun, then of the names."""
    rows = [NAMES[row] for row in names.beginning(typed, 10)]
    assert sorted(rows) == sorted(found)
    if typed in {"lime", "LIM", "ketamine"}:
        assert rows == found


def test_no_more_than_asked(names: NameWords) -> None:
    """The first few are enough."""
    assert len(names.beginning("i", 1)) == 1


word = st.sampled_from(["keta", "ketamine", "lime", "li", "a", "ab", "zoo", "Ñandú"])
some_names = st.lists(st.lists(word, max_size=4).map(" ".join), min_size=1, max_size=12)


@given(some_names, st.lists(word, min_size=1, max_size=3).map(" ".join))
def test_it_finds_what_looking_at_every_name_finds(listed: list[str], typed: str) -> None:
    """The arrays know exactly the names that hold all that is typed, each once."""
    with TemporaryDirectory() as folder:
        rows = written(listed, Path(folder)).beginning(typed, len(listed) + 1)
    asked = re.findall(WORD_PATTERN, fold(typed))
    words = [re.findall(WORD_PATTERN, fold(name)) for name in listed]
    expected = [
        row
        for row, of_name in enumerate(words)
        if all(any(one.startswith(start) for one in of_name) for start in asked)
    ]
    assert sorted(rows) == expected


def test_huge_ranges_are_bounded(tmp_path: Path) -> None:
    """Two frequent words that are hardly ever together cost no more than any other question."""
    random = Random(7)
    listed = [
        f"{random.choice(['Ketamine', 'Clinic'])} {number}" for number in range(30 * LOOKED_AT)
    ]
    index = written(listed, tmp_path)
    index.beginning("ketamine clinic", 8)
    started = time.process_time()
    assert index.beginning("ketamine clinic", 8) == []
    assert time.process_time() - started < 0.2


def test_a_published_index_suggests_open_clinics_by_name(tmp_path: Path) -> None:
    """A snapshot answers with whole clinics in the order of names; a closed one is not there."""
    clinics = [
        clinic(id="b", name="Invented Lime Spa"),
        clinic(id="a", name="Imaginary Lime Lounge", at=(47.6, -122.3)),
        clinic(id="c", name="Closed Lime House", status=Status.CLOSED),
        clinic(id="d", name="Nowhere Health", at=None),
    ]
    now = datetime(2026, 11, 24, tzinfo=UTC)
    publish(clinics, {}, {}, tmp_path, built_at=now, inputs="tests")
    index = CurrentIndex(tmp_path)
    assert [found.id for found in index.named("lime", 5)] == ["a", "b"]
    assert [found.id for found in index.named("nowh", 5)] == ["d"]
    assert index.named("lime", 1)[0].name == "Imaginary Lime Lounge"
    assert index.named("house", 5) == []
