"""What a build keeps of each clinic until all are read: in the order in which they come."""

from array import array
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Address, Clinic, Point, Status
from indexer.engine.curve import hilbert_keys
from indexer.engine.documents import Spool
from indexer.engine.folding import END, folded_words
from indexer.engine.text import texts
from indexer.said import said

ROWS = 1 << 16
"""Clinics whose numbers are put in order together."""
PENDING = 1 << 16
"""Numbers that wait until they are packed; one by one takes twice the time."""


Word = TypeVar("Word", bytes, str)


class Numbers(dict[Word, int]):
    """Numbers of words, given out as they come."""

    def __missing__(self, word: Word) -> int:
        """Give a new word the next number."""
        self[word] = number = len(self)
        return number


class Ragged:
    """Some numbers of each clinic."""

    def __init__(self) -> None:
        self._packed = array("i")
        self._pending: list[int] = []
        self._ends = array("q", [0])

    def add(self, numbers: Iterable[int]) -> None:
        """Take those of one more clinic."""
        self._pending.extend(numbers)
        self._ends.append(len(self._packed) + len(self._pending))
        if len(self._pending) > PENDING:
            self._pack()

    def of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the numbers of all *rows*, row after row, and where each row starts."""
        self._pack()
        packed = np.array(self._packed, np.int32, copy=None)
        begin, counts = np.array(self._ends)[:-1], np.diff(self._ends)
        starts = np.concatenate([[0], np.cumsum(counts[rows])])
        ordered = np.empty(starts[-1], np.int32)
        for first in range(0, len(rows), ROWS):  # their places take eight times the memory
            part = rows[first : first + ROWS]
            start, *_, end = starts[first : first + len(part) + 1].tolist()
            shift = np.repeat(begin[part] - starts[first : first + len(part)], counts[part])
            ordered[start:end] = packed[np.arange(start, end) + shift]
        return ordered, starts

    def _pack(self) -> None:
        self._packed.fromlist(self._pending)
        self._pending.clear()


class Columns:
    """What is kept of each clinic."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.numbers: Numbers[bytes] = Numbers({END: 0})
        self.words = Ragged()
        """Of each open clinic, with an END after each text."""
        self.codes: Numbers[str] = Numbers()
        self.said = Ragged()
        """Twice the number of a code, plus 1 if it is stated."""
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
        told = said(clinic) if is_open else {}
        number = self.codes
        self.said.add([2 * number[code] + stated for code, stated in told.items()])
        words = folded_words(texts(clinic)) if is_open else ()
        self.words.add(map(self.numbers.__getitem__, words))

    def order(self) -> NDArray[np.int64]:
        """Return the clinics in row order: open ones along the curve, then the others."""
        shut = ~np.array(self.is_open, np.bool_)
        lat = np.array([point.lat if point else np.nan for point in self.points], np.float64)
        lon = np.array([point.lon if point else np.nan for point in self.points], np.float64)
        ids = np.array(sorted(range(len(shut)), key=self.spool.ids.__getitem__), np.int64)
        along = ids[np.lexsort((hilbert_keys(lat, lon)[ids], shut[ids]))]
        return np.asarray(along, np.int64)
