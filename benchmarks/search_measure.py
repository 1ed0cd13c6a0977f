"""Asks all engines the same questions in one run, in random order, and holds them to the truth."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

from benchmarks.search_engine import Engine, Found
from benchmarks.search_ours import Ours
from benchmarks.search_questions import WARM_UP, Question
from benchmarks.search_truth import Truth, alike
from benchmarks.search_whoosh import NaiveWhoosh

LookUp: TypeAlias = Callable[[str], object]
"""Reads a clinic by its id."""
TRIES = 3
"""Of which the best counts: other programs run on the machine. Naive Whoosh has but one."""
SAME_SCORE = 1e-6
"""Relative; scores are sums of floats in whatever order."""


@dataclass(slots=True)
class Measured:
    """What one engine did."""

    times_ms: list[float] = field(default_factory=list)
    """Of each question, the clinics of the page included."""
    ids_ms: list[float] = field(default_factory=list)
    """The same up to the ids of the page: of ours, which gives no less than clinics, the same."""
    wrong: list[tuple[Question, Found, Found]] = field(default_factory=list)
    """Questions answered otherwise than by the truth, with both answers."""


def measure(
    engines: Sequence[Engine],
    asked: Sequence[Question],
    truth: Truth,
    look_up: LookUp,
    random: Random,
) -> dict[str, Measured]:
    """Return what each engine did, by its name.

    Ours answers with whole clinics; for its rivals they are looked up by id where ours has them,
    which is no slower than a document store of their own.
    """
    measured = {engine.name: Measured() for engine in engines}
    for question in asked[:WARM_UP]:
        for engine in engines:
            engine.ask(question.query)
    for question in asked:
        right = truth.ask(question.query)
        tries: dict[str, list[tuple[float, float]]] = {engine.name: [] for engine in engines}
        answers: dict[str, Found] = {}
        for engine in _turns(engines, random):
            start = time.perf_counter()
            answers[engine.name] = engine.ask(question.query)
            ids = time.perf_counter() - start
            if engine.name != Ours.name:
                _ = [look_up(clinic_id) for clinic_id in answers[engine.name].ids]
            tries[engine.name].append((time.perf_counter() - start, ids))
        for name, answer in answers.items():
            whole, ids = min(tries[name])
            measured[name].times_ms.append(whole * 1000)
            measured[name].ids_ms.append(ids * 1000)
            if not alike(question.query, answer, right):
                measured[name].wrong.append((question, answer, right))
    return measured


def _turns(engines: Sequence[Engine], random: Random) -> list[Engine]:
    """Return the engines in the order in which to ask them one question."""
    turns = [e for e in engines for _ in range(1 if e.name == NaiveWhoosh.name else TRIES)]
    random.shuffle(turns)
    return turns


def equal_to_whoosh(ours: Engine, judge: NaiveWhoosh, asked: Sequence[Question]) -> float:
    """Return the share of questions by words alone whose best have the scores Whoosh gives."""
    by_words = [question.query for question in asked if question.query.place is None]
    return sum(_same_best(ours.ask(query), judge.scores(query)) for query in by_words) / len(
        by_words
    )


def _same_best(found: Found, scores: Mapping[str, float]) -> bool:
    """Whether all is found, and the page has the best scores, in their order."""
    best = sorted(scores.values(), reverse=True)[: len(found.ids)]
    shown = [scores.get(clinic_id, 0.0) for clinic_id in found.ids]
    return found.total == len(scores) and all(
        abs(score - right) <= SAME_SCORE * right for score, right in zip(shown, best, strict=True)
    )


def over_ours(measured: Mapping[str, Measured], *, ids_only: bool = False) -> dict[str, float]:
    """Return for each rival its total time over ours, which always gives whole clinics."""
    ours = sum(measured[Ours.name].times_ms)
    return {
        name: sum(rival.ids_ms if ids_only else rival.times_ms) / ours
        for name, rival in measured.items()
        if name != Ours.name
    }
