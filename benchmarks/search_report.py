"""Prints what the search benchmark measured."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.search_measure import Measured, over_ours
from benchmarks.search_ours import Ours
from benchmarks.search_process import Cost
from benchmarks.search_questions import Question

SHOWN_WRONG = 3
"""Wrong answers of an engine that are printed in full."""
WIDE = 26


@dataclass(frozen=True, slots=True)
class Built:
    """An engine's index, ready to be opened."""

    name: str
    place: str
    cost: Cost
    size_mb: float


def percentiles(times: Sequence[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99."""
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return float(p50), float(p95), float(p99)


def print_tables(
    size: int,
    asked: Sequence[Question],
    measured: Mapping[str, Measured],
    built: Sequence[Built],
    alone: Mapping[str, Cost],
    prepared: Cost,
) -> None:
    """Print times by kind, ratios, builds, and each engine in a process of its own."""
    print(f"\n{size:,} clinics, {len(asked)} questions, engines asked in random order")
    print("ms p50 / p95 / p99")
    _line("", list(measured))
    for kind in [*dict.fromkeys(question.kind for question in asked), "all"]:
        rows = [row for row, question in enumerate(asked) if kind in (question.kind, "all")]
        of_kind = {name: [m.times_ms[row] for row in rows] for name, m in measured.items()}
        _line(kind, [_three(times) for times in of_kind.values()])
    ratios = over_ours(measured)
    _line("total time over ours", [f"{ratios.get(name, 1):.1f}" for name in measured])
    whole = over_ours(measured, whole=True)
    _line("the same with clinics decoded", [f"{whole.get(name, 1):.1f}" for name in measured])
    _line("wrong answers", [str(len(engine.wrong)) for engine in measured.values()])
    _print_builds(size, built, prepared)
    _print_alone(alone)
    _print_wrong(measured)


def _print_builds(size: int, built: Sequence[Built], prepared: Cost) -> None:
    """Print what building cost; rivals get their words cut, whose cost is said apart."""
    _line("\nbuild", [index.name for index in built])
    cells: dict[str, Callable[[Built], str]] = {
        "seconds": lambda b: f"{b.cost.seconds:.1f}",
        "clinics a second": lambda b: f"{size / b.cost.seconds:,.0f}",
        "size, MB": lambda b: f"{b.size_mb:,.0f}",
        "peak memory, MB": lambda b: f"{b.cost.peak_mb:,.0f}",
        "of it before, MB": lambda b: f"{b.cost.before_mb:,.0f}",
    }
    for label, cell in cells.items():
        _line(label, [cell(index) for index in built])
    print(f"(words cut for rivals before: {prepared.seconds:.1f} s, {prepared.peak_mb:,.0f} MB)")


def _print_alone(alone: Mapping[str, Cost]) -> None:
    """Print what each engine that runs inside a process costs in one of its own."""
    _line("\nalone", list(alone))
    cells: dict[str, Callable[[Cost], str]] = {
        "ms p50 / p95 / p99": lambda cost: _three(cost.times_ms),
        "the same, first time asked": lambda cost: _three(cost.first_ms),
        "memory, MB": lambda cost: f"{cost.after_mb:,.0f}",
        "at its peak, MB": lambda cost: f"{cost.peak_mb:,.0f}",
        "of it before, MB": lambda cost: f"{cost.before_mb:,.0f}",
        "open and ask, cold, ms": lambda cost: f"{cost.open_cold_ms:,.0f}",
        "open again, ms": lambda cost: f"{cost.open_ms:,.1f}",
    }
    for label, cell in cells.items():
        _line(label, [cell(cost) for cost in alone.values()])
    ours = alone[Ours.name]
    print(f"suggestions, ms p50 / p95 / p99: {_three(ours.suggest_ms)}")
    print(f"the worst of {len(ours.hostile_ms)} hostile questions: {max(ours.hostile_ms):.1f} ms")


def _print_wrong(measured: Mapping[str, Measured]) -> None:
    for name, engine in measured.items():
        for question, answer, right in engine.wrong[:SHOWN_WRONG]:
            print(f"\n{name} is wrong: {question}\n  answer {answer}\n  truth  {right}")


def _line(label: str, cells: Sequence[str]) -> None:
    print(f"{label:32}" + "".join(f"{cell:>{WIDE}}" for cell in cells))


def _three(times: Sequence[float]) -> str:
    return "{:.2f} / {:.2f} / {:.2f}".format(*percentiles(times))


def figures(
    measured: Mapping[str, Measured],
    built: Sequence[Built],
    alone: Mapping[str, Cost],
    judged: float | None,
) -> dict[str, float]:
    """Return the figures for machines; what was not measured is left out."""
    result = {f"over_{name.lower()}": ratio for name, ratio in over_ours(measured).items()}
    whole = over_ours(measured, whole=True)
    result.update({f"over_{name.lower()}_whole": ratio for name, ratio in whole.items()})
    ours = alone[Ours.name]
    p50, p95, p99 = percentiles(ours.times_ms)
    [own] = [index for index in built if index.name == Ours.name]
    wrong = sum(len(engine.wrong) for engine in measured.values())
    result.update(p50_ms=p50, p95_ms=p95, p99_ms=p99, rss_mb=ours.after_mb)
    result.update(suggest_p99_ms=percentiles(ours.suggest_ms)[2], hostile_ms=max(ours.hostile_ms))
    result.update(first_p99_ms=percentiles(ours.first_ms)[2])
    result.update(open_cold_ms=ours.open_cold_ms, open_ms=ours.open_ms)
    result.update(build_s=own.cost.seconds, build_mb=own.cost.peak_mb, size_mb=own.size_mb)
    result.update(wrong=wrong, wrong_ours=len(measured[Ours.name].wrong))
    if judged is not None:
        result["equal_to_whoosh"] = judged
    return {name: round(value, 3) for name, value in result.items()}
