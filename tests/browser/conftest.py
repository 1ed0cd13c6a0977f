"""A real Chromium and the real server, for the tests here."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, expect

from tests.browser.chromium import PATH, chromium
from tests.webapp.serving import publish_world, running

Visit = Callable[..., Page]
POSITION = Geolocation(latitude=38.98765, longitude=-77.10321)
"""Where a visitor is who tells; finer than any URL may be."""
PATIENCE_MS = 60_000
"""A busy machine is no fault of a page."""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Chromium; without it skip, but fail where nothing may be skipped."""
    if not PATH.exists():
        missing = f"{PATH} is missing: install Debian's package chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the origin of the program that `make run` starts, over the invented world."""
    with running(publish_world(tmp_path_factory.mktemp("index"))) as server:
        yield server.origin


@pytest.fixture
def context(
    browser: Browser, origin: str, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """Give a visitor, without JavaScript unless asked for one with, and judge the whole visit.

    It fails if a page asked anyone but us for anything, left a cookie, or broke its own policy.
    """
    with_scripts = getattr(request, "param", False)
    visitor = browser.new_context(
        java_script_enabled=with_scripts,
        base_url=origin,
        geolocation=POSITION,
        permissions=["geolocation"],
    )
    visitor.set_default_timeout(PATIENCE_MS)
    asked: list[str] = []
    complaints: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.on("console", lambda message: complaints.append(message.text))
    yield visitor
    cookies = visitor.cookies()
    visitor.close()
    assert asked
    assert [url for url in asked if not url.startswith((f"{origin}/", "data:"))] == []
    assert cookies == []
    assert [text for text in complaints if "Content Security Policy" in text] == []


@pytest.fixture
def visit(context: BrowserContext) -> Visit:
    """Open a page of the finder at a width in CSS pixels."""

    def open_page(path: str, width: int = 1280, scheme: str = "light") -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(path)
        return page

    return open_page
