"""Search: ours beside naive Whoosh and SQLite FTS5 + R*Tree, in one process and one run.

    python -m benchmarks.search --size 10000 --each 60 --seed 5

Seeded synthetic clinics at real ZIP points and four kinds of questions, in random order; for each
question the engines are asked in random order, three times, and the median counts. Totals, facet
counts and, where distance orders, the first 20 clinics must be equal, or the run ends with the
difference. Naive Whoosh is left out above 10,000 clinics.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import median

import click
import numpy as np

from benchmarks.result import print_result
from benchmarks.search_data import clinics, questions
from benchmarks.search_rivals import Found, NaiveWhoosh, Sqlite
from indexer.clinic import Clinic
from indexer.engine.index import EmbeddedIndex, write_index
from indexer.search import Query

LARGEST_FOR_WHOOSH = 10_000
WARM_UP = 20
"""Questions asked before the clock runs."""
TRIES = 3
"""Of which the median counts: other programs may run on the machine."""
Ask = Callable[[Query], Found]


class Ours:
    """The embedded index, asked through the search port: its answers carry whole clinics."""

    name = "ours"

    def __init__(self, made: Sequence[Clinic], folder: Path) -> None:
        write_index(made, {}, {}, folder)
        self._index = EmbeddedIndex(folder, "benchmark")

    def ask(self, query: Query) -> Found:
        """Answer by the port."""
        answer = self._index.search(query)
        facets = {
            group: {code: count for code, count in counts.items() if count}
            for group, counts in answer.facets.items()
        }
        return Found(answer.total, facets, [hit.clinic.id for hit in answer.hits])


@click.command()
@click.option("--size", default=10_000, show_default=True, help="How many clinics.")
@click.option("--each", default=60, show_default=True, help="Questions of each kind.")
@click.option("--seed", default=5, show_default=True, help="Of clinics, questions and order.")
def main(size: int, each: int, seed: int) -> None:
    """Build, ask, compare and print."""
    made = clinics(size, seed)
    asked = questions(made, each, seed)
    kinds: list[type[Ours] | type[Sqlite] | type[NaiveWhoosh]] = [Ours, Sqlite]
    if size <= LARGEST_FOR_WHOOSH:
        kinds.append(NaiveWhoosh)
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        engines: dict[str, Ask] = {}
        builds: dict[str, float] = {}
        for kind in kinds:
            own = Path(folder) / kind.__name__
            own.mkdir()
            start = time.perf_counter()
            engines[kind.name] = kind(made, own).ask
            builds[kind.name] = time.perf_counter() - start
        times = measure(engines, asked, Random(seed))
    print_table(times, [kind for kind, _ in asked], builds, size)
    print_result(summary(times, builds))


def measure(
    engines: dict[str, Ask], asked: list[tuple[str, Query]], random: Random
) -> dict[str, list[float]]:
    """Return each engine's milliseconds for each question, its answers found equal."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _, query in asked[:WARM_UP]:
        for ask in engines.values():
            ask(query)
    for kind, query in asked:
        answers = {}
        tries: dict[str, list[float]] = {name: [] for name in engines}
        for name in random.sample([*engines] * TRIES, k=len(engines) * TRIES):
            start = time.perf_counter()
            answers[name] = engines[name](query)
            tries[name].append((time.perf_counter() - start) * 1000)
        for name, of_engine in tries.items():
            times[name].append(median(of_engine))
        compare(kind, query, answers)
    return times


def compare(kind: str, query: Query, answers: dict[str, Found]) -> None:
    """End the run with the difference unless all engines answered alike."""
    ours = answers[Ours.name]
    for name, other in answers.items():
        same_page = query.place is None or other.ids == ours.ids
        if (other.total, other.facets) != (ours.total, ours.facets) or not same_page:
            raise click.ClickException(f"{name} differs on {kind}: {query}\n{ours}\n{other}")


def percentiles(times: Sequence[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99."""
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return float(p50), float(p95), float(p99)


def print_table(
    times: dict[str, list[float]], asked: list[str], builds: dict[str, float], size: int
) -> None:
    """Print p50, p95 and p99 in ms for each kind and engine, and how long each build took."""
    print(f"{size:,} clinics, {len(asked)} questions, answers equal; ms p50 / p95 / p99")
    print(f"{'':22}" + "".join(f"{name:>28}" for name in times))
    for kind in [*dict.fromkeys(asked), "all"]:
        cells = []
        for of_engine in times.values():
            own = [t for t, k in zip(of_engine, asked, strict=True) if kind in (k, "all")]
            cells.append("{:.2f} / {:.2f} / {:.2f}".format(*percentiles(own)))
        print(f"{kind:22}" + "".join(f"{cell:>28}" for cell in cells))
    print(f"{'build, s':22}" + "".join(f"{builds[name]:>28.1f}" for name in times))
    for name in list(times)[1:]:
        print(f"total time of {name} over ours: {sum(times[name]) / sum(times[Ours.name]):.1f}")


def summary(times: dict[str, list[float]], builds: dict[str, float]) -> dict[str, float]:
    """Return the measured values; `over_whoosh` only where Whoosh was measured."""
    totals = {name: sum(of_engine) for name, of_engine in times.items()}
    p50, _, p99 = percentiles(times[Ours.name])
    result = {"over_sqlite": totals[Sqlite.name] / totals[Ours.name]}
    if NaiveWhoosh.name in totals:
        result["over_whoosh"] = totals[NaiveWhoosh.name] / totals[Ours.name]
    result.update(p50_ms=p50, p99_ms=p99, build_s=builds[Ours.name])
    return {name: round(value, 3) for name, value in result.items()}


if __name__ == "__main__":
    main()
