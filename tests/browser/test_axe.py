"""axe-core finds nothing to mend: WCAG 2.2 AA and its best practices, on every kind of page.

Each page is judged with its script and without it, at three widths, in light, dark and forced
colours, and as it is printed. All rules run at each width; where only the colours change, those
that look at colours run again. Kinds that are built like one of `FULLY`, and pages in Spanish,
where only the words differ, are judged at one width.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.pages import KINDS, address, all_served

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOUR_RULES = ("color-contrast", "link-in-text-block")
WIDTHS = (320, 390, 1280)
FULLY = ("home", "results", "zero results", "clinic", "guide page", "not found")
DARK: dict[str, Any] = {"color_scheme": "dark"}
FORCED: dict[str, Any] = {"forced_colors": "active"}
PRINT: dict[str, Any] = {"media": "print"}
PLAIN: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
UNDECIDED = ("bgOverlap", "elmPartiallyObscured", "elmPartiallyObscuring", "shortTextContent")
"""Why axe may be unable to see the colour behind words, here: a link that goes over two lines lies
half over its neighbour's box; the map's words lie on its shapes, whose boxes axe takes whole though
they are clipped; a pin's number is one digit. All these colours stand elsewhere, too, where axe
sees them. Anything else that it cannot decide is a complaint."""
_JUDGE = """([run, undecided]) => axe.run(document, {runOnly: run, preload: false,
  resultTypes: ["violations", "incomplete"]}).then(({violations, incomplete}) => {
    const known = node => undecided.includes(node.any[0]?.data?.messageKey);
    const open = incomplete.map(rule => ({...rule, nodes: rule.nodes.filter(n => !known(n))}));
    return [...violations, ...open].flatMap(rule => rule.nodes.map(
      node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
  })
"""


@pytest.fixture(scope="module")
def origins() -> Iterator[dict[Callable[[], Flask], str]]:
    """Give the apps that show each kind of page."""
    with all_served() as served:
        yield served


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Give one tab for all pages."""
    context = browser.new_context(locale="en-US")
    yield context.new_page()
    context.close()


def complaints(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Return what axe has against the present page in each width and colour, and printed."""
    page.evaluate(AXE)
    everything = {"type": "tag", "values": TAGS}
    colours = {"type": "rule", "values": COLOUR_RULES}
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for media, rules in ((PLAIN, everything), (DARK, colours), (FORCED, colours)):
            page.emulate_media(**{**PLAIN, **media})
            told = page.evaluate(_JUDGE, [rules, UNDECIDED])
            found += [f"{width} px, {media}: {one}" for one in told]
    page.emulate_media(**{**PLAIN, **PRINT})
    found += [f"print: {one}" for one in page.evaluate(_JUDGE, [everything, UNDECIDED])]
    page.emulate_media(**PLAIN)
    return found


def opened(page: Page, url: str, *, script: bool) -> str:
    """Open *url* with our script or without any; return the page's HTML as it then stands."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setScriptExecutionDisabled", {"value": not script})
    page.goto(url, wait_until="networkidle")
    devtools.send("Emulation.setScriptExecutionDisabled", {"value": False})
    devtools.detach()
    return page.content()


@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_axe_has_no_complaint(
    page: Page, origins: dict[Callable[[], Flask], str], kind: str, code: str
) -> None:
    """No violation, and nothing that axe could not decide for a reason that we do not know."""
    url = address(origins, kind, code)
    widths = WIDTHS if code == "en" and kind in FULLY else (390,)
    bare = opened(page, url, script=False)
    assert complaints(page, widths) == []
    if opened(page, url, script=True) != bare:  # else it is the same page, judged already
        assert complaints(page, widths) == []


def test_axe_sees_a_fault(page: Page, origins: dict[Callable[[], Flask], str]) -> None:
    """It is no ornament: a button without a name and pale words are found, in the dark too."""
    opened(page, address(origins, "home"), script=False)
    page.evaluate("document.querySelector('main button').textContent = ''")
    page.evaluate("document.querySelector('h1').style.color = 'color-mix(in srgb, gray, Canvas)'")
    found = " ".join(complaints(page))
    assert "button-name" in found
    assert "'dark'}: color-contrast" in found
