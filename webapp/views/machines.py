"""Files for machines: what to crawl, where the pages are, how to search, whom to tell of a hole."""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import Blueprint, Response, abort, render_template, request, url_for

from indexer.search import UNCOUNTED, Query, Sort
from webapp import browse, guide, language, treatments
from webapp.collaborators import collaborators

_NEVER = ("Disallow: {}",)
_RULES = {
    "/search": (*_NEVER, "Allow: {}?near=", "Disallow: {}?near=*&"),
    "/suggest": _NEVER,
    "/report": _NEVER,
    "/list": _NEVER,
}
"""Searches have no end; only that of a place, and of nothing else, is a page like any other. The
longest rule that fits counts (RFC 9309, section 2.2.2)."""

bp = Blueprint("machines", __name__)

PART = 50_000
"""Addresses in one file of the sitemap; the protocol allows no more (sitemaps.org)."""
_AT_ONCE = 1000
"""Clinics that one question may bring."""
_SECURITY_DAYS = 180


@bp.get("/robots.txt")
def robots() -> Response:
    """Allow the pages of clinics and places, not the endless searches."""
    rules = [
        rule.format(language.localised(path, code))
        for code in language.LANGUAGES
        for path, path_rules in _RULES.items()
        for rule in path_rules
    ]
    return _text("\n".join(["User-agent: *", *rules, "", f"Sitemap: {_origin()}/sitemap.xml", ""]))


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """List the files of the sitemap: one of pages, and one for each 50,000 clinics."""
    parts = -(-collaborators().index.size // PART)
    names = ["pages", *(f"clinics-{number}" for number in range(1, parts + 1))]
    urls = [url_for("machines.sitemap_part", name=name, _external=True) for name in names]
    return _xml("sitemap.xml", urls=urls)


@bp.get("/sitemap-<name>.xml")
def sitemap_part(name: str) -> Response:
    """List the addresses of one file, each in every language, with the day of its last change."""
    if name == "pages":
        return _xml("sitemap_part.xml", entries=[(path, None) for path in _paths()])
    kind, _, number = name.partition("-")
    if kind != "clinics" or not (number.isdecimal() and number.isascii() and len(number) < 6):
        abort(404)
    first = (int(number) - 1) * PART
    if not 0 <= first < collaborators().index.size:
        abort(404)
    return _xml("sitemap_part.xml", entries=list(_clinics(first)))


@bp.get("/opensearch.xml")
def opensearch() -> Response:
    """Let a browser's bar search here (OpenSearch 1.1)."""
    return _xml("opensearch.xml", mimetype="application/opensearchdescription+xml")


@bp.get("/llms.txt")
def llms() -> Response:
    """Say in a few lines what these pages hold, and what they never say."""
    return _text(render_template("llms.txt"))


@bp.get("/.well-known/security.txt")
def security() -> Response:
    """Say whom to tell of a security hole (RFC 9116); 404 where no one is named at the door."""
    contact = collaborators().contact
    if not contact:
        abort(404)
    expires = collaborators().today() + timedelta(days=_SECURITY_DAYS)
    lines = [f"Contact: {contact_url(contact)}", f"Expires: {expires.isoformat()}T00:00:00Z"]
    return _text("\n".join([*lines, "Preferred-Languages: en, es", ""]))


def contact_url(contact: str) -> str:
    """Return the maintainers' contact as an address to follow: a web page or a mailbox."""
    return contact if contact.startswith("https://") else f"mailto:{contact}"


def _paths() -> Iterator[str]:
    """Yield the addresses of all pages but the clinics', in English."""
    yield from ("/", "/browse", "/guide", "/treatments")
    yield from (page.path for page in guide.packaged().pages)
    yield from (f"/treatments/{slug}" for slug in treatments.treatments())
    towns, places = collaborators().index.towns(), collaborators().places
    for country in browse.countries(towns, places):
        if not country.count:
            continue
        yield country.url
        for state in browse.states(towns, country.region.country, places):
            yield state.url
            yield from (town.url for town in browse.towns_of(towns, state.region, places))


def _clinics(first: int) -> Iterator[tuple[str, date]]:
    """Yield the addresses of one file's clinics, with the days of their last changes."""
    index = collaborators().index
    end = min(first + PART, index.size)
    for offset in range(first, end, _AT_ONCE):
        limit = min(_AT_ONCE, end - offset)
        query = Query(sort=Sort.NAME, offset=offset, limit=limit, counted=UNCOUNTED)
        for hit in index.search(query).hits:
            clinic = hit.clinic
            path = url_for("clinic.page", clinic_id=clinic.id, slug=clinic.slug)
            yield path, clinic.changed_at


def _origin() -> str:
    return request.host_url.rstrip("/")


def _text(body: str) -> Response:
    return Response(body, mimetype="text/plain")


def _xml(template: str, *, mimetype: str = "application/xml", **shown: object) -> Response:
    body = render_template(template, origin=_origin(), **shown)
    return Response(body, mimetype=mimetype)
