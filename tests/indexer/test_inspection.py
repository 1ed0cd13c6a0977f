"""What is told of snapshots: one, two side by side, and one handed to Whoosh."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import inspection, snapshot
from indexer.__main__ import main
from indexer.clinic import Clinic
from indexer.engine.judge.plain import plain_reader, scores, searcher
from indexer.engine.relevance import Kind
from indexer.search import IndexUnavailable
from tests.indexer.clinics import clinic

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEW = [clinic(id="a", name="Harbor", states=["kap"]), clinic(id="b", name="Calm")]
MORE = [*FEW[:1], clinic(id="c", sources=(), name="Ñandú Rivers", states=["kap", "ketamine.iv"])]


def published(folder: Path, clinics: list[Clinic], hour: int) -> str:
    """Publish *clinics*, *hour* hours after noon; return the generation."""
    path = snapshot.publish(
        clinics, {}, {}, folder, built_at=NOON + timedelta(hours=hour), inputs=f"{hour}",
        sources={"starter": NOON + timedelta(hours=hour)},
    )  # fmt: skip
    return path.name


def test_inspection_tells_counts_sizes_facets_and_dates(tmp_path: Path) -> None:
    """One reads how many clinics there are, what they state, how large it is and how old."""
    name = published(tmp_path, MORE, 1)
    text = "\n".join(inspection.inspected(tmp_path))
    for told in (f"{name}, built 2026-11-22 13:00 UTC", "2 open", "kap 2", "ketamine.iv 1",
                 "documents.jsonl", "MB, every byte as it was written", "starter"):  # fmt: skip
        assert told in text


def test_a_damaged_snapshot_is_not_inspected(tmp_path: Path) -> None:
    """A wrong bit is told with the file's name, and the exit code says so."""
    file = tmp_path / published(tmp_path, FEW, 0) / "tokens.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"\x7f")
    run = CliRunner().invoke(main, ["inspect", "--index", str(tmp_path)])
    assert run.exit_code == 1
    assert "tokens.npy does not have the checksum" in run.output


def test_difference_tells_counts_dates_and_clinics(tmp_path: Path) -> None:
    """Between two snapshots: counts that differ, sources read anew, clinics added and gone."""
    before = published(tmp_path, FEW, 0)
    published(tmp_path, MORE, 1)
    run = CliRunner().invoke(main, ["diff", "--index", str(tmp_path), before])
    assert run.exit_code == 0
    for told in ("therapy kap: 1 -> 2 (+1)", "offering ketamine.iv: 0 -> 1 (+1)",
                 "source starter: 2026-11-22 12:00 UTC -> 2026-11-22 13:00 UTC",
                 "1 added", "Ñandú Rivers"):  # fmt: skip
        assert told in run.output


def test_a_snapshot_and_itself_do_not_differ(tmp_path: Path) -> None:
    """Nothing is told but that nothing changed."""
    name = published(tmp_path, FEW, 0)
    told = list(inspection.difference(tmp_path, name, name))
    assert told[0] == "Both were built from the same listings by the same program."
    assert len(told) == 2
    assert "no change" in told[1]


def test_an_unknown_generation_is_named_with_those_there_are(tmp_path: Path) -> None:
    """A mistyped generation is told, and so are the right ones; a path is no generation."""
    name = published(tmp_path, FEW, 0)
    for wrong in ("20200101T000000Z-abc", "../x", "current"):
        run = CliRunner().invoke(main, ["diff", "--index", str(tmp_path), wrong])
        assert run.exit_code == 1
        assert wrong in run.output
        assert name in run.output


def test_an_export_is_a_whoosh_index_of_the_same_clinics(tmp_path: Path) -> None:
    """Whoosh opens what was exported, and finds a clinic by its name and by what it states."""
    published(tmp_path / "index", MORE, 0)
    into = tmp_path / "plain"
    arguments = ["export-whoosh", "--index", str(tmp_path / "index"), str(into)]
    assert "Wrote 2 clinics" in CliRunner().invoke(main, arguments).output
    with plain_reader(into) as reader:
        found = scores([(["river"], Kind.WORD), (["nandu"], Kind.WORD)], searcher(reader))
        assert [reader.stored_fields(row)["id"] for row in found] == ["c"]
        assert len(scores([(["kap"], Kind.WORD)], searcher(reader))) == 2

    again = CliRunner().invoke(main, arguments)
    assert again.exit_code == 1
    assert f"{into} is not empty" in again.output


def test_nothing_published_is_told(tmp_path: Path) -> None:
    """Without a snapshot every command names the mend."""
    for command in (["inspect"], ["diff", "x"], ["export-whoosh", str(tmp_path / "into")]):
        run = CliRunner().invoke(main, [*command, "--index", str(tmp_path / "none")])
        assert run.exit_code == 1
        assert isinstance(run.exception, SystemExit)


@pytest.mark.parametrize("generation", ["", "x"])
def test_opening_a_generation_that_is_not_there_is_unavailable(
    tmp_path: Path, generation: str
) -> None:
    """No snapshot is never an empty one."""
    with pytest.raises(IndexUnavailable):
        snapshot.open_generation(tmp_path, generation)
