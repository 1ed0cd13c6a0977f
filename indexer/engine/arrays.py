"""NumPy arrays as files: written plainly, opened as a map of the disk; never a pickle."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def save(folder: Path, **arrays: NDArray[Any]) -> None:
    """Write each array into *folder* as NAME.npy."""
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def load(folder: Path, name: str) -> NDArray[Any]:
    """Return the array NAME.npy, read-only; its pages are read when they are first asked for."""
    mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return np.asarray(mapped)  # a plain array: every operation on a memmap costs a little more


def begins(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return for each value whether it is another one than that before it; of the first, true."""
    first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first
