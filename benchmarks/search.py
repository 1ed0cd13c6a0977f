"""Search: ours beside Whoosh, SQLite, tantivy and PostgreSQL, in one process and one run.

    python -m benchmarks.search --size 10000 --each 60 --seed 5

Seeded synthetic clinics at real ZIP points and six kinds of questions, in random order; for each
question the engines are asked in random order, three times, and the best counts. Totals, facet
counts and, where distance orders, the first clinics are compared with what looking at every clinic
gives; scores with Whoosh's own. An answer is the total, the facet counts and the ids of the page;
what it takes with the clinics of the page read and decoded is told beside it. An engine that this
machine lacks is said to be missing; naive Whoosh is left out above 10,000 clinics. Any wrong answer
makes the exit code 1.
"""

import json
import pickle
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import cast

import click

from benchmarks import search_process
from benchmarks.result import print_result
from benchmarks.search_data import SyntheticClinics
from benchmarks.search_engine import Engine
from benchmarks.search_engines import ENGINES
from benchmarks.search_measure import Measured, equal_to_whoosh, measure
from benchmarks.search_ours import Ours
from benchmarks.search_postgis import MissingError, PostGIS, serving
from benchmarks.search_questions import Question, questions
from benchmarks.search_report import Built, figures, print_tables
from benchmarks.search_truth import Truth
from benchmarks.search_whoosh import NaiveWhoosh

LARGEST_FOR_WHOOSH = 10_000


@click.command()
@click.option("--size", default=10_000, show_default=True, help="How many clinics.")
@click.option("--each", default=60, show_default=True, help="Questions of each kind.")
@click.option("--seed", default=5, show_default=True, help="Of clinics, questions and order.")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(sorted({*ENGINES} - {Ours.name})),
    help="Leave out.",
)
def main(size: int, each: int, seed: int, without: tuple[str, ...]) -> None:
    """Build, ask, compare and print."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers and folders go too
    asked = questions(SyntheticClinics(size, seed), each, seed)
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder, ExitStack() as stack:
        work = Path(folder)
        (work / search_process.MADE).write_text(json.dumps([size, seed]), "utf-8")
        (work / search_process.QUESTIONS).write_bytes(pickle.dumps(asked))
        prepared = search_process.run("prepare", "", work)
        names = [name for name in ENGINES if name not in without and _fits(name, size)]
        built = [index for name in names if (index := _built(name, work, stack))]
        measured, judged = _asked(built, asked, work, Random(seed))
        alone = {
            index.name: search_process.run("serve", index.name, work, index.place)
            for index in built
            if index.name not in (PostGIS.name, NaiveWhoosh.name)
        }
    print_tables(size, asked, measured, built, alone, prepared)
    print_result(figures(measured, built, alone, judged))
    if any(engine.wrong for engine in measured.values()):
        sys.exit(1)


def _fits(name: str, size: int) -> bool:
    """Whether an engine can be waited for at that size."""
    return name != NaiveWhoosh.name or size <= LARGEST_FOR_WHOOSH


def _built(name: str, work: Path, stack: ExitStack) -> Built | None:
    """Build an engine in a process of its own; None, with a word why, if it is missing here."""
    try:
        place = stack.enter_context(serving()) if name == PostGIS.name else _folder(work / name)
    except MissingError as problem:
        print(problem)
        return None
    cost = search_process.run("build", name, work, place)
    print(f"{name} built in {cost.seconds:.1f} s", flush=True)
    if name == PostGIS.name:
        return Built(name, place, cost, PostGIS.size(place) / 1e6)
    files = [path for path in Path(place).rglob("*") if path.is_file() and not path.is_symlink()]
    return Built(name, place, cost, sum(path.stat().st_size for path in files) / 1e6)


def _folder(path: Path) -> str:
    path.mkdir()
    return str(path)


def _asked(
    built: Sequence[Built], asked: Sequence[Question], work: Path, random: Random
) -> tuple[dict[str, Measured], float | None]:
    """Return what every engine did, and which share Whoosh judged equal; None without Whoosh."""
    with ExitStack() as stack:
        engines: dict[str, Engine] = {
            index.name: stack.enter_context(closing(ENGINES[index.name](index.place, work)))
            for index in built
        }
        ours, judge = engines[Ours.name], engines.get(NaiveWhoosh.name)
        look_up = cast(Ours, ours).look_up
        measured = measure([*engines.values()], asked, Truth(work, asked), look_up, random)
        if judge is None:
            return measured, None
        return measured, equal_to_whoosh(ours, cast(NaiveWhoosh, judge), asked)


if __name__ == "__main__":
    main()
