"""The change logs on disk: one file a build for machines, one for people; survive any crash.

They lie in a folder beside the index, named as the generation they tell of. A snapshot without a
log (its build was killed after publishing) still serves; only its log is not there.
"""

from pathlib import Path

import msgspec

from indexer.changes import ChangeLog, told


def write(log: ChangeLog, folder: Path) -> Path:
    """Write *log* into *folder* and return the text's path; each file is whole or not there."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / f"{log.generation}.txt"
    _put(text.with_suffix(".json"), msgspec.json.format(msgspec.json.encode(log)) + b"\n")
    _put(text, told(log).encode())
    return text


def read(folder: Path, generation: str = "") -> ChangeLog | None:
    """Return the log of a generation, of the newest for ""; None if there is none."""
    names = sorted(folder.glob(f"{generation or '*'}.json"))
    return msgspec.json.decode(names[-1].read_bytes(), type=ChangeLog) if names else None


def _put(path: Path, content: bytes) -> None:
    new = path.with_suffix(path.suffix + ".new")
    new.write_bytes(content)
    new.replace(path)
