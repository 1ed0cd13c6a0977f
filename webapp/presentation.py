"""The names that every template may use."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import url_for

from indexer.vocabulary import vocabulary
from webapp import forms, results, wording

_STATIC = Path(__file__).parent / "static"


def names() -> dict[str, Any]:
    """Return the names: how we word things, the search form's choices, and assets."""
    return {
        "asset": asset,
        "facet_groups": facet_groups(),
        "forms": forms,
        "wording": wording,
    }


def asset(filename: str) -> str:
    """Return the URL of a static file, which changes whenever the file does."""
    return url_for("static", filename=filename, v=_fingerprint(filename))


@cache
def facet_groups() -> list[dict[str, Any]]:
    """Return the groups that a search may filter by: URL parameter, title, entries."""
    return [
        {
            "parameter": parameter,
            "group": group,
            "title": results.FACET_TITLES[group],
            "entries": [entry for entry in vocabulary().group(group) if entry.facet],
        }
        for parameter, group in forms.GROUP_OF.items()
    ]


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((_STATIC / filename).read_bytes()).hexdigest()[:12]
