"""What a visitor's browser loads, and how soon it answers a touch, in a real Chromium."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page

from tests.browser.test_axe import complaints

THROTTLE = 4
"""A phone's processor is said to be so many times slower than a desk's."""
TOUCHES = 15
_WATCH = """() => { window.slow = []; new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (e.interactionId) window.slow.push(e.duration); }
).observe({type: 'event', durationThreshold: 16, buffered: true}); }"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a first visit to a page loads."""

    kb: float
    """Bytes on the wire with their headers, in thousands."""
    requests: int


def cold(browser: Browser, url: str) -> Loaded:
    """Open *url* with nothing in the cache."""
    context = browser.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    context.close()
    return Loaded(sum(sizes) / 1000, len(sizes))


def axe_violations(browser: Browser, urls: Iterable[str]) -> int:
    """Return how much axe has against these pages: 3 widths, light, dark, forced colours, print."""
    context = browser.new_context()
    page = context.new_page()
    found = 0
    for url in urls:
        page.goto(url, wait_until="networkidle")
        told = complaints(page)
        found += len(told)
        for one in told[:5]:
            print(f"  axe: {url}: {one}")
    context.close()
    return found


def interaction_ms(browser: Browser, url: str) -> float:
    """Return how long the results page takes to answer a key, on a slow phone: the median.

    By the Event Timing API, which counts in steps of 8 ms and tells nothing below 16.
    """
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    page.evaluate(_WATCH)
    _touch(page)
    told: list[float] = page.evaluate("window.slow")
    context.close()
    return median(told) if told else 0.0


def _touch(page: Page) -> None:
    box = page.locator("form.search input[name=q]").first
    box.focus()
    for _ in range(TOUCHES):
        page.keyboard.press("a")
        page.wait_for_timeout(60)
    page.wait_for_timeout(300)
