"""The names that every template may use."""

from functools import cache
from typing import Any
from urllib.parse import quote, quote_from_bytes

from flask import request, url_for

from indexer.vocabulary import vocabulary
from webapp import forms, language, results, static_files, wording


def names() -> dict[str, Any]:
    """Return the names: how we word things, the search form's choices, and assets."""
    return {
        "alternates": alternates,
        "asset": asset,
        "facet_groups": facet_groups(),
        "forms": forms,
        "language": language,
        "switches": switches,
        "wording": wording,
    }


def asset(filename: str) -> str:
    """Return the URL of a static file, which changes whenever the file does."""
    url = url_for("static.file", filename=static_files.named(filename))
    return url.removeprefix(language.localised(""))


def alternates(address: str) -> list[tuple[str, str]]:
    """Return where the page at *address* stands in each language, and for those with none.

    *address* is in the present language, as `url_for` makes it. Search engines want whole URLs.
    """
    path = address.removeprefix(language.localised(""))
    origin = request.host_url.rstrip("/")
    urls = [(code, origin + language.localised(path, code)) for code in language.LANGUAGES]
    return [*urls, ("x-default", origin + path)]


def switches(path: str = "") -> list[tuple[str, str, str]]:
    """Return the other languages: code, name, and in each *path* or else the present page."""
    path = path or _here()
    return [
        (code, name, language.localised(path, code))
        for code, name in language.LANGUAGES.items()
        if code != language.present()
    ]


def _here() -> str:
    """Return the present page's path in English, with its query."""
    # A path that began with "//host" would be taken for another site.
    path = "/" + quote(request.path).lstrip("/")
    query = quote_from_bytes(request.query_string, safe=forms.QUERY_SIGNS)
    return f"{path}?{query}" if query else path


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
