"""The mark at which the next page of an answer starts; pure, and bound to one snapshot."""

import base64
import binascii
import hashlib
from functools import lru_cache

from indexer.search import Query, QueryError, StaleCursor

_LONGEST = 64
"""Characters; no cursor of ours is longer."""


def cursor_after(query: Query, offset: int, total: int, generation: str) -> str:
    """Return the cursor of the page after the one of *query* at *offset*; "" if there is none."""
    following = offset + query.limit
    if not query.limit or following >= total:
        return ""
    return base64.urlsafe_b64encode(f"{_mark(generation)}{following}".encode()).decode()


def offset_of(query: Query, generation: str) -> int:
    """Return where the page of *query* starts; raise QueryError for a cursor that is none.

    One of another snapshot is a StaleCursor: there, other clinics stand at that place.
    """
    if not query.cursor:
        return query.offset
    try:
        text = base64.b64decode(query.cursor[:_LONGEST], altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as problem:
        raise QueryError("this is not a cursor; ask for the first page") from problem
    mark, number = text[:8], text[8:]
    if not (number.isascii() and number.isdecimal()):
        raise QueryError("this is not a cursor; ask for the first page")
    if mark != _mark(generation):
        raise StaleCursor("the clinics have changed since; ask for the first page")
    return int(number)


@lru_cache(maxsize=8)  # the snapshot that answers, and the few that did before
def _mark(generation: str) -> str:
    return hashlib.sha256(generation.encode()).hexdigest()[:8]
