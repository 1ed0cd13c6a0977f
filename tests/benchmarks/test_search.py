"""The search benchmark: its truth, its rivals and its clinics."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks import search_rows
from benchmarks.search_data import SyntheticClinics, point_of
from benchmarks.search_engine import Engine, Found, by_group, gathered, spread
from benchmarks.search_extremes import hostile_ms, suggest_ms
from benchmarks.search_ours import Ours
from benchmarks.search_questions import KINDS, Question, questions
from benchmarks.search_rows import BIT, Rows
from benchmarks.search_sqlite import Sqlite
from benchmarks.search_truth import Truth, alike
from indexer.distance import great_circle_km
from indexer.search import Near
from tests.contracts.clinic_index import MemoryIndex

SIZE = 120
CLINICS = SyntheticClinics(SIZE, seed=7)
ASKED = questions(CLINICS, each=3, seed=7)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the prepared rows."""
    folder = tmp_path_factory.mktemp("rows")
    search_rows.write(CLINICS, folder)
    return folder


@pytest.fixture(scope="module")
def truth(prepared: Path) -> Truth:
    """Give the right answers."""
    return Truth(prepared, ASKED)


def _told_by(index: MemoryIndex, question: Question) -> Found:
    answer = index.search(question.query)
    counts = {code: n for group in answer.facets.values() for code, n in group.items()}
    return Found(answer.total, by_group(counts), [hit.clinic.id for hit in answer.hits])


def test_truth_is_what_the_port_says(truth: Truth) -> None:
    """The truth of the benchmark answers every kind of question as the port's own fake does."""
    index = MemoryIndex(CLINICS)

    for question in ASKED:
        assert alike(question.query, truth.ask(question.query), _told_by(index, question)), question


def _wrong(rival: Engine, truth: Truth) -> Sequence[Question]:
    return [q for q in ASKED if not alike(q.query, rival.ask(q.query), truth.ask(q.query))]


def test_sqlite_answers_rightly(prepared: Path, truth: Truth, tmp_path: Path) -> None:
    """A rival that answers wrongly would be no rival."""
    Sqlite.build(Rows(prepared), str(tmp_path))
    rival = Sqlite(str(tmp_path), prepared)

    assert _wrong(rival, truth) == []
    rival.close()


def test_tantivy_answers_rightly(prepared: Path, truth: Truth, tmp_path: Path) -> None:
    """The same of tantivy, where it is installed: it comes with the benchmarks alone."""
    pytest.importorskip("tantivy")
    from benchmarks.search_tantivy import Tantivy

    Tantivy.build(Rows(prepared), str(tmp_path))

    assert _wrong(Tantivy(str(tmp_path), prepared), truth) == []


def test_a_wrong_answer_is_seen(truth: Truth) -> None:
    """One clinic too few, one count too many or another order is no longer alike."""
    question = next(q for q in ASKED if isinstance(q.query.place, Near) and truth.ask(q.query).ids)
    right = truth.ask(question.query)
    fewer = Found(right.total - 1, right.facets, right.ids)
    miscounted = Found(right.total, {**right.facets, "offering": {"ketamine.iv": -1}}, right.ids)
    shorter = Found(right.total, right.facets, list(right.ids)[1:])

    assert alike(question.query, right, right)
    assert not any(alike(question.query, wrong, right) for wrong in (fewer, miscounted, shorter))


def test_questions_are_of_every_kind_and_mostly_find_someone(truth: Truth) -> None:
    """A question that nobody answers measures nothing."""
    found = [truth.ask(question.query).total for question in ASKED]

    assert {question.kind for question in ASKED} == set(KINDS)
    assert sum(total > 0 for total in found) > len(found) / 2


def test_clinics_are_the_same_for_the_same_seed() -> None:
    """They are made anew whenever they are read, one alone as in a row."""
    again = list(SyntheticClinics(SIZE, seed=7))

    assert again == list(CLINICS)
    assert again[-1] == CLINICS[-1]
    assert again != list(SyntheticClinics(SIZE, seed=8))


def test_the_curve_keeps_neighbours_together(prepared: Path) -> None:
    """The next row is a near place far more often than a row taken as it comes."""
    rows = list(Rows(prepared))
    steps = [great_circle_km(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(rows)]
    made = [point_of(clinic) for clinic in CLINICS]
    jumps = [great_circle_km(a.lat, a.lon, b.lat, b.lon) for a, b in pairwise(made)]

    assert sum(steps) < sum(jumps) / 3


def test_spread_counters_count() -> None:
    """Three counters in one sum tell what counting bit by bit tells."""
    rows = [number * 37 % (1 << len(BIT)) for number in range(3000)]
    sums = [sum(column) for column in zip(*map(spread, rows), strict=True)]
    by_code = {code: sum(bits >> bit & 1 for bits in rows) for code, bit in BIT.items()}

    assert gathered(sums) == by_group(by_code)


def test_suggestions_and_hostile_questions_are_timed(tmp_path: Path) -> None:
    """Both are asked of a published index; nothing that is asked is refused."""
    Ours.build(CLINICS, str(tmp_path))

    assert len(suggest_ms(str(tmp_path), ASKED)) > 50
    assert min(hostile_ms(str(tmp_path), ASKED)) > 0
