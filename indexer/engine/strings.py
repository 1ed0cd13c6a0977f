"""Sorted strings as two files, found by halving: nothing is decoded but what is looked at."""

import mmap
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import overload

import numpy as np

from indexer.engine import arrays

_AFTER_ALL = b"\xff"
"""No UTF-8 text holds this byte: it sorts after every text with the same beginning."""


class Strings(Sequence[str]):
    """Different strings in the order of their code points."""

    def __init__(self, folder: Path, name: str) -> None:
        self._text = mapped(folder / f"{name}.txt")
        self._starts = arrays.load(folder, f"{name}_starts").data  # gives Python's own numbers

    @classmethod
    def write(cls, strings: Sequence[str], folder: Path, name: str) -> None:
        """Write sorted *strings* into *folder* as *name*."""
        encoded = [string.encode() for string in strings]
        (folder / f"{name}.txt").write_bytes(b"".join(encoded))
        starts = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        arrays.save(folder, **{f"{name}_starts": starts})

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Return one string, or those of a range."""
        if isinstance(index, slice):
            return self.several(range(*index.indices(len(self))))
        if not 0 <= index < len(self):
            raise IndexError(f"there is no string {index}")
        return self._bytes(index).decode()

    def several(self, numbers: Iterable[int]) -> list[str]:
        """Return the strings of *numbers*, which are all there."""
        starts, text = self._starts, self._text
        return [text[starts[number] : starts[number + 1]].decode() for number in numbers]

    def __iter__(self) -> Iterator[str]:
        """Yield them in order."""
        return iter(self[:])

    def find(self, string: str) -> int | None:
        """Return the number of *string*; None if it is not there."""
        sought = string.encode(errors="surrogatepass")
        number = self._before(sought)
        return number if number < len(self) and self._bytes(number) == sought else None

    def beginning(self, start: str) -> range:
        """Return the numbers of the strings that begin with *start*."""
        sought = start.encode(errors="surrogatepass")
        return range(self._before(sought), self._before(sought + _AFTER_ALL))

    def _before(self, sought: bytes) -> int:
        return bisect_left(range(len(self)), sought, key=self._bytes)

    def _bytes(self, number: int) -> bytes:
        return self._text[self._starts[number] : self._starts[number + 1]]


def mapped(path: Path) -> mmap.mmap | bytes:
    """Return the bytes of a file as a map of the disk; an empty file cannot be mapped."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
