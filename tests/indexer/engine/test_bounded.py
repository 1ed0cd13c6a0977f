"""Whatever is asked, the answer comes soon, or an error that names what is wrong."""

import math
import time
from collections.abc import Mapping
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine.index import EmbeddedIndex
from indexer.engine.writing import write_index
from indexer.search import MAX_RADIUS_KM, MAX_WORDS_LENGTH, Near, Query, QueryError, Sort
from tests.indexer.clinics import clinic

CPU_MS = 50.0
"""Most that any question may take."""
CLINICS = 3_000


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndex:
    """Return an index of many clinics with many words, two of which all of them hold."""
    random = Random(2)
    words = ["".join(random.choices("abcdefgh", k=5)) for _ in range(8_000)]
    made = [
        clinic(
            id=f"{number}",
            name=f"{random.choice(words)} clinic",
            passages=(f"calm harbor {' '.join(random.choices(words, k=60))}",),
            at=(random.uniform(-90, 90), random.uniform(-180, 180)),
            weekly="Mo-Fr 09:00-17:00",
        )
        for number in range(CLINICS)
    ]
    folder = tmp_path_factory.mktemp("many")
    write_index(made, {}, {}, folder)
    return EmbeddedIndex(folder, "many")


def cpu_ms(index: EmbeddedIndex, query: Query) -> float:
    """Return the milliseconds of processor time that an answer took, at best of three."""
    taken = []
    for _ in range(3):
        start = time.thread_time()
        index.search(query)
        taken.append((time.thread_time() - start) * 1000)
    return min(taken)


@pytest.mark.parametrize(
    "words",
    ['"calm harbor"', "calm harbor clinic", "a* b* c* d* e* f* g* h*", "aa* bb* cc* dd* ee* ff*",
     " ".join(f"{a}{b}*" for a in "abcdefgh" for b in "abcdef")[:MAX_WORDS_LENGTH],
     " ".join(f"q{a}{b}xz" for a in "abcdefgh" for b in "abcdef")[:MAX_WORDS_LENGTH],
     '"' + "calm harbor " * 16 + '"', "calm " * 40, "\ufdfa" * MAX_WORDS_LENGTH, '"' * 200],
)  # fmt: skip
@pytest.mark.parametrize("near", [None, Near(lat=0, lon=0, radius_km=MAX_RADIUS_KM)])
def test_hostile_words_cost_little(index: EmbeddedIndex, words: str, near: Near | None) -> None:
    """Frequent phrases, dozens of beginnings and dozens of misspelt words stay within bounds."""
    query = Query(words=words, place=near, fuzzy=True, widen=True, limit=25)
    index.search(query)  # what is mapped is read now
    assert cpu_ms(index, query) < CPU_MS


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "word " * 10_000},
        {"facets": {f"{number}": frozenset(["x"]) for number in range(1000)}},
        {"facets": {"offering": frozenset(map(str, range(1000)))}},
        {"cursor": "\x00" * 100_000},
        {"offset": 10**30},
        {"limit": 1000, "offset": 2_500},
    ],
)
def test_what_cannot_be_asked_is_named_and_soon(
    index: EmbeddedIndex, asked: Mapping[str, Any]
) -> None:
    """Ten thousand words, a thousand filters, any cursor: a QueryError; any page: an answer."""
    start = time.thread_time()
    with suppress(QueryError):
        index.search(Query(**asked))
    assert (time.thread_time() - start) * 1000 < 4 * CPU_MS  # a page of a thousand is decoded


@pytest.mark.parametrize("km", [math.nan, 1e9, -1.0, math.inf])
def test_a_radius_that_is_none_is_named(km: float) -> None:
    """No number and a billion kilometres are refused before anything is looked for."""
    with pytest.raises(QueryError, match="radius"):
        Near(lat=0, lon=0, radius_km=km)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=MAX_WORDS_LENGTH), fuzzy=st.booleans(), sort=st.sampled_from(Sort))
def test_any_text_is_answered(index: EmbeddedIndex, words: str, fuzzy: bool, sort: Sort) -> None:
    """Any characters at all find some clinics or none, and nothing breaks."""
    try:
        query = Query(words=words, fuzzy=fuzzy, sort=sort)
    except QueryError:
        return
    assert 0 <= index.search(query).total <= CLINICS
