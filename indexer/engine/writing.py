"""Writes everything that answers questions about clinics; reads each clinic once, in any order."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Clinic, Gone, Moved
from indexer.engine import arrays, documents, labels, occurrences, scoring
from indexer.engine.columns import Columns
from indexer.engine.documents import Spool
from indexer.engine.facets import Facets
from indexer.engine.folding import END
from indexer.engine.holders import Holders
from indexer.engine.hours import Hours
from indexer.engine.labels import Labels
from indexer.engine.lexicon import Lexicon
from indexer.engine.names import Names
from indexer.engine.occurrences import GAP, Occurrences
from indexer.engine.places import Places
from indexer.engine.postings import Postings
from indexer.engine.suggest import NameWords
from indexer.engine.words import terms_of


def write_index(
    clinics: Iterable[Clinic], moved: Mapping[str, Moved], gone: Mapping[str, Gone], folder: Path
) -> None:
    """Write everything that answers questions about *clinics* into the empty *folder*."""
    with tempfile.TemporaryFile("w+b", documents.BUFFER, dir=folder) as file:
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
    counts = labels.spelled_counts(stated.totals())
    for spelled, _ in counts:
        columns.numbers[spelled.encode()]
    words, starts = columns.words.of(rows)
    term_of_word, terms = _write_lexicon(columns.numbers, words, counts, folder)
    tokens = term_of_word[words]
    kept = tokens != _ASKS_NOTHING
    starts = np.concatenate([[0], np.cumsum(kept)])[starts]
    occurrences.write(tokens[kept], starts, len(terms), folder)
    scoring.write(Occurrences(folder), len(terms), folder)
    Labels.write(terms, stated, len(rows), folder)
    postings, in_labels = Postings(folder, len(rows)), Labels(folder, stated)
    Holders.write(Lexicon(folder), postings, in_labels, len(rows), folder)


_ASKS_NOTHING = -2
"""The term of a function word."""


def _write_lexicon(
    numbers: Mapping[bytes, int],
    words: NDArray[np.int32],
    in_labels: Mapping[tuple[str, str], int],
    folder: Path,
) -> tuple[NDArray[np.int32], dict[str, int]]:
    """Write the words and terms; return the term of each word's number, and the terms' numbers."""
    spelled = [word.decode() for word in numbers]
    stands_for = terms_of(spelled)
    terms = {term: n for n, term in enumerate(sorted({*stands_for} - {""}))}
    term_of_word = np.array([terms.get(term, _ASKS_NOTHING) for term in stands_for], np.int32)
    counts = np.bincount(words, minlength=len(numbers))
    for (word, _), count in in_labels.items():
        counts[numbers[word.encode()]] += count
    ordered = sorted(np.flatnonzero(term_of_word >= 0).tolist(), key=spelled.__getitem__)
    Lexicon.write(
        [spelled[n] for n in ordered], [*terms], term_of_word[ordered], counts[ordered], folder
    )
    term_of_word[numbers[END]] = GAP
    return term_of_word, terms
