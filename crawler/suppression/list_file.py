"""The list's file: one JSON object a line, to which lines are only added."""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from crawler.suppression.key import SuppressionUnreadable, key_file, key_of, name_of, new_key
from crawler.suppression.listed import Suppressed, mark_of
from crawler.suppression.values import Kind

FILE_NAME = "suppressed.jsonl"
"""What the list is called where it lies beside a store or an index."""


class Entry(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the list."""

    kind: Kind
    mark: str
    """The keyed hash."""
    key: str
    """Names the key, without telling it."""
    on: date
    lifted: bool = False
    """Whether this takes an earlier line back."""
    reference: str = ""
    """Where the request is kept, such as "issue 12"; never whom it is about."""


def suppressed(file: Path) -> Suppressed:
    """Return the list in *file*; an empty one if there is no such file.

    Raise SuppressionUnreadable if the list or its key cannot be read, or do not belong together.
    """
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return Suppressed()
    except OSError as error:
        raise SuppressionUnreadable(
            f"{file}: {error}. Give this user the right to read it."
        ) from error
    key = key_of(file)
    since: dict[str, date] = {}
    for number, entry in enumerate(_entries(file, lines), start=1):
        if entry.key != name_of(key):
            raise SuppressionUnreadable(
                f"{file}:{number} was written with another key than {key_file(file)}: bring back "
                "the key that belongs to it"
            )
        if entry.lifted:
            since.pop(entry.mark, None)
        else:
            since.setdefault(entry.mark, entry.on)
    return Suppressed(key=key, since=since)


def suppress(
    file: Path,
    values: Iterable[tuple[Kind, str]],
    *,
    on: date,
    reference: str = "",
    lifted: bool = False,
) -> None:
    """Add *values* to the list, all or none; make the list and its key where there is none.

    Raise SuppressionUnreadable if they cannot be kept.
    """
    suppressed(file)  # a list that cannot be read is not added to
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        key = key_of(file) if key_file(file).exists() or file.exists() else new_key(file)
        made = [
            Entry(
                kind=kind,
                mark=mark_of(key, kind, value),
                key=name_of(key),
                on=on,
                lifted=lifted,
                reference=reference,
            )
            for kind, value in values
        ]
        _append(file, b"".join(msgspec.json.encode(entry) + b"\n" for entry in made))
    except OSError as error:
        raise SuppressionUnreadable(f"{file}: {error}. Name a file you may write with.") from error


def _entries(file: Path, lines: Iterable[bytes]) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        try:
            yield msgspec.json.decode(line, type=Entry)
        except msgspec.DecodeError as error:
            raise SuppressionUnreadable(
                f"{file}:{number} cannot be read: {error}. Bring back a whole copy of the list."
            ) from error


def _append(file: Path, lines: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, lines)
        os.fsync(handle)
    finally:
        os.close(handle)
