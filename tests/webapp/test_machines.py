"""What machines read: which pages there are, when they changed, what may be crawled."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from protego import Protego

from tests.contracts.clinic_index import MemoryIndex
from tests.indexer.clinics import clinic
from tests.webapp import world
from webapp.views import machines


def addresses(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the addresses of a part of the sitemap, each with the day of its last change."""
    page = BeautifulSoup(client.get(path).data, "xml")
    return {
        url.loc.get_text(): url.lastmod.get_text() if url.lastmod else ""
        for url in page.find_all("url")
        if url.loc
    }


def test_every_open_clinic_is_in_the_sitemap_once(client: FlaskClient) -> None:
    """With the day on which it changed; none that has closed or left."""
    found = addresses(client, "/sitemap-clinics-1.xml")
    assert len(found) == world.index().size
    harbor = found["http://localhost/c/harbor01/harbor-calm-clinic"]
    assert harbor == world.HARBOR.changed_at.isoformat()
    assert not any("shut0001" in url or "removed1" in url for url in found)


def test_every_address_of_the_sitemap_is_a_page(client: FlaskClient) -> None:
    """Each answers, without being led elsewhere, and in both languages."""
    parts = BeautifulSoup(client.get("/sitemap.xml").data, "xml").find_all("loc")
    assert [part.get_text() for part in parts] == [
        "http://localhost/sitemap-pages.xml",
        "http://localhost/sitemap-clinics-1.xml",
    ]
    pages = addresses(client, "/sitemap-pages.xml")
    assert {"http://localhost/us/maryland/anytown", "http://localhost/treatments/kap"} <= set(pages)
    for url in pages:
        path = url.removeprefix("http://localhost")
        assert client.get(path).status_code == 200, path
        assert client.get(f"/es{path}").status_code == 200, path


def test_a_long_sitemap_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """No clinic is lost between two files, and each file is full before the next."""
    monkeypatch.setattr(machines, "PART", 20)
    monkeypatch.setattr(machines, "_AT_ONCE", 7)
    many = [clinic(id=f"many{n:04}", slug=f"many-{n}", name=f"Many {n:04}") for n in range(45)]
    asked = world.app(MemoryIndex(many)).test_client()
    parts = BeautifulSoup(asked.get("/sitemap.xml").data, "xml").find_all("loc")
    assert len(parts) == 1 + 3
    files = [addresses(asked, f"/sitemap-clinics-{number}.xml") for number in (1, 2, 3)]
    assert [len(file) for file in files] == [20, 20, 5]
    assert len({url for file in files for url in file}) == 45


def test_robots_keep_to_the_pages(client: FlaskClient) -> None:
    """Clinics and places may be read; searches, which have no end, only by a place alone."""
    said = client.get("/robots.txt").get_data(as_text=True)
    rules = Protego.parse(said)
    for code in ("", "/es"):
        for path in ("/c/harbor01", "/us", "/guide", "/search?near=20814"):
            assert rules.can_fetch(f"http://localhost{code}{path}", "bot"), path
        for path in (
            "/search",
            "/search?q=iv",
            "/search?near=20814&offers=ketamine.iv",
            "/search?within=50&near=20814",
            "/list?c=harbor01",
            "/suggest?q=a",
        ):
            assert not rules.can_fetch(f"http://localhost{code}{path}", "bot"), path
    assert list(rules.sitemaps) == ["http://localhost/sitemap.xml"]


def test_a_browsers_bar_can_search_here(client: FlaskClient) -> None:
    """Its template is the search's own address."""
    found = BeautifulSoup(client.get("/opensearch.xml").data, "xml")
    url = found.find("Url")
    assert url is not None
    assert url["template"] == "http://localhost/search?q={searchTerms}"
    assert client.get("/search?q=ketamine").status_code == 200


def test_security_names_the_maintainers_and_a_day_to_come() -> None:
    """RFC 9116 asks for both; without a contact there is no such file."""
    app = world.app(contact="https://finder.example/contact")
    said = app.test_client().get("/.well-known/security.txt").get_data(as_text=True)
    fields = dict(line.split(": ", 1) for line in said.splitlines() if line)
    assert fields["Contact"] == "https://finder.example/contact"
    assert date.fromisoformat(fields["Expires"][:10]) > world.TODAY
    assert world.app().test_client().get("/.well-known/security.txt").status_code == 404


def test_the_lines_for_language_models_lead_to_pages(client: FlaskClient) -> None:
    """Every address in them answers."""
    said = client.get("/llms.txt").get_data(as_text=True)
    links = [part.partition(")")[0] for part in said.split("](")[1:]]
    assert len(links) == 5
    assert all(client.get(url.removeprefix("http://localhost")).status_code == 200 for url in links)
    assert "Not medical advice" in said
