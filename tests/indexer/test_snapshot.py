"""Publishing and opening snapshots: whatever happens, the last good one serves."""

import errno
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest

from indexer import snapshot
from indexer.clinic import Clinic, Gone, Moved, Point, Precision, Status
from indexer.current import CurrentIndex
from indexer.engine import manifest as manifests
from indexer.engine import shelf
from indexer.engine.manifest import BadSnapshot
from indexer.search import IndexUnavailable, Near, Query
from indexer.snapshot import PublishError
from tests.indexer.clinics import clinic, fact

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHECKOUT = Path(__file__).parents[2]


def published(folder: Path, count: int = 3, hour: int = 0, inputs: str = "") -> Path:
    """Publish *count* invented clinics, *hour* hours after noon."""
    clinics = [clinic(id=f"c{number}", at=(number % 90, 0)) for number in range(count)]
    built_at = NOON + timedelta(hours=hour)
    return snapshot.publish(
        clinics, {}, {}, folder, built_at=built_at, inputs=inputs or f"{count} clinics"
    )


def generations(folder: Path) -> list[str]:
    """Return what lies in *folder*, but for its lock and its link."""
    return sorted(path.name for path in folder.iterdir() if path.name not in (".lock", "current"))


class TestPublish:
    """One build, from clinics to the snapshot that serves."""

    def test_what_was_published_is_served(self, tmp_path: Path) -> None:
        """The current snapshot has the clinics, the moved and the gone ids, and its own name."""
        gone = Gone(since=NOON.date(), point=Point(lat=1, lon=2, precision=Precision.CITY))
        shut = clinic(id="b", status=Status.CLOSED)
        path = snapshot.publish(
            [clinic(id="a"), shut], {"old": Moved(to="a")}, {"dead": gone}, tmp_path,
            built_at=NOON, inputs="abc", sources={"starter": NOON},
        )  # fmt: skip
        index = snapshot.open_current(tmp_path)
        assert (index.size, index.generation) == (1, path.name)
        assert index.clinic("a") == clinic(id="a")
        assert (index.clinic("b"), index.clinic("old")) == (shut, Moved(to="a"))
        assert index.clinic("dead") == gone

    def test_manifest_tells_what_it_was_built_from(self, tmp_path: Path) -> None:
        """Counts, inputs, time and the sources' dates stand in the manifest."""
        path = snapshot.publish(
            [clinic()], {"old": Moved(to="x")}, {}, tmp_path,
            built_at=NOON, inputs="abc", sources={"starter": NOON},
        )  # fmt: skip
        manifest = manifests.read(path)
        assert manifest.counts == {"open": 1, "listed": 1, "moved": 1, "gone": 0}
        assert (manifest.inputs, manifest.built_at) == ("abc", NOON)
        assert manifest.sources == {"starter": NOON}
        assert manifest.generation == path.name
        assert set(manifest.files) == set(manifests.sums(path))

    def test_nothing_in_a_snapshot_is_a_pickle(self, tmp_path: Path) -> None:
        """A snapshot is plain arrays, JSON and text: opening it runs nothing that it says."""
        path = published(tmp_path)
        for file in path.iterdir():
            assert file.suffix in {".npy", ".json", ".jsonl", ".txt"}
            if file.suffix == ".npy":
                np.load(file, allow_pickle=False)

    def test_current_inputs_tell_whether_to_build(self, tmp_path: Path) -> None:
        """The inputs of the current snapshot are known; "" before there is one."""
        assert snapshot.current_inputs(tmp_path / "none") == ""
        published(tmp_path, inputs="first")
        published(tmp_path, hour=1, inputs="second")
        assert snapshot.current_inputs(tmp_path) == "second"

    def test_last_three_are_kept(self, tmp_path: Path) -> None:
        """Of five snapshots the last three stay, and nothing else does."""
        paths = [published(tmp_path, hour=hour) for hour in range(5)]
        assert generations(tmp_path) == [path.name for path in paths[2:]]

    def test_current_is_kept_however_old_its_clock(self, tmp_path: Path) -> None:
        """A build whose clock is behind is current, and is not removed as the oldest."""
        for hour in range(1, 4):
            published(tmp_path, hour=hour)
        path = published(tmp_path, hour=0)
        assert snapshot.open_current(tmp_path).generation == path.name

    def test_two_builds_in_one_second_are_two(self, tmp_path: Path) -> None:
        """A second build at the same moment, of the same inputs, gets a name of its own."""
        first, second = published(tmp_path), published(tmp_path)
        assert first.name < second.name
        assert snapshot.open_current(tmp_path).generation == second.name

    def test_same_clinics_in_any_order_are_the_same_files(self, tmp_path: Path) -> None:
        """The files that serve depend on the clinics alone, not on the order they came in."""
        clinics = [clinic(id=f"{n}", states=["kap", "ptsd"]) for n in range(4)]
        sums = []
        for order in (clinics, clinics[::-1]):
            path = snapshot.publish(order, {}, {}, tmp_path, built_at=NOON, inputs="")
            sums.append(manifests.read(path).files)
        assert sums[0] == sums[1]

    def test_no_clinics_are_not_published(self, tmp_path: Path) -> None:
        """A build that found nothing never empties the directory."""
        published(tmp_path)
        with pytest.raises(PublishError, match="no clinic"):
            snapshot.publish([], {}, {}, tmp_path, built_at=NOON, inputs="")
        assert snapshot.open_current(tmp_path).size == 3

    def test_one_id_for_two_clinics_is_refused(self, tmp_path: Path) -> None:
        """Two clinics under one id would be one link to two places."""
        twins = [clinic(id="x", name="A"), clinic(id="x", name="B")]
        with pytest.raises(PublishError, match="2 clinics have the id x"):
            snapshot.publish(twins, {}, {}, tmp_path, built_at=NOON, inputs="")

    @pytest.mark.parametrize(
        ("bad", "named"),
        [
            (clinic(at=(float("nan"), 0)), "point of the clinic imaginary1"),
            (clinic(at=(0, 180.1)), "point of the clinic imaginary1"),
            (
                clinic(facts=(replace(fact("kap"), confidence=float("nan")),)),
                "imaginary1 as it was",
            ),
            (clinic(name="\ud800"), "not Unicode"),
        ],
    )
    def test_a_clinic_that_cannot_be_kept_stops_the_build(
        self, tmp_path: Path, bad: Clinic, named: str
    ) -> None:
        """A clinic that would not come back as it was is named, and the old snapshot serves."""
        published(tmp_path)
        with pytest.raises(PublishError, match=named):
            snapshot.publish([bad], {}, {}, tmp_path, built_at=NOON, inputs="")
        assert snapshot.open_current(tmp_path).size == 3
        assert len(generations(tmp_path)) == 1

    def test_many_clinics_at_one_point_verify(self, tmp_path: Path) -> None:
        """More clinics in one town centre than a page holds do not fail the verification."""
        clinics = [clinic(id=f"c{number:04}", name="") for number in range(1100)]
        snapshot.publish(clinics, {}, {}, tmp_path, built_at=NOON, inputs="")
        assert snapshot.open_current(tmp_path).size == 1100


class TestFailures:
    """What stops a build is named, and leaves no trace."""

    def test_second_publisher_is_turned_away(self, tmp_path: Path) -> None:
        """While one process publishes, another is told to wait, and breaks nothing."""
        published(tmp_path)
        with shelf.locked(tmp_path), pytest.raises(PublishError, match="another process"):
            published(tmp_path, hour=1)
        assert published(tmp_path, hour=2).is_dir()

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        """A file where the folder should be is told with its path."""
        (tmp_path / "file").touch()
        with pytest.raises(PublishError, match=r"cannot write a snapshot into .*file"):
            published(tmp_path / "file")

    def test_a_missing_right_is_named_with_its_mend(self, tmp_path: Path) -> None:
        """A user without the right to write there is told to get it."""
        tmp_path.chmod(0o555)
        said = run(
            "import os\nif os.getuid() == 0: os.setuid(65534)\n"
            "try: publish(3)\n"
            "except snapshot.PublishError as problem: print(problem)",
            tmp_path / "snapshots",
        ).stdout
        assert "Permission denied; give this user the right to write there" in said

    def test_a_full_disk_leaves_the_old_snapshot(self, tmp_path: Path) -> None:
        """When a file cannot grow any more, nothing is left of the build and the old one serves."""
        old = published(tmp_path)
        said = run(
            "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
            "try: publish(400)\n"
            "except snapshot.PublishError as problem: print(problem)",
            tmp_path,
        ).stdout
        assert "cannot write a snapshot into" in said
        assert "; allow this user larger files" in said
        assert generations(tmp_path) == [old.name]
        assert snapshot.open_current(tmp_path).size == 3

    def test_no_space_left_has_a_mend(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The system's word for a full disk is answered with what to do about it."""

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(PublishError, match="No space left on device; free some disk space"):
            published(tmp_path)
        assert generations(tmp_path) == []


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, with `publish(count)` publishing into *folder*."""
    prelude = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from indexer import snapshot\n"
        "from tests.indexer import test_snapshot\n"
        f"publish = lambda count: test_snapshot.published(Path({str(folder)!r}), count, hour=1)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", prelude + code],
        cwd=CHECKOUT, text=True, capture_output=True, check=False, timeout=120,
    )  # fmt: skip


class TestKilled:
    """A publisher that dies by kill -9."""

    @pytest.mark.parametrize(
        ("event", "path", "size"),
        [
            ("open", "documents.jsonl", 3),
            ("open", "posting_rows.npy", 3),
            ("open", "tokens.npy", 3),
            ("open", "manifest.json", 3),
            ("os.rename", ".building-", 3),
            ("os.symlink", ".current-new", 3),
            ("os.rename", ".current-new", 3),
            ("shutil.rmtree", ".building-", 5),
        ],
    )
    def test_killed_at_any_step_the_last_good_serves(
        self, tmp_path: Path, event: str, path: str, size: int
    ) -> None:
        """Killed as it writes, renames or switches, the old or the new serves, whole; then a new
        build cleans up."""
        published(tmp_path)
        died = run(
            "def die(event, args):\n"
            f"    if event == {event!r} and any({path!r} in str(arg) for arg in args):\n"
            "        os.kill(os.getpid(), signal.SIGKILL)\n"
            "sys.addaudithook(die)\n"
            "publish(5)\n",
            tmp_path,
        )
        assert died.returncode == -signal.SIGKILL
        assert snapshot.open_current(tmp_path).size == size
        assert CurrentIndex(tmp_path).size == size

        published(tmp_path, count=7, hour=2)
        assert snapshot.open_current(tmp_path).size == 7
        assert not [name for name in generations(tmp_path) if name.startswith(".")]


class TestDamage:
    """Snapshots that are not what they were."""

    ARRAYS = (
        "average_lengths balls beginning_bitmaps beginnings_starts by_name denied dense_best "
        "dense_best_impacts dense_bitmaps dense_line_of_term document_counts document_starts "
        "id_of_line ids_starts lengths line_of_id name_word_rows name_word_starts "
        "name_words_starts place_starts placed places posting_fields posting_impacts posting_rows "
        "posting_starts rank regions row_starts spelling_counts spelling_lengths spelling_letters "
        "spelling_pairs spellings_by_length spellings_starts spells stated term_of_spelling "
        "terms_starts tokens vectors week_of words_of_name words_of_name_starts zone_of_week"
    )
    FILES = tuple(sorted([
        *(f"{name}.npy" for name in ARRAYS.split()), "beginnings.txt", "codes.json",
        "documents.jsonl", "ids.txt", "labels.json", "manifest.json", "name_words.txt",
        "regions.json", "spellings.txt", "terms.txt", "zones.json",
    ]))  # fmt: skip

    def test_the_list_of_files_is_complete(self, tmp_path: Path) -> None:
        """These tests flip a bit in every file that a snapshot has."""
        path = published(tmp_path)
        assert tuple(sorted(file.name for file in path.iterdir() if file.is_file())) == self.FILES

    @pytest.mark.parametrize("name", FILES)
    def test_one_wrong_bit_is_refused(self, tmp_path: Path, name: str) -> None:
        """A bit flipped anywhere in any file is noticed; the message names the mend."""
        file = published(tmp_path) / name
        whole = file.read_bytes()
        for position in {0, len(whole) // 3, len(whole) // 2, len(whole) - 1}:
            file.write_bytes(
                whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :]
            )
            with pytest.raises(IndexUnavailable, match=r"cannot be used.*python -m indexer build"):
                snapshot.open_current(tmp_path)
        file.write_bytes(whole)
        assert snapshot.open_current(tmp_path).size == 3

    def test_a_wrong_bit_in_a_large_snapshot_is_found_by_inspection(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A large snapshot opens at once; every byte is read to inspect it, or to go back to it."""
        file = published(tmp_path) / "posting_rows.npy"
        published(tmp_path, hour=1)
        monkeypatch.setattr(manifests, "SMALL", 0)
        file.write_bytes(file.read_bytes()[:-1] + b"\xff")
        assert manifests.verified(file.parent).counts["open"] == 3
        with pytest.raises(BadSnapshot, match="does not have the checksum"):
            manifests.verified(file.parent, every_byte=True)
        with pytest.raises(PublishError, match="no good snapshot before"):
            snapshot.rollback(tmp_path)

    @pytest.mark.parametrize("name", FILES)
    def test_a_missing_or_short_file_is_refused(self, tmp_path: Path, name: str) -> None:
        """A snapshot that was copied by half is refused, and the file is named."""
        file = published(tmp_path) / name
        file.write_bytes(file.read_bytes()[:-1])
        with pytest.raises(IndexUnavailable, match=name):
            snapshot.open_current(tmp_path)
        file.unlink()
        with pytest.raises(IndexUnavailable, match=name):
            snapshot.open_current(tmp_path)

    def test_another_schema_is_refused_and_built_anew(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A snapshot of another version is refused, and its inputs do not count as built."""
        published(tmp_path, inputs="same")
        written = manifests.FORMAT
        monkeypatch.setattr(manifests, "FORMAT", written + 1)
        with pytest.raises(IndexUnavailable, match=f"its schema is '{written}-"):
            snapshot.open_current(tmp_path)
        assert snapshot.current_inputs(tmp_path) == ""
        published(tmp_path, hour=1, inputs="same")
        assert snapshot.open_current(tmp_path).size == 3

    def test_nothing_published_is_told_with_its_mend(self, tmp_path: Path) -> None:
        """An empty or missing folder tells to run the indexer."""
        for folder in (tmp_path, tmp_path / "none"):
            with pytest.raises(
                IndexUnavailable, match=r"no snapshot .* run `python -m indexer build`"
            ):
                snapshot.open_current(folder)
            with pytest.raises(IndexUnavailable, match="no snapshot"):
                snapshot.open_latest_good(folder)

    def test_a_dangling_link_is_refused(self, tmp_path: Path) -> None:
        """A `current` that points to nothing names what is missing."""
        shutil.rmtree(published(tmp_path))
        with pytest.raises(IndexUnavailable, match=r"manifest\.json cannot be read"):
            snapshot.open_current(tmp_path)

    def test_a_snapshot_under_another_name_is_refused(self, tmp_path: Path) -> None:
        """A copy that followed the link, and so has another name, is refused."""
        path = published(tmp_path)
        (tmp_path / "current").unlink()
        path.rename(tmp_path / "current")
        with pytest.raises(IndexUnavailable, match=f"its manifest is that of {path.name}"):
            snapshot.open_current(tmp_path)

    def test_another_json_is_no_manifest(self, tmp_path: Path) -> None:
        """Any other JSON in the manifest's place is damage, not a crash."""
        path = published(tmp_path)
        for content in (b"", b"{}", b"[]", b"null", b'{"sha256": 1, "manifest": {}}', b"\xff"):
            (path / "manifest.json").write_bytes(content)
            with pytest.raises(BadSnapshot, match="damaged"):
                manifests.read(path)

    def test_latest_good_falls_back_to_the_newest_whole_one(self, tmp_path: Path) -> None:
        """With the two newest damaged, the third serves; with all damaged, the reason is told."""
        paths = [published(tmp_path, count=hour + 1, hour=hour) for hour in range(3)]
        for path, size in zip(paths[:0:-1], (2, 1), strict=True):
            (path / "posting_rows.npy").unlink()
            assert snapshot.open_latest_good(tmp_path).size == size
        (paths[0] / "posting_rows.npy").unlink()
        with pytest.raises(IndexUnavailable, match=paths[2].name):
            snapshot.open_latest_good(tmp_path)


class TestRollback:
    """Back to the snapshot before."""

    def test_previous_becomes_current(self, tmp_path: Path) -> None:
        """Rolling back once and twice goes back once and twice; then there is no more."""
        first, second, _third = (published(tmp_path, hour=hour) for hour in range(3))
        assert snapshot.rollback(tmp_path) == second
        assert snapshot.rollback(tmp_path) == first
        with pytest.raises(PublishError, match="no good snapshot before"):
            snapshot.rollback(tmp_path)
        assert snapshot.open_current(tmp_path).generation == first.name

    def test_a_damaged_previous_is_skipped(self, tmp_path: Path) -> None:
        """A damaged snapshot is never made current."""
        first, second, _third = (published(tmp_path, hour=hour) for hour in range(3))
        (second / "ids.txt").unlink()
        assert snapshot.rollback(tmp_path) == first

    def test_nothing_to_roll_back(self, tmp_path: Path) -> None:
        """Without any snapshot there is nothing before it."""
        with pytest.raises(PublishError, match="no good snapshot"):
            snapshot.rollback(tmp_path)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds that the test has let pass."""
        return self.now


class TestCurrentIndex:
    """The index that the web app asks."""

    def test_a_new_snapshot_is_served_within_a_second(self, tmp_path: Path) -> None:
        """It looks at most once a second, and then answers from the new one."""
        published(tmp_path, count=1)
        clock = Clock()
        index = CurrentIndex(tmp_path, clock)
        assert index.size == 1
        newer = published(tmp_path, count=2, hour=1)
        clock.now = 0.9
        assert index.size == 1
        clock.now = 1.0
        assert (index.size, index.generation) == (2, newer.name)
        assert index.search(Query()).total == 2
        assert isinstance(index.clinic("c1"), Clinic)

    def test_without_a_snapshot_it_says_so_until_there_is_one(self, tmp_path: Path) -> None:
        """No snapshot is an error at every question, never "no clinics"; then it serves."""
        clock = Clock()
        index = CurrentIndex(tmp_path / "later", clock)
        for _ in range(2):
            with pytest.raises(IndexUnavailable, match="no snapshot"):
                index.search(Query())
        published(tmp_path / "later")
        clock.now = 1.0
        assert index.size == 3

    def test_a_bad_new_snapshot_is_refused_and_said_once(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The old snapshot goes on serving; the log has one line, however often one asks."""
        published(tmp_path, count=1)
        clock = Clock()
        index = CurrentIndex(tmp_path, clock)
        assert index.size == 1
        bad = published(tmp_path, count=2, hour=1)
        sound = (bad / "rank.npy").read_bytes()
        (bad / "rank.npy").write_bytes(b"")
        with caplog.at_level(logging.WARNING):
            for second in range(1, 100):
                clock.now = float(second)
                assert index.size == 1
        assert len(caplog.records) == 1
        assert bad.name in caplog.text

        (bad / "rank.npy").write_bytes(sound)  # the copy has arrived whole
        clock.now = 200.0
        assert index.size == 2

    def test_a_later_good_snapshot_follows_a_bad_one(self, tmp_path: Path) -> None:
        """A refused snapshot does not keep the next one from serving at once."""
        published(tmp_path, count=1)
        clock = Clock()
        index = CurrentIndex(tmp_path, clock)
        assert index.size == 1
        (published(tmp_path, count=2, hour=1) / "rank.npy").unlink()
        clock.now = 1.0
        assert index.size == 1
        published(tmp_path, count=4, hour=2)
        clock.now = 2.0
        assert index.size == 4

    def test_at_the_start_an_older_good_snapshot_serves(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A server that starts over a damaged snapshot serves the one before, and says so."""
        published(tmp_path, count=1)
        (published(tmp_path, count=2, hour=1) / "ids.txt").unlink()
        with caplog.at_level(logging.WARNING):
            assert CurrentIndex(tmp_path, Clock()).size == 1
        assert "the older snapshot" in caplog.text

    def test_rollback_is_followed(self, tmp_path: Path) -> None:
        """What `rollback` made current is served like a new one."""
        published(tmp_path, count=1)
        published(tmp_path, count=2, hour=1)
        clock = Clock()
        index = CurrentIndex(tmp_path, clock)
        assert index.size == 2
        snapshot.rollback(tmp_path)
        clock.now = 1.0
        assert index.size == 1

    def test_first_questions_that_come_together_are_all_answered(self, tmp_path: Path) -> None:
        """Who comes while the first snapshot is being opened waits for it."""
        published(tmp_path, count=200)
        index, start = CurrentIndex(tmp_path), threading.Barrier(8)
        sizes: list[int] = []

        def ask() -> None:
            start.wait()
            sizes.append(index.size)

        askers = [threading.Thread(target=ask) for _ in range(8)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert sizes == [200] * 8

    def test_no_question_fails_while_snapshots_are_swapped(self, tmp_path: Path) -> None:
        """Threads that ask all the time see the old or the new snapshot, whole, and no error."""
        published(tmp_path, count=1)
        index = CurrentIndex(tmp_path, _impatient())
        done = threading.Event()
        seen: set[int] = set()
        failures: list[BaseException] = []

        def ask() -> None:
            near = Near(lat=0, lon=0, radius_km=20_000)
            try:
                while not done.is_set():
                    seen.add(len(index.search(Query(place=near)).hits))
                    time.sleep(0.001)
            except BaseException as failure:  # noqa: BLE001  # reported by the test itself
                failures.append(failure)

        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        for count in range(2, 7):
            published(tmp_path, count=count, hour=count)
        done.set()
        for asker in askers:
            asker.join()
        assert not failures
        assert index.size == 6
        assert {1} < seen <= set(range(1, 7))


def _impatient() -> Callable[[], float]:
    """Return a clock on which a second passes at every look."""
    seconds = iter(range(10**9))
    return lambda: float(next(seconds))


def test_manifest_reads_as_json_for_people(tmp_path: Path) -> None:
    """The manifest is indented JSON that any tool reads."""
    text = (published(tmp_path) / "manifest.json").read_text("utf-8")
    assert msgspec.json.decode(text)["manifest"]["counts"]["open"] == 3
    assert text.count("\n") > 20
