"""The synthetic clinics as every engine but ours gets them: once prepared, then read by each.

One line a clinic, its words already cut by our own analyser, so that all engines mean the same by
a word and none pays for cutting; beside them columns of numbers. The rows are read in the order
of a space-filling curve, because neighbours on disk are what a skilled user would arrange.
"""

import mmap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.search_data import STATED_MOST, point_of
from benchmarks.search_words import write_spellings
from indexer.clinic import Clinic, Fact, Stance
from indexer.engine.words import spelled_in
from indexer.vocabulary import vocabulary

CODES = {group: [entry.code for entry in vocabulary().group(group)] for group in STATED_MOST}
"""Group -> its codes; the groups that synthetic clinics state anything of, each counted."""
BIT = {code: bit for bit, code in enumerate(code for codes in CODES.values() for code in codes)}
"""Code -> its bit in `Row.bits`."""
FIELDS = {"name": 4.0, "town": 2.0, "text": 1.0}
"""Field -> boost: our fields, those of equal boost made one."""


class Row(msgspec.Struct, array_like=True):
    """One clinic as a rival stores it."""

    rank: int
    """Its place in the order of name, then id, in which ties end."""
    id: str
    lat: float
    lon: float
    bits: int
    """What it states."""
    words: dict[str, str]
    """Field of `FIELDS` -> its words."""


class Rows:
    """The rows of one benchmark, as `write` left them in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._order: NDArray[np.int64] = np.load(folder / "order.npy")
        self._offsets = np.load(folder / "offsets.npy")

    def __len__(self) -> int:
        """How many there are."""
        return len(self._order)

    def __iter__(self) -> Iterator[Row]:
        """Yield them in the order of the curve."""
        decoder = msgspec.json.Decoder(Row)
        ranks = self.column("rank")
        with (self._folder / "rows.jsonl").open("rb") as file:
            lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            for number in self._order.tolist():
                row = decoder.decode(lines[self._offsets[number] : self._offsets[number + 1]])
                row.rank = int(ranks[number])
                yield row

    def column(self, name: str) -> NDArray[Any]:
        """Return "rank", "lat", "lon" or "bits" of every clinic, in the order of making."""
        column: NDArray[Any] = np.load(self._folder / f"{name}.npy")
        return column

    @property
    def curve(self) -> NDArray[np.int64]:
        """Return the numbers of the clinics in the order of the curve."""
        return self._order


def write(clinics: Iterable[Clinic], folder: Path) -> None:
    """Write the rows of *clinics*, read once, into the empty *folder*."""
    names: list[tuple[str, str]] = []
    numbers: list[tuple[float, float, int]] = []
    offsets = [0]
    encoder = msgspec.json.Encoder()
    cutter = _Cutter()
    with (folder / "rows.jsonl").open("wb") as file:
        for clinic in clinics:
            row = cutter.row(clinic)
            names.append((clinic.name.casefold(), clinic.id))
            numbers.append((row.lat, row.lon, row.bits))
            offsets.append(offsets[-1] + file.write(encoder.encode(row)))
    table = np.array(numbers, dtype=np.float64)  # exact: the bits are fewer than 53
    rank = np.empty(len(names), dtype=np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    columns = {"lat": table[:, 0], "lon": table[:, 1], "bits": table[:, 2].astype(np.int64)}
    order = np.argsort(curve_keys(table[:, 0], table[:, 1]), kind="stable")
    for name, column in {
        **columns,
        "rank": rank,
        "order": order,
        "offsets": np.array(offsets),
    }.items():
        np.save(folder / f"{name}.npy", column)
    write_spellings(cutter.held, folder)


class _Pairs(dict[str, list[tuple[str, str]]]):
    """Word -> its (spelling, term): one pair, none for "the", two for "co-op"."""

    def __missing__(self, word: str) -> list[tuple[str, str]]:
        self[word] = pairs = spelled_in(word)
        return pairs


class _Cutter:
    """Cuts clinics into rows; what many of them share, words and statements, only once."""

    def __init__(self) -> None:
        self.held: Counter[tuple[str, str]] = Counter()
        """(spelling, term) -> fields that hold it: an upper bound of how many clinics do."""
        self._pairs = _Pairs()
        self._labels: dict[int, tuple[tuple[Fact, ...], str]] = {}

    def row(self, clinic: Clinic) -> Row:
        """Return a clinic's row, its rank left open."""
        point = point_of(clinic)
        address = clinic.address
        stated = {fact.code for fact in clinic.facts if fact.stance is Stance.STATED}
        passages = self._cut(" ".join(clinic.passages))
        return Row(
            rank=0,  # known when all names are
            id=clinic.id,
            lat=point.lat,
            lon=point.lon,
            bits=sum(1 << BIT[code] for code in stated if code in BIT),
            words={
                "name": self._cut(clinic.name),
                "town": self._cut(f"{address.city} {address.region} {address.postcode}"),
                "text": f"{passages} {self._label_terms(clinic.facts)}",
            },
        )

    def _cut(self, text: str) -> str:
        pairs = [pair for word in text.split() for pair in self._pairs[word]]
        self.held.update(set(pairs))
        return " ".join([term for _, term in pairs])

    def _label_terms(self, facts: tuple[Fact, ...]) -> str:
        """Return the terms that a clinic is found by for what it states."""
        known = self._labels.get(id(facts))
        if known is None or known[0] is not facts:
            stated = sorted({fact.code for fact in facts if fact.stance is Stance.STATED})
            entries = [vocabulary().entries[code] for code in stated]
            texts = [t for entry in entries for t in (entry.label, *entry.synonyms, *entry.exact)]
            known = (facts, self._cut(" ".join(texts)))
            self._labels[id(facts)] = known
        return known[1]


def curve_keys(
    lat: NDArray[np.float64], lon: NDArray[np.float64], bits: int = 16
) -> NDArray[np.int64]:
    """Return for each point its place on the Hilbert curve through 2**bits x 2**bits cells.

    The usual loop over the bits (Wikipedia, "Hilbert curve", xy2d), on arrays.
    """
    scale = (1 << bits) - 1
    x = ((lon + 180) / 360 * scale).astype(np.int64)
    y = ((lat + 90) / 180 * scale).astype(np.int64)
    keys = np.zeros(len(x), dtype=np.int64)
    for bit in reversed(range(bits)):
        side = 1 << bit
        right, upper = (x & side) > 0, (y & side) > 0
        keys += side * side * ((3 * right) ^ upper)
        flip = ~upper & right
        x, y = np.where(flip, scale - x, x), np.where(flip, scale - y, y)
        x, y = np.where(upper, x, y), np.where(upper, y, x)
    return keys


def vector_columns(
    lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the points on a sphere of radius 1, as `unit_vector` does for one."""
    phi, theta = np.radians(lat), np.radians(lon)
    return np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)
