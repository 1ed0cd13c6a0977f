"""The clinics themselves, one line of JSON each: a page decodes only the clinics it shows."""

import mmap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import msgspec
import numpy as np

from indexer.clinic import Clinic, Gone, Moved
from indexer.engine import arrays


class Fates(msgspec.Struct, frozen=True):
    """What became of every id that was ever published."""

    ids: list[str]
    """Of the clinics, in row order."""
    moved: dict[str, Moved]
    gone: dict[str, Gone]


class Documents:
    """The clinics of one snapshot, by row and by id."""

    def __init__(self, folder: Path) -> None:
        self._lines = _mapped(folder / "documents.jsonl")
        self._offsets = arrays.load(folder, "offsets")
        self._fates = msgspec.json.decode((folder / "ids.json").read_bytes(), type=Fates)
        self._rows = {clinic_id: row for row, clinic_id in enumerate(self._fates.ids)}
        self._decoder = msgspec.json.Decoder(Clinic)

    @classmethod
    def write(
        cls,
        clinics: Sequence[Clinic],
        moved: Mapping[str, Moved],
        gone: Mapping[str, Gone],
        folder: Path,
    ) -> Self:
        """Write *clinics* in row order and the other ids' fates into *folder* and open them."""
        lines = [msgspec.json.encode(clinic) + b"\n" for clinic in clinics]
        (folder / "documents.jsonl").write_bytes(b"".join(lines))
        arrays.save(folder, offsets=np.cumsum([0, *map(len, lines)], dtype=np.int64))
        fates = Fates([clinic.id for clinic in clinics], dict(moved), dict(gone))
        (folder / "ids.json").write_bytes(msgspec.json.encode(fates))
        return cls(folder)

    def __len__(self) -> int:
        """How many clinics there are, open or not."""
        return len(self._fates.ids)

    def at(self, row: int) -> Clinic:
        """Return the clinic of a row."""
        return self._decoder.decode(self._lines[self._offsets[row] : self._offsets[row + 1]])

    def fates(self) -> dict[str, Clinic | Moved | Gone]:
        """Return what every id that was ever published stands for."""
        clinics = {clinic_id: self.at(row) for clinic_id, row in self._rows.items()}
        return {**clinics, **self._fates.moved, **self._fates.gone}

    def by_id(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Return what became of an id; None if it was never published."""
        row = self._rows.get(clinic_id)
        if row is not None:
            return self.at(row)
        return self._fates.moved.get(clinic_id) or self._fates.gone.get(clinic_id)


def _mapped(path: Path) -> mmap.mmap | bytes:
    """Return the bytes of a file as a map of the disk; an empty file cannot be mapped."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
