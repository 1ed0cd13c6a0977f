"""The names that every template may use."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_from_bytes

from flask import render_template, request, url_for
from markupsafe import Markup

from indexer.filters import group_of
from webapp import (
    filters,
    forms,
    language,
    radius,
    results,
    static_files,
    understood,
    wording,
)
from webapp.collaborators import collaborators
from webapp.guide import Topic, packaged, part, topics_for
from webapp.language import _
from webapp.search import Search
from webapp.spot import spot
from webapp.tongue import spoken_in


def names() -> dict[str, Any]:
    """Return the names: how we word things, the search form's choices, and assets."""
    return {
        "alternates": alternates,
        "asset": asset,
        "box_of": understood.box,
        "fixed": fixed,
        "forms": forms,
        "guide_pages": guide_pages,
        "guide_part": guide_part,
        "guide_topics": guide_topics,
        "kept_of": kept,
        "radii": radii,
        "language": language,
        "spoken_in": spoken_in,
        "switches": switches,
        "wording": wording,
    }


def asset(filename: str) -> str:
    """Return the URL of a static file, which changes whenever the file does."""
    return _asset(filename, request.script_root, language.localised(""))


@lru_cache(maxsize=200)
def _asset(filename: str, _mounted_at: str, spoken_at: str) -> str:
    url = url_for("static.file", filename=static_files.named(filename))
    return url.removeprefix(spoken_at)


def fixed(template: str) -> Markup:
    """Return a part that is the same on every page in the present language."""
    return _fixed(template, request.script_root, language.present())


@lru_cache(maxsize=50)
def _fixed(template: str, _mounted_at: str, _spoken: str) -> Markup:
    return Markup(render_template(template))  # noqa: S704  # escaped by the template


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


def guide_topics() -> tuple[Topic, ...]:
    """Return the parts of the guide that answer what was typed; () for most searches."""
    typed = " ".join((*request.args.getlist("q"), *request.args.getlist("near")))
    return topics_for(typed, language.present(), collaborators().today())


def guide_pages(*slugs: str) -> list[tuple[str, str]]:
    """Return what each page of the guide is called, and where it is; unknown slugs have none."""
    code = language.present()
    found = (packaged().page(slug) for slug in slugs)
    return [(page.title[code], language.localised(page.path)) for page in found if page]


def guide_part(place: str) -> Topic | None:
    """Return the part of the guide at *place*; None if nothing of it may be shown any more."""
    return part(place, language.present(), collaborators().today())


def _here() -> str:
    """Return the present page's path in English, with its query."""
    # A path that began with "//host" would be taken for another site.
    path = "/" + quote(request.path).lstrip("/")
    query = quote_from_bytes(request.query_string, safe=forms.QUERY_SIGNS)
    return f"{path}?{query}" if query else path


def radii(search: Search, country: str) -> Markup:
    """Return the radii that the search form offers as options, the one in use chosen."""
    return _radii(search.radius, country, language.present())


@lru_cache(maxsize=200)
def _radii(used: radius.Radius | None, country: str, spoken: str) -> Markup:
    """Return them in the language *spoken*, which is the present one."""
    steps = sorted({*radius.offered(country), used or radius.DEFAULT}, key=_km)
    named = [(str(step), results.short_length(step, country)) for step in steps]
    chosen = radius.ANY if used is None else str(used)
    option = Markup('<option value="{}"{}>{}</option>')
    return Markup("\n").join(
        option.format(value, Markup(" selected") if value == chosen else "", text)
        for value, text in [*named, (radius.ANY, _("any distance"))]
    )


def _km(step: radius.Radius) -> float:
    return step.km


def kept(search: Search) -> list[tuple[str, str]]:
    """Return the parameters of a search that its box does not show, so that a form keeps them."""
    codes = [(filters.parameter_of(group_of(c)), c) for c in filters.in_order(search.codes)]
    near = [("near", search.near)] if spot(search.near) else []
    rest = (("open", search.open), ("unstated", "1" if search.unstated else ""))
    return [*near, *codes, *(pair for pair in rest if pair[1])]
