"""Asks all engines the same questions in one run, in random order, and holds them to the truth."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.search_engine import Engine, Found
from benchmarks.search_ours import Ours
from benchmarks.search_questions import WARM_UP, Question
from benchmarks.search_truth import Truth, alike
from benchmarks.search_whoosh import NaiveWhoosh

TRIES = 3
"""Of which the best counts: other programs run on the machine. Naive Whoosh has but one."""
SAME_SCORE = 1e-6
"""Relative; scores are sums of floats in whatever order."""


@dataclass(slots=True)
class Measured:
    """What one engine did."""

    times_ms: list[float] = field(default_factory=list)
    """Of each question."""
    wrong: list[tuple[Question, Found, Found]] = field(default_factory=list)
    """Questions answered otherwise than by the truth, with both answers."""


def measure(
    engines: Sequence[Engine], asked: Sequence[Question], truth: Truth, random: Random
) -> dict[str, Measured]:
    """Return what each engine did, by its name."""
    measured = {engine.name: Measured() for engine in engines}
    for question in asked[:WARM_UP]:
        for engine in engines:
            engine.ask(question.query)
    for question in asked:
        right = truth.ask(question.query)
        tries: dict[str, list[float]] = {engine.name: [] for engine in engines}
        answers: dict[str, Found] = {}
        for engine in _turns(engines, random):
            start = time.perf_counter()
            answers[engine.name] = engine.ask(question.query)
            tries[engine.name].append((time.perf_counter() - start) * 1000)
        for name, answer in answers.items():
            measured[name].times_ms.append(min(tries[name]))
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


def total_ms(measured: Mapping[str, Measured], name: str) -> float:
    """Return the time of an engine for all questions."""
    return sum(measured[name].times_ms)


def over_ours(measured: Mapping[str, Measured]) -> dict[str, float]:
    """Return for each rival its total time over ours."""
    ours = total_ms(measured, Ours.name)
    return {name: total_ms(measured, name) / ours for name in measured if name != Ours.name}
