"""Pictures of every kind of page, for people to look at.

Run: python -m tests.browser.screenshots URL FOLDER [ONLY…]
URL is a running finder; ONLY are names of pages, such as "home results".
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.pages import address, all_served

PAGES = {
    "home": "/",
    "results": "/search?near=20814",
    "results-filtered": "/search?near=20814&offers=ketamine.iv&unstated=1",
    "state": "/search?near=Maryland",
    "zero": "/search?near=20814&within=5&offers=ketamine.sc",
    "unknown-place": "/search?near=Bethseda",
    "ambiguous-place": "/search?near=Springfield",
    "refused": "/search?near=20814&colour=blue&within=abc",
    "clinic": "the first result",
    "list": "the first three results",
    "browse": "/browse",
    "browse-country": "/us",
    "browse-state": "/us/texas",
    "browse-town": "/us/texas/houston",
    "treatments": "/treatments",
    "treatment": "/treatments/esketamine-nasal",
    "report": "/report",
    "guide": "/guide",
    "guide-page": "/guide/side-effects",
    "guide-checklist": "/guide/choosing",
    "guide-figures": "/guide/methods",
    "guide-spanish": "/es/guide/crisis",
    "about": "/about",
    "not-found": "/no/such/page",
}
INVENTED = ("closed", "gone", "fault", "unavailable")
"""Kinds of `pages.KINDS` that no sound index shows: of the invented world."""
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


def take(url: str, folder: Path, only: tuple[str, ...]) -> None:
    """Write PAGE-WIDTH-SCHEME.png into *folder* for each page, or for those of *only*."""
    folder.mkdir(parents=True, exist_ok=True)
    with all_served() as origins, chromium() as browser:
        addresses = {name: url.rstrip("/") + path for name, path in PAGES.items()}
        found = _results(browser, addresses["results"])
        addresses["clinic"] = found[0]
        ids = ",".join(one.split("/c/")[1].split("/")[0] for one in found[:3])
        addresses["list"] = f"{url.rstrip('/')}/list?c={ids}"
        addresses |= {kind: address(origins, kind) for kind in INVENTED}
        for name in only or tuple(addresses):
            for width in WIDTHS:
                for scheme in SCHEMES:
                    _shoot(browser, addresses[name], width, scheme, folder / name)


def _results(browser: Browser, url: str) -> list[str]:
    """Return the addresses of the clinics that a page of results lists."""
    page = browser.new_page()
    page.goto(url)
    links = page.locator(".hits h3 a").evaluate_all("links => links.map(link => link.href)")
    page.close()
    return list(map(str, links))


def _shoot(browser: Browser, address: str, width: int, scheme: str, stem: Path) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    picture = stem.with_name(f"{stem.name}-{width}-{scheme}.png")
    page.screenshot(path=picture, full_page=True)
    page.close()


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]), tuple(sys.argv[3:]))
