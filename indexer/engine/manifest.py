"""What a snapshot says of itself, sealed by checksums: a copy with one wrong bit is refused."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from indexer.filters import known_codes

FILE = "manifest.json"
FORMAT = 10
"""Of the files in a snapshot and of what stands in them, words included; raised by hand."""


SMALL = 100_000_000
"""Bytes that are verified in a tenth of a second or so: some 20,000 clinics."""


class BadSnapshot(Exception):
    """Raised when a folder is not a whole snapshot of ours; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSum:
    """What a file must be."""

    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One snapshot's account of itself."""

    schema: str
    generation: str
    """The name of the snapshot's folder."""
    built_at: datetime
    """UTC."""
    inputs: str
    """Fingerprint of everything the snapshot was built from; equal inputs need no new build."""
    counts: Mapping[str, int]
    """How many clinics are open, how many are listed, moved and gone."""
    sources: Mapping[str, datetime]
    """Source -> when its last good run ended."""
    files: Mapping[str, FileSum]
    """Path inside the snapshot -> what it must be; every file but the manifest."""


class _Sealed(msgspec.Struct):
    sha256: str
    manifest: msgspec.Raw


class _Schema(msgspec.Struct):
    schema: str


def schema() -> str:
    """Return the version of what this program writes and reads.

    The codes are part of it: a snapshot that has never heard of an offering must not answer 0.
    """
    codes = ",".join(known_codes())
    return f"{FORMAT}-{hashlib.sha256(codes.encode()).hexdigest()[:8]}"


def sums(folder: Path) -> dict[str, FileSum]:
    """Return what every file below *folder* is now, the manifest left out."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): FileSum(size=path.stat().st_size, sha256=_sha256(path))
        for path in files
        if path != folder / FILE
    }


def write(manifest: Manifest, folder: Path) -> None:
    """Write the manifest, under its own seal, into *folder*."""
    body = msgspec.json.format(msgspec.json.encode(manifest))
    seal = hashlib.sha256(body).hexdigest().encode()
    (folder / FILE).write_bytes(b'{"sha256": "' + seal + b'",\n"manifest": ' + body + b"}")


def read(folder: Path) -> Manifest:
    """Return the manifest of a snapshot; raise BadSnapshot if it is not one that we can read."""
    try:
        sealed = msgspec.json.decode((folder / FILE).read_bytes(), type=_Sealed)
        body = bytes(sealed.manifest)
        written = msgspec.json.decode(body, type=_Schema).schema
        if written != schema():
            raise BadSnapshot(f"its schema is {written[:40]!r}, this program reads {schema()!r}")
        if hashlib.sha256(body).hexdigest() != sealed.sha256:
            raise BadSnapshot(f"{FILE} does not have the checksum it was written with")
        return msgspec.json.decode(body, type=Manifest)
    except OSError as problem:
        raise BadSnapshot(f"{FILE} cannot be read ({problem.strerror})") from problem
    except msgspec.MsgspecError as problem:
        raise BadSnapshot(f"{FILE} is damaged ({problem})") from problem


def verified(folder: Path, *, every_byte: bool | None = None) -> Manifest:
    """Return the manifest of *folder* once every file is what it must be, else raise BadSnapshot.

    Files that the manifest does not know are let be: nothing reads them. By default every byte
    of a small snapshot is read; of a large one, only that each file is there and how long it is.
    """
    manifest = read(folder)
    if manifest.generation != folder.name:
        raise BadSnapshot(f"its manifest is that of {manifest.generation}")
    if every_byte is None:
        every_byte = sum(file.size for file in manifest.files.values()) <= SMALL
    for name, must_be in manifest.files.items():
        _check(folder / name, must_be, every_byte=every_byte)
    return manifest


def _check(path: Path, must_be: FileSum, *, every_byte: bool) -> None:
    try:
        size = path.stat().st_size
        if size != must_be.size:
            raise BadSnapshot(f"{path.name} has {size} bytes in place of {must_be.size}")
        if every_byte and _sha256(path) != must_be.sha256:
            raise BadSnapshot(f"{path.name} does not have the checksum it was written with")
    except OSError as problem:
        raise BadSnapshot(f"{path.name} cannot be read ({problem.strerror})") from problem


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
