"""What holds for every answer: protecting headers, styled errors, the crisis line, no cookie."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.search import QueryError
from tests.webapp import world
from tests.webapp.reading import links, text
from webapp import language
from webapp.headers import PROTECTION

KINDS_WITHOUT_CRISIS_LINE = {
    "application/json",
    "application/opensearchdescription+xml",
    "application/xml",
    "image/svg+xml",
    "text/css",
    "text/html",  # of redirects
    "text/plain",
    "text/vcard",
}
POLICY = PROTECTION["Content-Security-Policy"]


def broken() -> Flask:
    """Return an app with a fault in it."""
    return world.app(world.BrokenIndex(ZeroDivisionError("a fault of ours")))


def named_app() -> Flask:
    """Return an app whose maintainers can be reached."""
    return world.app(contact="desk@finder.example")


HARBOR = "/c/harbor01/harbor-calm-clinic"
SAID = {
    "en": (
        "If you may hurt yourself or someone else: call or text 988 (US, free, day and night,"
        " Spanish too) or 911 . Chat: 988lifeline.org",
        "Not medical advice.",
    ),
    "es": (
        "Si usted podría hacerse daño o hacer daño a alguien: llame al 988 y oprima 2, o envíe"
        " AYUDA al 988 por mensaje de texto (EE. UU., gratis, día y noche, en español), o llame al"
        " 911 . Chat: 988lifeline.org",
        "Esto no es consejo médico.",
    ),
}
"""The crisis line and the footer's first words. 988lifeline.org says how one is answered in
Spanish: press 2, or text AYUDA (read 2026-11-22)."""
CASES = [
    ("/", 200, world.app),
    ("/search", 200, world.app),
    ("/search?near=Sametown", 200, world.app),
    ("/search?near=Anytowne", 404, world.app),
    ("/search?near=20814&page=77", 404, world.app),
    ("/search?colour=blue", 400, world.app),
    ("/search?near=20814&gclid=1", 302, world.app),
    ("/search", 503, world.unavailable_app),
    ("/suggest?q=any", 200, world.app),
    ("/suggest?q=any", 503, world.unavailable_app),
    ("/search", 500, broken),
    (HARBOR, 200, world.app),
    ("/c/harbor01/old", 301, world.app),
    ("/c/harbor01", 301, world.app),
    ("/c/never", 404, world.app),
    ("/c/gone0001/x", 410, world.app),
    (HARBOR, 503, world.unavailable_app),
    (HARBOR, 500, broken),
    ("/suggest?q=any", 200, world.app),
    ("/treatments", 200, world.app),
    ("/treatments", 200, world.unavailable_app),
    ("/treatments/ketamine-iv", 200, world.app),
    ("/es/treatments/esketamine-nasal", 200, world.app),
    ("/treatments/kap", 200, world.unavailable_app),
    ("/treatments/none", 404, world.app),
    ("/report", 200, world.app),
    ("/report?c=harbor01", 200, world.app),
    ("/report?c=removed1", 200, world.app),
    ("/es/report?c=never", 200, world.app),
    ("/c/harbor01.vcf", 200, world.app),
    ("/c/harbor01.json", 200, world.app),
    ("/c/merged01.json", 301, world.app),
    ("/c/gone0001.vcf", 410, world.app),
    ("/c/removed1.json", 410, world.app),
    ("/c/never.json", 404, world.app),
    ("/qr/harbor01.svg", 200, world.app),
    ("/qr/harbor01.svg", 503, world.unavailable_app),
    ("/robots.txt", 200, world.app),
    ("/sitemap.xml", 200, world.app),
    ("/sitemap-pages.xml", 200, world.app),
    ("/sitemap-clinics-1.xml", 200, world.app),
    ("/sitemap-clinics-2.xml", 404, world.app),
    ("/sitemap-clinics-0.xml", 404, world.app),
    ("/sitemap-none.xml", 404, world.app),
    ("/es/sitemap.xml", 404, world.app),
    ("/opensearch.xml", 200, world.app),
    ("/es/opensearch.xml", 200, world.app),
    ("/llms.txt", 200, world.app),
    ("/.well-known/security.txt", 404, world.app),
    ("/.well-known/security.txt", 200, named_app),
    ("/list", 200, world.app),
    ("/list?c=harbor01,meadow01&c=gone0001", 200, world.app),
    ("/es/list?c=harbor01", 200, world.app),
    ("/list?c=harbor01", 503, world.unavailable_app),
    ("/browse", 200, world.app),
    ("/es/browse", 200, world.app),
    ("/browse", 503, world.unavailable_app),
    ("/us", 200, world.app),
    ("/au", 200, world.app),
    ("/us/maryland", 200, world.app),
    ("/us/kansas", 200, world.app),
    ("/us/md", 301, world.app),
    ("/us/nowhere", 404, world.app),
    ("/us/maryland/anytown", 200, world.app),
    ("/es/us/maryland/fartown", 200, world.app),
    ("/us/md/Anytown", 301, world.app),
    ("/us/maryland/nowhere", 404, world.app),
    ("/us/maryland/anytown", 503, world.unavailable_app),
    ("/about", 200, world.app),
    ("/guide", 200, world.app),
    ("/guide", 200, world.unavailable_app),
    ("/guide/choosing", 200, world.app),
    ("/guide/methods", 200, world.unavailable_app),
    ("/guide/none", 404, world.app),
    ("/es/guide/studies", 200, world.app),
    ("/es", 301, world.app),
    ("/es/", 200, world.app),
    ("/es/search?near=20814&offers=ketamine.iv", 200, world.app),
    ("/es/search", 503, world.unavailable_app),
    (f"/es{HARBOR}", 200, world.app),
    ("/es/c/harbor01", 301, world.app),
    ("/es/about", 200, world.app),
    ("/es/static/style.css", 404, world.app),
    ("/es/healthz", 404, world.app),
    ("/es/es/", 404, world.app),
    ("/fr/", 404, world.app),
    ("/en/", 404, world.app),
    ("/healthz", 200, world.app),
    ("/healthz", 503, world.unavailable_app),
    ("/healthz", 500, broken),
    ("/static/style.css", 200, world.app),
    ("/static/none.css", 404, world.app),
    ("/static/../__init__.py", 404, world.app),
    ("/none", 404, world.app),
    ("/%00/%ff", 404, world.app),
    ("/c/%00", 404, world.app),
]


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def answer(request: pytest.FixtureRequest) -> tuple[TestResponse, int]:
    """Give the answer to each kind of request, with the status it must have."""
    url, status, make = request.param
    return make().test_client().get(url, buffered=True), status


def test_every_route_has_a_case_here(client: FlaskClient) -> None:
    """A new route must join the cases above."""
    urls = client.application.url_map.bind("localhost")
    paths = [language.split(url.partition("?")[0])[1] for url, status, _ in CASES if status != 404]
    tried = {urls.match(path)[0] for path in paths}
    assert tried == {rule.endpoint for rule in client.application.url_map.iter_rules()}


def test_every_answer_protects_the_visitor(answer: tuple[TestResponse, int]) -> None:
    """The same strict headers whatever happened, and no cookie."""
    response, status = answer
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in PROTECTION} == PROTECTION
    assert "Set-Cookie" not in response.headers


def test_every_page_carries_the_crisis_line_in_the_same_place(
    answer: tuple[TestResponse, int],
) -> None:
    """Right after the skip link; and "Not medical advice" in the footer."""
    response, status = answer
    if response.mimetype != "text/html" or status in {301, 302}:
        assert response.mimetype in KINDS_WITHOUT_CRISIS_LINE
        return
    page = BeautifulSoup(response.data, "lxml")
    assert page.body is not None
    first = page.body.find_all(True, recursive=False)[1]
    assert page.html is not None
    crisis, advice = SAID[str(page.html["lang"])]
    assert text(first) == crisis
    assert advice in text(page.footer)
    assert links(first)["988"] == "tel:988"
    assert len(page.select("h1")) == 1
    assert page.select_one("link[rel=stylesheet][href^='/static/style.']")


def test_no_page_carries_a_script_a_style_or_a_foreign_resource(
    answer: tuple[TestResponse, int],
) -> None:
    """Nothing that the policy would forbid, and nothing that would tell others of the visit."""
    if answer[0].mimetype.endswith("xml"):
        return
    page = BeautifulSoup(answer[0].data, "lxml")
    for ours in page.select("script[type='application/ld+json'], script[src^='/static/finder.']"):
        ours.decompose()
    assert page.select("script, style, iframe, object, embed, base, form[action^=http]") == []
    assert not any("style" in tag.attrs for tag in page.find_all(True))
    loaded = page.select("link[rel=stylesheet], link[rel=icon], img, source, video, audio")
    own = ("/static/", "/qr/", "/es/qr/")
    assert all(str(tag.get("href", tag.get("src"))).startswith(own) for tag in loaded)
    outside = page.select("a[href^=http]")
    assert all("noreferrer" in str(link.get("rel")) for link in outside)


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    """Stated once more in full, so that a change is seen."""
    assert POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert PROTECTION["Referrer-Policy"] == "no-referrer"
    assert PROTECTION["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("url", ["/", "/search", HARBOR, "/about", "/healthz", "/static/style.css"])
def test_nothing_can_be_sent(client: FlaskClient, method: str, url: str) -> None:
    """405 as a page, with what is allowed, and all headers."""
    response = client.open(url, method=method.upper(), data={"a": "b"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert {name: response.headers.get(name) for name in PROTECTION} == PROTECTION
    assert "988" in response.get_data(as_text=True)


@pytest.mark.parametrize("url", ["/", "/search?near=20814", HARBOR, "/static/style.css"])
def test_an_unchanged_page_is_not_sent_again(client: FlaskClient, url: str) -> None:
    """A validator, an empty 304, and the headers on it too."""
    first = client.get(url, buffered=True)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
    assert {name: again.headers.get(name) for name in PROTECTION} == PROTECTION
    if not url.startswith("/static"):
        assert first.headers["Cache-Control"] == "no-cache"


def test_head_is_answered_like_get(client: FlaskClient) -> None:
    """Same status and headers, no body."""
    response = client.head("/search?near=20814")
    assert (response.status_code, response.data) == (200, b"")


def test_a_style_sheet_is_kept_until_it_changes(client: FlaskClient) -> None:
    """Its URL names its content, so a year is safe."""
    page = BeautifulSoup(client.get("/").data, "lxml")
    sheet = page.select_one("link[rel=stylesheet]")
    assert sheet is not None
    response = client.get(str(sheet["href"]), buffered=True)
    assert "max-age=31536000" in response.headers["Cache-Control"]


def test_health_tells_snapshot_and_size(client: FlaskClient) -> None:
    """A machine learns which snapshot answers; none is a 503."""
    assert client.get("/healthz").json == {
        "status": "ok",
        "generation": "memory",
        "clinics": world.index().size,
    }
    response = world.unavailable_app().test_client().get("/healthz")
    assert (response.status_code, response.json) == (503, {"status": "unavailable"})


def test_a_question_that_the_index_refuses_is_the_visitors_to_mend() -> None:
    """400, not 500."""
    refusing = world.app(world.BrokenIndex(QueryError("no such question")))
    response = refusing.test_client().get("/search")
    assert response.status_code == 400
    assert "no such question" not in response.get_data(as_text=True)


def test_a_fault_of_ours_shows_nothing_of_itself() -> None:
    """A page for people: no trace, no message."""
    said = broken().test_client().get("/search").get_data(as_text=True)
    assert "Something broke on our side" in said
    assert "a fault of ours" not in said
    assert "Traceback" not in said
