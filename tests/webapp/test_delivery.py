"""How answers travel: packed for who asks, named after their content, not sent twice."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import brotli
import pytest
from backports import zstd
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.clinic import Clinic, Gone, Moved
from indexer.search import Answer, Query
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import world
from webapp import static_files
from webapp.headers import PROTECTION

HARBOR = "/c/harbor01/harbor-calm-clinic"
PAGES = ["/", "/search?near=20814", "/es/search?near=20814", HARBOR, "/about"]
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "zstd": zstd.decompress,
}
BROWSER = "gzip, deflate, br, zstd"


@dataclass
class Counted:
    """An index that counts how often it is asked."""

    index: MemoryIndex = field(default_factory=world.index)
    asked: int = 0
    generation: str = "first"

    @property
    def size(self) -> int:
        """How many open clinics there are."""
        return self.index.size

    def search(self, query: Query) -> Answer:
        """Answer, and count."""
        self.asked += 1
        return self.index.search(query)

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Answer, and count."""
        self.asked += 1
        return self.index.clinic(clinic_id)


@pytest.mark.parametrize("packing", sorted(UNPACK))
@pytest.mark.parametrize("url", [*PAGES, "/static/style.css"])
def test_a_page_is_packed_for_who_asks(client: FlaskClient, url: str, packing: str) -> None:
    """The same page, smaller, and told apart by caches; plain for everyone else."""
    plain = client.get(url, buffered=True)
    packed = client.get(url, headers={"Accept-Encoding": packing}, buffered=True)
    assert packed.headers["Content-Encoding"] == packing
    assert "Content-Encoding" not in plain.headers
    assert UNPACK[packing](packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("encodings", ["", "gzip", BROWSER])
@pytest.mark.parametrize("url", PAGES)
def test_what_a_browser_holds_is_not_made_again(url: str, encodings: str) -> None:
    """The index is not asked: snapshot, URL and time tell that the page is the same."""
    index = Counted()
    client = world.app(index).test_client()
    first = client.get(url, headers={"Accept-Encoding": encodings})
    asked = index.asked
    held = {"Accept-Encoding": encodings, "If-None-Match": first.headers["ETag"]}
    again = client.get(url, headers=held)
    assert (again.status_code, again.data) == (304, b"")
    assert index.asked == asked
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Accept-Encoding" in again.headers["Vary"]
    assert again.headers["Cache-Control"] == "no-cache"
    assert {name: again.headers.get(name) for name in PROTECTION} == PROTECTION


def test_another_page_has_another_etag() -> None:
    """Another snapshot, list of those left out, language, question, host, minute: all count."""
    index = Counted()
    moment = world.NOW
    edition = "first"
    client = world.app(index, now=lambda: moment, edition=lambda: edition).test_client()
    tags = [client.get("/search?q=harbor").headers["ETag"]]

    def held(url: str = "/search?q=harbor", **options: str) -> bool:
        response = client.get(url, headers={"If-None-Match": ", ".join(tags)}, **options)
        if response.status_code == 200:
            tags.append(response.headers["ETag"])
        return response.status_code == 304

    assert held()
    assert not held("/es/search?q=harbor")
    assert not held("/search?q=meadow")
    assert not held("/search?q=harbor&page=1")
    assert not held(base_url="http://finder.example/")
    moment += timedelta(minutes=1)
    assert not held()
    edition = "second"
    assert not held()
    assert held()


def test_a_page_without_the_time_is_held_all_day() -> None:
    """Nothing on it tells which clinics are open now."""
    moment = world.NOW
    client = world.app(now=lambda: moment).test_client()
    tag = client.get("/about").headers["ETag"]
    moment += timedelta(hours=3)
    assert client.get("/about", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("url", ["/search?near=Anytowne", "/c/gone0001/x", "/none", "/search?x=1"])
def test_an_error_has_no_etag(client: FlaskClient, url: str) -> None:
    """Nobody is told that an error is unchanged."""
    response = client.get(url, headers={"If-None-Match": "*"})
    assert response.status_code in {400, 404, 410}
    assert "ETag" not in response.headers


def test_a_failure_is_kept_by_nobody() -> None:
    """A cache that kept it would go on telling it."""
    response = world.unavailable_app().test_client().get("/search")
    assert response.headers["Cache-Control"] == "no-store"


def test_a_page_names_each_static_file_after_its_content(client: FlaskClient) -> None:
    """So it may be kept for a year; in both languages it is one file."""
    for url in ("/", "/es/"):
        page = BeautifulSoup(client.get(url).data, "lxml")
        for tag in page.select("link[rel=stylesheet], link[rel=icon], script[src]"):
            address = str(tag.get("href", tag.get("src")))
            assert static_files._HASHED.fullmatch(address.removeprefix("/static/"))
            response = client.get(address, buffered=True)
            assert response.headers["Cache-Control"] == static_files.FOR_A_YEAR
            assert response.status_code == 200


@pytest.mark.parametrize("name", ["style.css", "style.000000000000.css"])
def test_another_name_gives_the_present_file_for_now(client: FlaskClient, name: str) -> None:
    """A page of an older release still finds its style, but nobody keeps it under that name."""
    response = client.get(f"/static/{name}", buffered=True)
    assert response.data == (static_files.FOLDER / "style.css").read_bytes()
    assert response.headers["Cache-Control"] == "no-cache"
    tag = response.headers["ETag"]
    assert client.get(f"/static/{name}", headers={"If-None-Match": tag}).status_code == 304


def test_the_style_sheet_is_small() -> None:
    """At most 8 KB packed with what every browser knows."""
    sheet = static_files.files()["style.css"].bodies["identity"]
    assert len(zlib.compress(sheet, 9)) <= 8 * 1024


@pytest.mark.parametrize(
    ("accepts", "kind"),
    [
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("", "text/html"),
    ],
)
@pytest.mark.parametrize(
    ("url", "status"),
    [("/none", 404), ("/search?x=1", 400), ("/c/gone0001/x", 410), ("/search", 503)],
)
def test_a_program_is_told_the_problem_as_json(
    url: str, status: int, accepts: str, kind: str
) -> None:
    """RFC 9457 for who prefers JSON; a page for everyone else."""
    app = world.unavailable_app() if status == 503 else world.app()
    response = app.test_client().get(url, headers={"Accept": accepts})
    assert (response.status_code, response.mimetype) == (status, kind)
    assert "Accept" in response.headers["Vary"].split(", ")
    assert {name: response.headers.get(name) for name in PROTECTION} == PROTECTION
    if kind != "text/html":
        assert response.json is not None
        assert response.json["status"] == status
        assert set(response.json) == {"type", "status", "title", "detail"}
        assert "no clinics" not in response.json["detail"].casefold()
