"""Writes everything that answers questions about clinics; reads each clinic once, in any order."""

import re
import tempfile
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Address, Clinic, Gone, Moved, Point, Status
from indexer.engine import arrays, documents, labels, occurrences, scoring
from indexer.engine.curve import hilbert_keys
from indexer.engine.documents import Spool
from indexer.engine.facets import Facets
from indexer.engine.folding import LONGEST_WORD, WORD_PATTERN, fold
from indexer.engine.hours import Hours
from indexer.engine.labels import Labels
from indexer.engine.lexicon import Lexicon
from indexer.engine.names import Names
from indexer.engine.occurrences import GAP, Occurrences
from indexer.engine.places import Places
from indexer.engine.suggest import NameWords
from indexer.engine.text import texts
from indexer.engine.words import term_of
from indexer.said import said

_END = "\x01"
"""After each text of a clinic; neither a word nor a space, and nothing folds to it."""
_WORDS = re.compile(rf"{WORD_PATTERN}|{_END}")
_APART = {sign: " " for sign in range(128) if not chr(sign).isalnum() and chr(sign) != _END}


class Numbers(dict[str, int]):
    """Numbers of words, given out as they come."""

    def __missing__(self, word: str) -> int:
        """Give a new word the next number."""
        self[word] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Ragged:
    """Some numbers of each clinic, in the order in which they come."""

    numbers: "array[int]"
    counts: "array[int]"

    def add(self, numbers: Iterable[int]) -> None:
        """Take those of one more clinic."""
        before = len(self.numbers)
        self.numbers.extend(numbers)
        self.counts.append(len(self.numbers) - before)

    def of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the numbers of all *rows*, row after row, and where each row starts."""
        numbers = np.frombuffer(self.numbers, np.int32) if self.numbers else np.empty(0, np.int32)
        counts = np.array(self.counts, np.int64)
        begin = np.cumsum(counts) - counts
        starts = np.concatenate([[0], np.cumsum(counts[rows])])
        shift = np.repeat(begin[rows] - starts[:-1], counts[rows])
        return numbers[np.arange(starts[-1]) + shift], starts


class Columns:
    """What is written of each clinic, in the order in which they come."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.numbers = Numbers({_END: 0})
        self.words = Ragged(array("i"), array("q"))
        self.codes = Numbers()
        self.said = Ragged(array("i"), array("q"))
        self.names: list[str] = []
        self.points: list[Point | None] = []
        self.addresses: list[Address] = []
        self.weeks: list[tuple[str, str]] = []
        self.is_open: list[bool] = []

    def add(self, clinic: Clinic) -> None:
        """Take one more clinic."""
        is_open = clinic.status is Status.OPEN
        self.spool.add(clinic)
        self.names.append(clinic.name.casefold())
        self.points.append(clinic.point)
        self.addresses.append(clinic.address)
        self.weeks.append((clinic.weekly, clinic.time_zone))
        self.is_open.append(is_open)
        codes, numbers = self.codes, self.numbers
        told = said(clinic).items() if is_open else ()
        self.said.add(2 * codes[code] + stated for code, stated in told)
        ended = [f"{text.replace(_END, ' ')} {_END}" for text in texts(clinic)] if is_open else ()
        self.words.add(map(numbers.__getitem__, _words_and_ends(fold(" ".join(ended)))))

    def order(self) -> NDArray[np.int64]:
        """Return the clinics in row order: open ones along the curve, then the others."""
        shut = ~np.array(self.is_open, np.bool_)
        lat = np.array([point.lat if point else np.nan for point in self.points], np.float64)
        lon = np.array([point.lon if point else np.nan for point in self.points], np.float64)
        ids = np.array(sorted(range(len(shut)), key=self.spool.ids.__getitem__), np.int64)
        along = ids[np.lexsort((hilbert_keys(lat, lon)[ids], shut[ids]))]
        return np.asarray(along, np.int64)


def _words_and_ends(folded: str) -> list[str]:
    """Return what `_WORDS` finds; in plain English twice as fast."""
    if folded.isascii():
        words = folded.translate(_APART).split()
        if len(max(words, key=len, default="")) <= LONGEST_WORD:
            return words
    return _WORDS.findall(folded)


def write_index(
    clinics: Iterable[Clinic], moved: Mapping[str, Moved], gone: Mapping[str, Gone], folder: Path
) -> None:
    """Write everything that answers questions about *clinics* into the empty *folder*."""
    with tempfile.TemporaryFile(dir=folder) as file:
        columns = Columns(Spool(file, [], []))
        for clinic in clinics:
            columns.add(clinic)
        order = columns.order()
        documents.write(columns.spool, order, moved, gone, folder)
    rows = order[: sum(columns.is_open)]
    _write_columns(columns, rows, folder)
    _write_words(columns, rows, folder)


def _write_columns(columns: Columns, rows: NDArray[np.int64], folder: Path) -> None:
    """Write points, hours, statements and the order of names of *rows*."""
    numbers = rows.tolist()
    Places.write(
        [columns.points[n] for n in numbers], [columns.addresses[n] for n in numbers], folder
    )
    Hours.write([columns.weeks[n] for n in numbers], folder)
    told, starts = columns.said.of(rows)
    of_told = np.repeat(np.arange(len(rows)), np.diff(starts))
    Facets.write(of_told, told, columns.codes, len(rows), folder)
    Names.write([(columns.names[n], columns.spool.ids[n]) for n in numbers], folder)
    NameWords.write([columns.names[n] for n in numbers], arrays.load(folder, "rank"), folder)


def _write_words(columns: Columns, rows: NDArray[np.int64], folder: Path) -> None:
    """Write the words of *rows*: the lexicon, where they stand, and what they score."""
    stated = Facets(folder)
    in_labels = labels.spelled_counts(stated.totals())
    for spelled, _ in in_labels:
        columns.numbers[spelled]
    words, starts = columns.words.of(rows)
    term_of_word, terms = _write_lexicon(columns.numbers, words, in_labels, folder)
    tokens = term_of_word[words]
    kept = tokens != _ASKS_NOTHING
    starts = np.concatenate([[0], np.cumsum(kept)])[starts]
    occurrences.write(tokens[kept], starts, len(terms), folder)
    scoring.write(Occurrences(folder), len(terms), folder)
    Labels.write(terms, stated, len(rows), folder)


_ASKS_NOTHING = -2
"""The term of a function word."""


def _write_lexicon(
    numbers: Mapping[str, int],
    words: NDArray[np.int32],
    in_labels: Mapping[tuple[str, str], int],
    folder: Path,
) -> tuple[NDArray[np.int32], dict[str, int]]:
    """Write the words and terms; return the term of each word's number, and the terms' numbers."""
    term_of_spelled = {spelled: term_of(spelled) for spelled in numbers if spelled != _END}
    spellings = sorted(spelled for spelled, term in term_of_spelled.items() if term)
    terms = {term: n for n, term in enumerate(sorted(set(term_of_spelled.values()) - {""}))}
    counts = np.bincount(words, minlength=len(numbers))
    for (spelled, _), count in in_labels.items():
        counts[numbers[spelled]] += count
    Lexicon.write(
        spellings,
        [*terms],
        np.array([terms[term_of_spelled[spelled]] for spelled in spellings], np.int32),
        counts[[numbers[spelled] for spelled in spellings]],
        folder,
    )
    term_of_word = [
        terms.get(term_of_spelled.get(spelled, ""), _ASKS_NOTHING) for spelled in numbers
    ]
    term_of_word[0] = GAP
    return np.array(term_of_word, np.int32), terms
