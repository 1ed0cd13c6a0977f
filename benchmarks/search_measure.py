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
    """Of each question, up to the ids of the page."""
    whole_ms: list[float] = field(default_factory=list)
    """The same and the clinics of the page, read and decoded."""
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

    Clinics are looked up by id where ours has them, for every engine alike: no slower than a
    document store of a rival's own.
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
            _ = [look_up(clinic_id) for clinic_id in answers[engine.name].ids]
            tries[engine.name].append((ids, time.perf_counter() - start))
        for name, answer in answers.items():
            ids, whole = min(tries[name])
            measured[name].times_ms.append(ids * 1000)
            measured[name].whole_ms.append(whole * 1000)
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


def over_ours(measured: Mapping[str, Measured], *, whole: bool = False) -> dict[str, float]:
    """Return for each rival its total time over ours, with or without the clinics themselves."""
    totals = {name: sum(m.whole_ms if whole else m.times_ms) for name, m in measured.items()}
    ours = totals.pop(Ours.name)
    return {name: total / ours for name, total in totals.items()}
