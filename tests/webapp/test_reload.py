"""A new snapshot is served, and the program stops, without a visitor noticing."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexer.clinic import Clinic
from indexer.snapshot import publish
from tests.indexer.clinics import clinic
from tests.webapp import slow_program, world
from tests.webapp.serving import STOPS_WITHIN_S, Running, publish_world, running

ASKERS = 4
SNAPSHOTS = 5
"""More than the shelf keeps: the first one is removed while it may still be asked."""
SEEN_WITHIN_S = 30
WORKERS = 2


@dataclass
class Load:
    """What visitors who asked without pause were told."""

    origin: Running
    answers: list[tuple[int, str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        """Ask until it is over; keep each answer, and each failure to get one."""
        while not self.over.is_set():
            for path in ("/healthz", "/search?q=harbor", "/c/harbor01/harbor-calm-clinic"):
                try:
                    status, _, page = self.origin.ask(path)
                except OSError as failure:
                    self.failures.append(f"{path}: {failure!r}")
                else:
                    self.answers.append((status, path, page))

    def generations(self) -> list[str]:
        """Return the snapshots that answered, in the order in which they first did."""
        health = (page for _, path, page in self.answers if path == "/healthz")
        return list(dict.fromkeys(re.findall(r'"generation": ?"([^"]+)"', " ".join(health))))


@contextmanager
def asking(server: Running) -> Iterator[Load]:
    """Give a load of several visitors at once, which ends with the block."""
    load = Load(server)
    askers = [threading.Thread(target=load.ask) for _ in range(ASKERS)]
    for asker in askers:
        asker.start()
    try:
        yield load
    finally:
        load.over.set()
        for asker in askers:
            asker.join()


def publish_again(folder: Path, number: int) -> str:
    """Publish the world with one clinic more and return the snapshot's name."""
    index = world.index()
    extra = (index.clinics["harbor01"], *_named(number))
    return publish(
        [*(c for c in index.clinics.values() if c.id != "harbor01"), *extra],
        index.moved,
        index.gone,
        folder,
        built_at=datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=number),
        inputs=f"invented {number}",
    ).name


def _named(number: int) -> tuple[Clinic, ...]:
    return (clinic(id=f"extra{number:03}", name=f"Extra Harbor {number}", at=(39.2, -77.0)),)


def wait_until(done: Callable[[], bool]) -> None:
    """Return once *done*; fail if that takes too long."""
    end = time.monotonic() + SEEN_WITHIN_S
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_new_snapshots_are_served_and_no_request_is_dropped(tmp_path: Path) -> None:
    """Published one after the other under load: every answer is whole, and the last one shows."""
    folder = publish_world(tmp_path / "index")
    with running(folder, "--workers", str(WORKERS)) as server, asking(server) as load:
        for number in range(1, SNAPSHOTS):
            name = publish_again(folder, number)
            wait_until(lambda name=name: name in load.generations())  # type: ignore[misc]
        wait_until(lambda: f"Extra Harbor {SNAPSHOTS - 1}" in server.ask("/search?q=extra")[2])
        asked = len(load.answers)
        wait_until(lambda: len(load.answers) > asked + 20)
    assert load.failures == []
    assert {status for status, _, _ in load.answers} == {200}
    assert all("Harbor Calm Clinic" in page for _, path, page in load.answers if "h?q" in path)
    assert all("</html>" in page for _, path, page in load.answers if path != "/healthz")
    assert len(load.generations()) == SNAPSHOTS


def test_workers_share_the_pages_of_a_snapshot(tmp_path: Path) -> None:
    """Each has the files mapped, none has a copy of its own: memory does not grow with workers."""
    folder = publish_world(tmp_path / "index")
    with running(folder, "--workers", str(WORKERS)) as server:
        for _ in range(10):
            assert server.ask("/search?q=harbor")[0] == 200
        workers = _children(server.process.pid)
        assert len(workers) == WORKERS
        private = {pid: _mapped(pid, folder) for pid in workers}
    assert all(sizes["Rss"] > 0 for sizes in private.values())
    assert all(sizes["Private_Dirty"] == 0 for sizes in private.values())


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in found.split()]


def _mapped(pid: int, folder: Path) -> dict[str, int]:
    """Return how many KiB of the files in *folder* a process has in memory, by kind."""
    sizes = {"Rss": 0, "Private_Dirty": 0}
    ours = False
    for line in Path(f"/proc/{pid}/smaps").read_text("utf-8").splitlines():
        words = line.split()
        if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            ours = str(folder) in line
        elif ours and words[0][:-1] in sizes:
            sizes[words[0][:-1]] += int(words[1])
    return sizes


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_an_answer_begun_is_finished_before_it_stops(how: signal.Signals) -> None:
    """Asked to stop in the middle of an answer, it gives the answer, then ends with 0."""
    command = [sys.executable, "-m", "tests.webapp.slow_program"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        server = Running(process, said, int(re.findall(r":(\d+)/", said)[0]))
        answers: list[tuple[int, str]] = []

        def ask() -> None:
            status, _, page = server.ask("/")
            answers.append((status, page))

        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        time.sleep(slow_program.SECONDS / 2)
        assert answers == []
        process.send_signal(how)
        for asker in askers:
            asker.join()
        assert answers == [(200, "done")] * len(askers)
        assert process.wait(timeout=STOPS_WITHIN_S) == 0
