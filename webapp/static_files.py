"""The static files: read and packed once, and named after what is in them.

A page names "style.0f1e2d3c4b5a.css", so a browser may keep that for a year. Any other name of the
file, such as that of an older release, gives the present one and is asked for again each time.
"""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from flask import Blueprint, Response, abort, request

bp = Blueprint("static", __name__)

FOLDER = Path(__file__).parent / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
_PACKED = ("br", "gzip")
"""The encodings that are kept ready, the one that we like best first."""
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_HASHED = re.compile(r"(?P<stem>.+)\.(?P<hash>[0-9a-f]{12})(?P<suffix>\.[a-z0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One file as it is sent."""

    media_type: str
    fingerprint: str
    bodies: Mapping[str, bytes]
    """Encoding -> bytes; "identity" is always there, another one only where it is smaller."""


def named(filename: str) -> str:
    """Return the name of the file *filename* that changes whenever the file does.

    Raises KeyError if there is no such file.
    """
    path = Path(filename)
    return str(path.with_suffix(f".{files()[filename].fingerprint}{path.suffix}"))


@bp.get("/static/<path:filename>")
def file(filename: str) -> Response:
    """Send a static file in the smallest encoding that the browser takes."""
    plain, asked = _unhashed(filename)
    found = files().get(plain) or files().get(filename)
    if found is None:
        abort(404)
    encoding = request.accept_encodings.best_match([*_PACKED, "identity"]) or "identity"
    encoding = encoding if encoding in found.bodies else "identity"
    response = Response(found.bodies[encoding], content_type=found.media_type)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    response.headers["Cache-Control"] = FOR_A_YEAR if asked == found.fingerprint else "no-cache"
    response.set_etag(f"{found.fingerprint}:{encoding}")
    response.make_conditional(request)
    return response


def _unhashed(filename: str) -> tuple[str, str]:
    """Return a file's name without its fingerprint, and that; "" if there is none."""
    parts = _HASHED.fullmatch(filename)
    return (parts["stem"] + parts["suffix"], parts["hash"]) if parts else (filename, "")


@cache
def files() -> Mapping[str, StaticFile]:
    """Return every file of the folder by its name, packed as small as can be."""
    found = (path for path in sorted(FOLDER.rglob("*")) if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): _packed(path) for path in found}


def _packed(path: Path) -> StaticFile:
    plain = path.read_bytes()
    packed = {"br": brotli.compress(plain), "gzip": gzip.compress(plain, mtime=0)}
    smaller = {name: body for name, body in packed.items() if len(body) < len(plain)}
    return StaticFile(
        media_type=_MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        fingerprint=hashlib.sha256(plain).hexdigest()[:12],
        bodies={**smaller, "identity": plain},
    )
