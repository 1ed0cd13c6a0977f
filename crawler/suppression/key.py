"""The secret key of the list, in a file beside it that its owner alone may read."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class SuppressionUnreadable(RuntimeError):
    """Raised when the list or its key cannot be read or written; names the file and the mend."""


def key_file(file: Path) -> Path:
    """Return where the key of the list in *file* lies."""
    return file.with_suffix(".key")


def key_of(file: Path) -> bytes:
    """Return the key of the list in *file*; raise SuppressionUnreadable."""
    try:
        key = bytes.fromhex(key_file(file).read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise SuppressionUnreadable(
            f"{key_file(file)}: {error}. Bring back the key that belongs to {file.name}: without "
            "it nobody who asked to be left out can be known."
        ) from error
    if len(key) != KEY_BYTES:
        raise SuppressionUnreadable(f"{key_file(file)} is no key of {KEY_BYTES} bytes")
    return key


def new_key(file: Path) -> bytes:
    """Make the key of a list that has none, and return it."""
    key = secrets.token_bytes(KEY_BYTES)
    handle = os.open(key_file(file), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"{key.hex()}\n")
        out.flush()
        os.fsync(handle)
    return key


def name_of(key: bytes) -> str:
    """Return what names a key without telling it."""
    return hmac.new(key, b"name of the key", hashlib.sha256).hexdigest()[:8]
