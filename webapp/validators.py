"""Whether a browser already holds the page that it asks for again.

A page follows from its URL, its language, the edition of all that it is made from, this program and
the time. The hash of these is its ETag, known before the page is made.
"""

import hashlib
from datetime import UTC
from functools import cache
from pathlib import Path

from flask import Response, g, request

from indexer.search import IndexUnavailable
from webapp import language
from webapp.collaborators import collaborators

_SAME_ALL_DAY = frozenset({"about", "front_door", "guide"})
"""Blueprints whose pages tell no time; all others may say which clinics are open now."""
_NONE = frozenset({"health", "static", None})
"""Blueprints without pages; None where no route matched."""
_PACKINGS = ("br", "zstd", "gzip")
"""What Flask-Compress may pack a page in; it then puts ":" and that behind the ETag."""
_FOLDER = Path(__file__).parent


def unchanged() -> Response | None:
    """Return a 304 if the browser holds the page that it asks for; None if it must be made."""
    g.etag = "" if request.blueprint in _NONE else _etag()
    if not g.etag or request.if_none_match.star_tag:
        return None
    packings = (packing for packing in _PACKINGS if request.accept_encodings.quality(packing))
    for tag in (g.etag, *(f"{g.etag}:{packing}" for packing in packings)):
        if request.if_none_match.contains(tag):
            response = Response(status=304)
            response.set_etag(tag)
            return response
    return None


def put(response: Response) -> None:
    """Give a page its ETag, and let no one use it again without asking; a failure never."""
    failed = response.status_code == 429 or response.status_code >= 500
    response.headers["Cache-Control"] = "no-store" if failed else "no-cache"
    if response.status_code == 200 and g.get("etag"):
        response.set_etag(g.etag)


def _etag() -> str:
    """Return the ETag of the page that is asked for; "" if nothing can be said of it."""
    try:
        edition = collaborators().edition()
    except IndexUnavailable:
        return ""
    present = (edition, _program(), _tick(), language.present(), request.host_url)
    asked = (request.path.encode(), request.query_string)
    text = "\0".join(present).encode() + b"\0" + b"\0".join(asked)
    return hashlib.blake2b(text, digest_size=12).hexdigest()


def _tick() -> str:
    """Return the time that the page may tell: the day, or the minute where that may matter."""
    if request.blueprint in _SAME_ALL_DAY:
        return collaborators().today().isoformat()
    return collaborators().now().astimezone(UTC).isoformat(timespec="minutes")


@cache
def _program() -> str:
    """Return what changes with every change of this program's code, pages and texts."""
    found = hashlib.blake2b(digest_size=12)
    for path in sorted(_FOLDER.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(path.relative_to(_FOLDER).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()
