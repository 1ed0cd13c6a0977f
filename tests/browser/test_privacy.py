"""A visit stays between the visitor and us: proved in a real Chromium, with our script and without.

No request to anyone else, nothing stored, no page that breaks its own policy, no word to a clinic's
site about where its visitor came from, and no place finer than two kilometres.
"""

import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from indexer.distance import great_circle_km
from tests.browser.pages import KINDS, address, all_served
from tests.browser.servers import served
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import world
from tests.webapp.test_answers import CASES
from webapp import language

pytestmark = pytest.mark.browser

GRID = 0.02
"""Degrees, some two kilometres: no finer place becomes part of an address."""
POINTS = 100
VIEWER_MS = 200
"""In which the browser's viewer of XML has complained that our policy forbids its own style."""
_STORED = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length].join()"""
NOTHING = ",0,0,0,0,0"
Origins = dict[Callable[[], Flask], str]


class Visitor:
    """A visitor of whom everything is noted that a browser would tell or keep."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.asked: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", lambda message: self.complaints.append(message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = context.new_page()

    def visit(self, url: str) -> None:
        """Go to a page; what the browser shows in a viewer of its own says nothing of ours.

        A contact card it hands on instead, as a download.
        """
        before = len(self.complaints)
        try:
            response = self.page.goto(url, wait_until="load")
        except Error as problem:
            if "Download is starting" not in str(problem):
                raise
            return
        if response is None or "html" not in response.headers["content-type"]:
            self.page.wait_for_timeout(VIEWER_MS)
            del self.complaints[before:]

    def policy_complaints(self) -> list[str]:
        """Return what the browser said of a page that broke its own policy, or of a fault."""
        return [text for text in self.complaints if not text.startswith("Failed to load resource")]

    def strangers(self, *ours: str) -> list[str]:
        """Return what was asked of anyone but *ours*."""
        known = tuple(f"{origin}/" for origin in ours)
        return [url for url in self.asked if not url.startswith((*known, "data:"))]


@pytest.fixture(scope="module")
def origins() -> Iterator[Origins]:
    """Give the apps that show each kind of page."""
    with all_served() as found:
        yield found


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Give a visitor with JavaScript on, then off."""
    context = browser.new_context(java_script_enabled=request.param)
    yield Visitor(context)
    context.close()


def test_no_page_asks_anyone_else_or_stores_anything(visitor: Visitor, origins: Origins) -> None:
    """Every route in every state and language, answers and errors alike."""
    for path, _, make in CASES:
        origin = origins[make]
        for url in {path, language.localised(path, "es")}:
            visitor.visit(origin + url)
    assert len(visitor.asked) > len(CASES)
    assert visitor.strangers(*origins.values()) == []
    assert visitor.policy_complaints() == []
    assert visitor.context.cookies() == []


def test_no_state_of_a_page_stores_anything(browser: Browser, origins: Origins) -> None:
    """All that the script does: suggestions, filters, the map, the way back."""
    context = browser.new_context()
    visitor = Visitor(context)
    page = visitor.page
    origin = origins[world.app]
    page.goto(origin)
    box = page.locator("form.search input[name=q]").first
    box.press_sequentially("anyt", delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    box.press("Enter")
    expect(page.locator("#count")).to_be_visible()
    page.locator(".narrow a").first.click()
    page.wait_for_load_state("networkidle")
    page.locator(".hits h3 a").first.hover()
    page.go_back()
    expect(page.locator("#count")).to_be_visible()
    assert page.evaluate(_STORED) == NOTHING
    for kind in KINDS:
        page.goto(address(origins, kind))
        assert page.evaluate(_STORED) == NOTHING
    assert visitor.strangers(*origins.values()) == []
    assert visitor.policy_complaints() == []
    assert context.cookies() == []
    context.close()


def test_a_policy_complaint_would_be_seen(browser: Browser, origins: Origins) -> None:
    """The tests above are no ornament: what the policy forbids is told."""
    context = browser.new_context()
    visitor = Visitor(context)
    visitor.page.goto(origins[world.app])
    visitor.page.evaluate("document.body.append(Object.assign(new Image(), {src: '//x.example'}))")
    visitor.page.evaluate("try { document.body.innerHTML = '<b>x</b>' } catch (e) {}")
    visitor.page.wait_for_timeout(200)
    said = " ".join(visitor.policy_complaints())
    assert "img-src" in said
    assert "TrustedHTML" in said
    context.close()


@pytest.fixture
def clinic_site() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Give the origin of another site on this machine, and the headers that it was sent."""
    sent: list[dict[str, str]] = []

    class Site(BaseHTTPRequestHandler):
        """Notes the headers and answers with nothing."""

        def do_GET(self) -> None:
            """Answer."""
            sent.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", sent
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_clinics_site_is_not_told_where_its_visitor_came_from(
    visitor: Visitor, clinic_site: tuple[str, list[dict[str, str]]]
) -> None:
    """Neither by a Referer, nor by Origin, nor by more hints than a browser gives to anyone."""
    site, sent = clinic_site
    clinic = replace(world.HARBOR, website=f"{site}/")
    with served(world.app(MemoryIndex((clinic,)))) as origin:
        visitor.page.goto(f"{origin}/search?q=harbor")
        visitor.page.locator(".hits h3 a").first.click()
        with visitor.page.expect_request(f"{site}/"):
            visitor.page.locator(f"a[href='{site}/']").first.click()
        visitor.page.wait_for_timeout(300)
    assert len(sent) == 1
    assert not {"referer", "origin", "cookie"} & set(sent[0])
    hints = {name for name in sent[0] if name.startswith("sec-ch-")}
    assert hints <= {"sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"}


def test_no_place_finer_than_the_grid_leaves_the_browser(
    browser: Browser, origins: Origins
) -> None:
    """A hundred places: each address names a point of the grid, mostly over half a km away."""
    random = Random(6)
    context = browser.new_context(permissions=["geolocation"])
    visitor = Visitor(context)
    moved: list[float] = []
    for _ in range(POINTS):
        lat, lon = round(random.uniform(25, 48), 7), round(random.uniform(-124, -67), 7)
        context.set_geolocation({"latitude": lat, "longitude": lon})
        visitor.asked.clear()
        near = located(visitor.page, origins[world.app])
        shown = [float(part) for part in near.split(",")]
        assert all(math.isclose(p / GRID, round(p / GRID), abs_tol=1e-6) for p in shown), near
        finer = [f"{math.trunc(part * 1000) / 1000:.3f}" for part in (lat, lon)]
        assert not any(part in url for url in visitor.asked for part in finer)
        moved.append(great_circle_km(lat, lon, *shown))
    assert sorted(moved)[POINTS // 2] > 0.5
    assert max(moved) < 2
    assert visitor.strangers(*origins.values()) == []
    context.close()


def located(page: Page, origin: str) -> str:
    """Press "use my location" on the home page; return the place that the address then names."""
    page.goto(origin, wait_until="domcontentloaded")
    page.locator(".here").first.click()
    page.wait_for_url("**/search?*near=*", wait_until="commit")
    return parse_qs(urlsplit(page.url).query)["near"][0]
