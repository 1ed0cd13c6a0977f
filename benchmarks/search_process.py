"""Builds or serves one engine, alone in its process, and tells time and memory.

    python -m benchmarks.search_process prepare|build|serve ENGINE WORK PLACE

WORK is the folder of one benchmark; PLACE is where the engine's files lie, or PostgreSQL's
connection text. The last line printed is the `Cost` as JSON.
"""

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import search_rows
from benchmarks.search_data import SyntheticClinics
from benchmarks.search_engine import Engine
from benchmarks.search_engines import ENGINES, FROM_CLINICS
from benchmarks.search_extremes import hostile_ms, suggest_ms
from benchmarks.search_ours import Ours
from benchmarks.search_questions import WARM_UP, Question

MADE = "made.json"
"""The size and the seed of the clinics."""
QUESTIONS = "questions.pickle"
ROUNDS = 3
"""How often all questions are asked; other programs run on the machine."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process used."""

    seconds: float = 0.0
    """Of the work alone: without imports and what had to be there before."""
    peak_mb: float = 0.0
    after_mb: float = 0.0
    """Memory in use after the work."""
    before_mb: float = 0.0
    """Memory in use before the work: programs, and clinics where they are made before."""
    open_cold_ms: float = 0.0
    """To open it and answer once, its files dropped from the disk cache before."""
    open_ms: float = 0.0
    """To open it again."""
    first_ms: tuple[float, ...] = ()
    """Of each question when it is asked for the first time."""
    times_ms: tuple[float, ...] = ()
    """Of each question, the best of all rounds."""
    suggest_ms: tuple[float, ...] = ()
    """Of suggestions while words are typed; () for rivals."""
    hostile_ms: tuple[float, ...] = ()
    """Processor time of questions that nobody means well; () for rivals."""


def run(task: str, engine: str, work: Path, place: str = "") -> Cost:
    """Do a task in a process of its own; return what it cost."""
    command = [sys.executable, "-m", "benchmarks.search_process", task, engine, str(work), place]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Cost(**json.loads(printed.splitlines()[-1]))


def prepare(work: Path) -> Cost:
    """Write the rows that rivals and truth read."""
    clinics = made(work)
    return _measured(lambda: search_rows.write(clinics, work))


def build(engine: str, work: Path, place: str) -> Cost:
    """Build an engine; clinics are made before, as a real build has them when it comes to this."""
    kind = ENGINES[engine]
    source = list(made(work)) if kind in FROM_CLINICS else search_rows.Rows(work)
    return _measured(lambda: kind.build(source, place))


def serve(engine: str, work: Path, place: str) -> Cost:
    """Ask one engine all questions, after a few to warm up."""
    asked: list[Question] = pickle.loads((work / QUESTIONS).read_bytes())  # noqa: S301  # our own
    before = _resident_mb()
    _forget(Path(place))
    start = time.perf_counter()
    index = ENGINES[engine](place, work)
    index.ask(asked[0].query)
    cold = time.perf_counter() - start
    index.close()
    start = time.perf_counter()
    index = ENGINES[engine](place, work)
    warm = time.perf_counter() - start
    for question in asked[:WARM_UP]:
        index.ask(question.query)
    rounds = [[_time_ms(index, question) for question in asked] for _ in range(ROUNDS)]
    after = _resident_mb()
    is_ours = engine == Ours.name
    return Cost(
        peak_mb=_peak_mb(),
        before_mb=before,
        after_mb=after,
        suggest_ms=suggest_ms(place, asked) if is_ours else (),
        hostile_ms=hostile_ms(place, asked) if is_ours else (),
        open_cold_ms=cold * 1000,
        open_ms=warm * 1000,
        first_ms=tuple(rounds[0]),
        times_ms=tuple(min(times) for times in zip(*rounds, strict=True)),
    )


def _time_ms(index: Engine, question: Question) -> float:
    start = time.perf_counter()
    index.ask(question.query)
    return (time.perf_counter() - start) * 1000


def made(work: Path) -> SyntheticClinics:
    """Return the clinics of a benchmark."""
    return SyntheticClinics(*json.loads((work / MADE).read_text("utf-8")))


def _measured(work: Callable[[], None]) -> Cost:
    before = _resident_mb()
    start = time.perf_counter()
    work()
    return Cost(seconds=time.perf_counter() - start, peak_mb=_peak_mb(), before_mb=before)


def _peak_mb() -> float:
    # Not getrusage: what the parent had in memory counts there too (execve(2) keeps the maximum).
    return _status_mb("VmHWM")


def _resident_mb() -> float:
    return _status_mb("VmRSS")


def _status_mb(name: str) -> float:
    """Return a line of this process's status, which Linux tells in KiB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    [value] = [line.split()[1] for line in lines if line.startswith(f"{name}:")]
    return int(value) / 1024


def _forget(place: Path) -> None:
    """Ask the system to drop the engine's files from its cache: the nearest to a cold disk."""
    os.sync()
    for path in place.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def main(task: str, engine: str, work: str, place: str) -> None:
    """Do what was asked for and print its cost."""
    tasks = {
        "prepare": lambda: prepare(Path(work)),
        "build": lambda: build(engine, Path(work), place),
        "serve": lambda: serve(engine, Path(work), place),
    }
    print(json.dumps(asdict(tasks[task]())))


if __name__ == "__main__":
    main(*sys.argv[1:])
