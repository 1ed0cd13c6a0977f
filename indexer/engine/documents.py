"""The clinics themselves, one line of JSON each, and what became of every id.

A page decodes only the clinics it shows; opening decodes nothing.
"""

import mmap
import os
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.clinic import Clinic, Gone, Moved
from indexer.engine import arrays
from indexer.engine.strings import Strings

Fate: TypeAlias = Clinic | Moved | Gone
_ENCODER = msgspec.json.Encoder()
REMEMBERED = 1024
"""Clinics that stay decoded: those of popular pages."""
BUFFER = 1 << 20
"""Bytes that are written together."""


class Documents:
    """The clinics of one snapshot, by row and by id. Rows that are searched come first."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "documents.jsonl", os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._starts = arrays.load(folder, "document_starts")
        self._ids = Strings(folder, "ids")
        self._line_of = arrays.load(folder, "line_of_id")
        self._id_of = arrays.load(folder, "id_of_line")
        self._clinics, self._moved = arrays.load(folder, "document_counts").tolist()
        self._clinic = msgspec.json.Decoder(Clinic)
        self.at = lru_cache(REMEMBERED)(self._at)
        """The clinic of a row."""

    def __len__(self) -> int:
        """How many clinics there are, open or not."""
        return int(self._clinics)

    def ids(self, rows: NDArray[np.integer]) -> list[str]:
        """Return the ids of the clinics of *rows*; decodes nothing else."""
        return self._ids.several(self._id_of[rows].tolist())

    def by_id(self, clinic_id: str) -> Fate | None:
        """Return what became of an id; None if it was never published."""
        number = self._ids.find(clinic_id)
        return None if number is None else self._fate(int(self._line_of[number]))

    def row_of(self, clinic_id: str) -> int:
        """Return the row of a clinic that is there."""
        number = self._ids.find(clinic_id)
        if number is None or self._line_of[number] >= self._clinics:
            raise KeyError(clinic_id)
        return int(self._line_of[number])

    def by_known_id(self, clinic_id: str) -> Clinic:
        """Return the clinic of an id that `ids` gave."""
        return self.at(self.row_of(clinic_id))

    def fates(self) -> dict[str, Fate]:
        """Return what every id that was ever published stands for."""
        lines = self._line_of.tolist()
        return {clinic_id: self._fate(n) for clinic_id, n in zip(self._ids, lines, strict=True)}

    def _fate(self, line: int) -> Fate:
        if line < self._clinics:
            return self._at(line)
        if line < self._clinics + self._moved:
            return msgspec.json.decode(self._line(line), type=Moved)
        return msgspec.json.decode(self._line(line), type=Gone)

    def _at(self, row: int) -> Clinic:
        return self._clinic.decode(self._line(row))

    def _line(self, number: int) -> bytes:
        # Read rather than mapped: the pages around a few clinics would fill a worker's memory.
        start, end = self._starts[number : number + 2].tolist()
        return os.pread(self._file, end - start, start)


@dataclass(frozen=True, slots=True)
class Spool:
    """Clinics as they come, in a file that is private to a build."""

    file: IO[bytes]
    ids: list[str]
    lengths: list[int]

    def add(self, clinic: Clinic) -> None:
        """Keep one more clinic."""
        self.ids.append(clinic.id)
        self.lengths.append(self.file.write(_ENCODER.encode(clinic) + b"\n"))


def write(
    spool: Spool,
    order: NDArray[np.int64],
    moved: Mapping[str, Moved],
    gone: Mapping[str, Gone],
    folder: Path,
) -> None:
    """Write the spooled clinics in *order*, and the other ids' fates, into *folder*."""
    fates = [msgspec.json.encode(fate) + b"\n" for fate in (*moved.values(), *gone.values())]
    with (folder / "documents.jsonl").open("wb", BUFFER) as file:
        file.writelines(_in_order(spool, order))
        file.writelines(fates)
    lengths = [*np.array(spool.lengths, np.int64)[order].tolist(), *map(len, fates)]
    ids = [*(spool.ids[number] for number in order.tolist()), *moved, *gone]
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    Strings.write([ids[line] for line in by_id], folder, "ids")
    arrays.save(
        folder,
        document_starts=np.cumsum([0, *lengths], dtype=np.int64),
        line_of_id=np.array(by_id, np.int32),
        id_of_line=np.argsort(by_id).astype(np.int32),
        document_counts=np.array([len(order), len(moved)], np.int64),
    )


def _in_order(spool: Spool, order: NDArray[np.int64]) -> Iterator[bytes]:
    """Yield the lines of the clinics in *order*: from places all over the spool."""
    if not len(order):
        return
    spool.file.flush()
    starts = np.cumsum([0, *spool.lengths], dtype=np.int64).tolist()
    with mmap.mmap(spool.file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        for number in order.tolist():
            yield lines[starts[number] : starts[number + 1]]
