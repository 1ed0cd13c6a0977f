"""What the command `search` tells of an answer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import ask, snapshot
from indexer.__main__ import main
from indexer.search import IndexUnavailable
from tests.indexer.clinics import clinic

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
DENVER, SEATTLE = (39.74, -104.99), (47.61, -122.33)
CLINICS = [
    clinic(
        id="d1", slug="harbor", name="Imaginary Harbor", city="Denver", state="CO",
        postcode="80202", at=DENVER, states=["esketamine.nasal"],
    ),
    clinic(
        id="s1", slug="lime", name="Invented Lime Lounge", city="Seattle", state="WA",
        postcode="98101", at=SEATTLE, states=["ketamine.iv"],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published index of two clinics."""
    folder = tmp_path_factory.mktemp("index")
    snapshot.publish(CLINICS, {}, {}, folder, built_at=NOW, inputs="tests")
    return folder


def ticks() -> Iterator[float]:
    """Yield a clock's readings, a tenth of a second apart."""
    return iter([tick / 10 for tick in range(100)])


def told(text: str, folder: Path, *, explain: bool = False) -> str:
    """Return what is told of *text*, with a clock that ticks."""
    clock = ticks()
    asked = ask.ask(text, folder, now=NOW, radius_km=80, limit=10, clock=lambda: next(clock))
    return "\n".join(ask.told(asked, explain=explain))


def test_hits_are_told_with_distance_facts_and_date(index: Path) -> None:
    """A hit's line says how far, what is stated, when it was seen and where it is to be read."""
    said = told("spravato near Denver", index)
    assert "1 clinic found:" in said
    assert "Imaginary Harbor, Denver, CO 80202" in said
    assert "Esketamine nasal spray (Spravato)" in said
    assert "seen 2026-11-02" in said
    assert "/c/d1/harbor" in said
    assert "Lime" not in said


def test_explanation_tells_pieces_and_the_time_of_each_stage(index: Path) -> None:
    """Every piece with its meaning, every stage with its milliseconds."""
    said = told("spravto near Denver within 25 miles open now", index, explain=True)
    assert "“spravto”, read as “spravato”: states: Esketamine nasal spray (Spravato)" in said
    assert "“near Denver”: the place Denver, CO" in said
    assert "“within 25 miles”: within 25 miles (40 km)" in said
    assert "the time: Tuesday 2026-11-24 13:00 MST" in said
    assert "100.00 ms  understand" in said
    assert "100.00 ms  search around a point" in said


def test_widening_is_said(index: Path) -> None:
    """Who asks around Boise is told that the hit is far away."""
    assert "Nothing nearer: looked" in told("spravato boise", index)


def test_unknown_place_is_said(index: Path) -> None:
    """No clinic near a place we do not know is not "no clinic"."""
    said = told("ketamine near zzyzxq", index)
    assert "We know no place “near zzyzxq”" in said


def test_words_left_out_are_said(index: Path) -> None:
    """What nobody states is named."""
    assert "found without “zzyzxqwerty”" in told("spravato denver zzyzxqwerty", index)


def test_a_name_stands_apart(index: Path) -> None:
    """Who types a clinic's name is shown it first."""
    assert "A clinic of that name:\n  1. Invented Lime Lounge" in told("lime lounge seattle", index)


def test_without_a_snapshot_the_mend_is_told(tmp_path: Path) -> None:
    """The error says which command makes one."""
    with pytest.raises(IndexUnavailable, match="indexer build"):
        told("spravato", tmp_path)
    done = CliRunner().invoke(main, ["search", "spravato", "--index", str(tmp_path)])
    assert done.exit_code == 1
    assert "python -m indexer build" in done.output


def test_the_command_answers(index: Path) -> None:
    """The door hands everything on."""
    done = CliRunner().invoke(main, ["search", "spravato", "--explain", "--index", str(index)])
    assert done.exit_code == 0, done.output
    assert "Imaginary Harbor" in done.output
    assert "Times, index" in done.output
