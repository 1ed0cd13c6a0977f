"""What else our index is held to: suggestions while one types, and hostile questions."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

from benchmarks.search_questions import Question
from indexer.places import Places
from indexer.search import MAX_RADIUS_KM, MAX_WORDS_LENGTH, Near, Query
from indexer.snapshot import open_current
from indexer.understand.suggestions import suggestions

ROUNDS = 3
TYPED = 120
"""Questions whose words are typed letter by letter."""
SHORTEST = 1
LONGEST = 8
"""Letters of the last word when suggestions are asked for."""
_EVERYWHERE = Near(lat=39.8, lon=-98.6, radius_km=MAX_RADIUS_KM)


def suggest_ms(place: str, asked: list[Question]) -> tuple[float, ...]:
    """Return the milliseconds of suggestions for words being typed, the best of some rounds."""
    index, places = open_current(Path(place)), Places()
    return tuple(
        _best_ms(partial(suggestions, typed, places, index), time.perf_counter)
        for typed in _typed(asked)
    )


def hostile_ms(place: str, asked: list[Question]) -> tuple[float, ...]:
    """Return the milliseconds of processor time of each hostile question, the best of some."""
    index = open_current(Path(place))
    return tuple(
        _best_ms(partial(index.search, query), time.thread_time) for query in _hostile(asked)
    )


def _typed(asked: list[Question]) -> Iterator[str]:
    """Yield beginnings of the words of questions, and two words of which the second is begun."""
    words = [question.query.words.rstrip("*") for question in asked if question.query.words]
    for text in words[:TYPED]:
        yield from (text[:length] for length in range(SHORTEST, LONGEST))
        first, _, second = text.partition(" ")
        if second:
            yield from (f"{first} {second[:length]}" for length in range(SHORTEST, LONGEST))


def _hostile(asked: list[Question]) -> Iterator[Query]:
    """Yield what costs most: frequent words and phrases, dozens of beginnings and of mistakes."""
    texts = [question.query.words for question in asked if " " in question.query.words]
    vowels, others = "aeiou", "bdfglmnprst"
    pairs = ["".join(pair) for pair in product(others, vowels)]
    for words in (
        *(f'"{text}"' for text in texts[:10]),
        " ".join(dict.fromkeys(" ".join(texts).split())),
        " ".join(f"{letter}*" for letter in others),
        " ".join(f"{pair}*" for pair in pairs),
        " ".join(f"{pair}{pair[::-1]}xzqal" for pair in pairs),
        '"' + "ketamine infusion " * 10 + '"',
        "\ufdfa" * MAX_WORDS_LENGTH,
    ):
        query = Query(words=words[:MAX_WORDS_LENGTH], fuzzy=True, widen=True)
        yield query
        yield replace(query, place=_EVERYWHERE)


def _best_ms(work: Callable[[], object], clock: Callable[[], float]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = clock()
        work()
        taken.append(clock() - start)
    return min(taken) * 1000
