"""Readings of some words that compete for the text, and the choice among them; knows no meaning."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.understand.pieces import At, Meaning
from indexer.understand.text import Token

Score = tuple[int, int, int]
_NOTHING: Score = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of the words from *first* up to *last*, which is left out."""

    first: int
    last: int
    meaning: Meaning
    rank: int = 0
    """Which of two readings of the same words counts: the higher."""
    corrected: str = ""


def spanning(
    tokens: Sequence[Token], start: int, end: int, meaning: Meaning, rank: int
) -> Candidate | None:
    """Return the reading of the words within characters *start* to *end*; None if there is none."""
    inside = [
        i
        for i, token in enumerate(tokens)
        if start <= token.start and token.end <= end and token.word
    ]
    if not inside:
        return None
    return Candidate(first=inside[0], last=inside[-1] + 1, meaning=meaning, rank=rank)


def chosen(candidates: Iterable[Candidate], count: int) -> list[Candidate]:
    """Return the readings of *count* words that go together best, in order; at most one place.

    Best is: most words understood, then fewest pieces, then the highest ranks. The time grows
    with the number of candidates, never with that of their combinations.
    """
    starting: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        starting[candidate.first].append(candidate)
    # For each number of words read and whether a place is among the pieces: the best so far.
    best: list[dict[bool, tuple[Score, tuple[Candidate, ...]]]] = [{} for _ in range(count + 1)]
    best[0][False] = (_NOTHING, ())
    for position in range(count):
        for placed, (score, pieces) in best[position].items():
            _keep(best[position + 1], placed, score, pieces)
            for candidate in starting[position]:
                is_place = isinstance(candidate.meaning, At)
                if not (placed and is_place):
                    better = _with(score, candidate)
                    _keep(best[candidate.last], placed or is_place, better, (*pieces, candidate))
    return list(max(best[count].values(), key=lambda found: found[0])[1])


def _with(score: Score, candidate: Candidate) -> Score:
    covered, pieces, rank = score
    return covered + candidate.last - candidate.first, pieces - 1, rank + candidate.rank


def _keep(
    best: dict[bool, tuple[Score, tuple[Candidate, ...]]],
    placed: bool,
    score: Score,
    pieces: tuple[Candidate, ...],
) -> None:
    if placed not in best or score > best[placed][0]:
        best[placed] = (score, pieces)
