"""How much each word says of each clinic: BM25F as in Whoosh, worked out when a snapshot is built.

Writes what `Postings` reads.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.arrays import begins
from indexer.engine.bitmaps import packed
from indexer.engine.judge.analysis import whoosh_lengths
from indexer.engine.occurrences import FIELDS, Occurrences
from indexer.engine.postings import DENSE, Impacts
from indexer.engine.text import PRINTED

K1 = 1.2
B = 0.75
"""Whoosh's own parameters: how soon repetition stops to count, and how much length counts."""
BEST = 32
"""Of so many rows of the index, one may be among a frequent term's best."""
MOST_BEST = 4096
"""Best rows that are kept of a term."""
PART = 8_000_000
"""Printed words that are counted together, or those of one term."""


def write(printed: Occurrences, term_count: int, folder: Path) -> None:
    """Write the postings of the *printed* words into *folder*."""
    size = printed.lengths.shape[1]
    keys_of_tokens = printed.keys_of_tokens()
    fields = zip(printed.lengths, printed.average_lengths, strict=True)
    norms = np.array([_norms(lengths, average) for lengths, average in fields])
    parts = [
        _postings(printed, terms, keys_of_tokens, norms) for terms in _in_parts(printed, term_count)
    ]
    held, rows, impacts = (np.concatenate(column, axis=-1) for column in zip(*parts, strict=True))
    starts = np.concatenate([[0], np.cumsum(held[-1])])
    arrays.save(
        folder,
        posting_starts=starts,
        posting_rows=rows,
        posting_impacts=impacts,
        posting_fields=held[:-1].astype(np.int32),
    )
    _write_dense(starts, rows, impacts, size, folder)


def idf(size: int, document_frequency: int) -> float:
    """Return how much it says that a document holds a term, as Whoosh has it."""
    return math.log(size / (document_frequency + 1)) + 1


def impacts_in_fields(
    printed: Occurrences, term: int, held: NDArray[np.int32], keys: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the score of *term* in each row and field of *keys*, in all of which it stands.

    *held* tells for each field how many rows hold it there.
    """
    counts = printed.counts(term, keys)
    rows, fields = np.divmod(keys, len(FIELDS))
    impacts = np.empty(len(keys))
    for field, boost in enumerate(PRINTED.values()):
        here = fields == field
        says = idf(printed.lengths.shape[1], int(held[field]))
        norms = _norms(printed.lengths[field, rows[here]], printed.average_lengths[field])
        impacts[here] = boost * says * counts[here] * (K1 + 1) / (counts[here] + norms)
    return impacts


def _in_parts(printed: Occurrences, term_count: int) -> Iterator[range]:
    """Yield all terms in ranges that are printed so often that memory holds them."""
    first = 0
    while first < term_count:
        after = max(first + 1, printed.terms_before(printed.places_before(first) + PART))
        yield range(first, after)
        first = after
    if not term_count:
        yield range(0)


def _postings(
    printed: Occurrences,
    terms: range,
    keys_of_tokens: NDArray[np.int32],
    norms: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int32], Impacts]:
    """Return for a range of terms how many rows print each in each field and in any of them,
    those rows, and the impacts.
    """
    places, of_places = printed.of_all(terms)
    keys = keys_of_tokens[places]
    new = np.flatnonzero(begins(keys) | begins(of_places))
    often = np.diff(new, append=len(keys))
    term_of = of_places[new]
    rows, fields = np.divmod(keys[new], np.int32(len(FIELDS)))
    held = [
        np.bincount(term_of[fields == field], minlength=len(terms)) for field in range(len(FIELDS))
    ]
    impacts = _impacts(rows, fields, term_of, often, np.array(held), norms)
    new = np.flatnonzero(begins(rows) | begins(term_of))
    sums = np.add.reduceat(impacts, new) if len(new) else impacts
    counts = np.bincount(term_of[new], minlength=len(terms))
    return np.array([*held, counts]), rows[new].astype(np.int32), sums.astype(np.float32)


def _impacts(
    rows: NDArray[np.int32],
    fields: NDArray[np.int32],
    term_of: NDArray[np.int32],
    often: NDArray[np.int64],
    held: NDArray[np.int64],
    norms: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the score of each term in each field of each row; *held* is by field and term."""
    impacts = np.empty(len(rows))
    for field, boost in enumerate(PRINTED.values()):
        here = np.flatnonzero(fields == field)
        terms, counts = term_of[here], often[here]
        says = np.log(norms.shape[1] / (held[field] + 1)) + 1
        norm = norms[field][rows[here]]
        impacts[here] = boost * says[terms] * counts * (K1 + 1) / (counts + norm)
    return impacts


def _norms(lengths: NDArray[np.int32], average: float) -> NDArray[np.float64]:
    """Return for each row what its length adds below the line of BM25, in units of counts."""
    relative = whoosh_lengths(lengths) / np.float64(average or 1.0)
    return np.float64(K1) * ((1 - B) + B * relative)


def _write_dense(
    starts: NDArray[np.int64],
    rows: NDArray[np.int32],
    impacts: Impacts,
    size: int,
    folder: Path,
) -> None:
    """Write the bitmaps and the best rows of frequent terms."""
    dense = np.flatnonzero(np.diff(starts) > size // DENSE)
    depth = min(size // BEST, MOST_BEST)
    bitmaps = np.zeros((len(dense), len(packed(np.zeros(size, np.bool_)))), np.uint64)
    best = np.zeros((len(dense), depth), np.int32)
    least = np.zeros((len(dense), depth), np.float32)
    for line, term in enumerate(dense.tolist()):
        where = slice(starts[term], starts[term + 1])
        mask = np.zeros(size, np.bool_)
        mask[rows[where]] = True
        bitmaps[line] = packed(mask)
        places = _best(impacts[where], depth)
        best[line], least[line] = rows[where][places], impacts[where][places]
    line_of = np.full(len(starts) - 1, -1, np.int32)
    line_of[dense] = np.arange(len(dense))
    arrays.save(
        folder,
        dense_line_of_term=line_of,
        dense_bitmaps=bitmaps,
        dense_best=best,
        dense_best_impacts=least,
    )


def _best(impacts: Impacts, count: int) -> NDArray[np.int64]:
    """Return where the *count* highest impacts stand, highest first; equal ones by place."""
    if not count:
        return np.empty(0, np.int64)
    least = np.partition(impacts, len(impacts) - count)[len(impacts) - count]
    among = np.flatnonzero(impacts >= least)
    order: NDArray[np.int64] = among[np.argsort(-impacts[among], kind="stable")][:count]
    return order
