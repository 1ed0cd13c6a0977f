"""NumPy arrays as files: written plainly, opened as a map of the disk; never a pickle."""

import math
import mmap
import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray


def save(folder: Path, **arrays: NDArray[Any]) -> None:
    """Write each array into *folder* as NAME.npy."""
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)


def load(folder: Path, name: str) -> NDArray[Any]:
    """Return the array NAME.npy, read-only; its pages are read when they are first asked for.

    It is what `np.load` maps, in a quarter of the time: a snapshot has dozens of arrays. Raise
    OSError or ValueError for a file that is none.
    """
    with (folder / f"{name}.npy").open("rb") as file:
        if npy.read_magic(file) != (1, 0):
            raise ValueError(f"{name}.npy has a header that we do not write")
        shape, _, dtype = npy.read_array_header_1_0(file)
        begin, count = file.tell(), math.prod(shape)
        if not count:
            return np.empty(shape, dtype)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    array: NDArray[Any] = np.frombuffer(mapped, dtype, count, begin).reshape(shape)
    return array


class Part:
    """An array of one dimension of which slices are read; the pages around them stay outside."""

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / f"{name}.npy"
        with path.open("rb") as file:
            if npy.read_magic(file) != (1, 0):
                raise ValueError(f"{name}.npy has a header that we do not write")
            _, _, self._dtype = npy.read_array_header_1_0(file)
            self._begin = file.tell()
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def __getitem__(self, where: slice) -> NDArray[Any]:
        """Return what stands from the start of a slice up to its end; both are there."""
        each = self._dtype.itemsize
        size, begin = (where.stop - where.start) * each, self._begin + where.start * each
        return np.frombuffer(os.pread(self._file, size, begin), self._dtype)


def begins(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return for each value whether it is another one than that before it; of the first, true."""
    first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first
