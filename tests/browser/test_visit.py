"""A visit in a real Chromium with JavaScript off: all of it works, nobody else hears of it."""

import gzip

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

BOX = "Place, treatment or clinic"
TWICE = pytest.mark.parametrize(
    "context", [False, True], indirect=True, ids=["without scripts", "with scripts"]
)
"""Every story of a visitor is the same with and without scripts."""
PAGES = [
    "/",
    "/search?near=20814",
    "/search?near=20814&offers=ketamine.iv&unstated=1",
    "/search?near=20814&within=5&offers=ketamine.sc",
    "/search?near=Maryland",
    "/search?near=Fartown",
    "/search?near=Springfield",
    "/search?near=Qwxyzzz",
    "/search?colour=blue",
    "/c/harbor01/harbor-calm-clinic",
    "/c/meadow01/meadow-invented-ketamine",
    "/c/hostile1/hostile",
    "/c/gone0001",
    "/about",
    "/browse",
    "/us/maryland",
    "/guide",
    "/guide/choosing",
    "/es/search?near=20814",
    "/none",
]

FOCUSABLE = (
    "[...document.querySelectorAll('a[href], button, select, input:not([type=hidden]), summary,"
    ' [tabindex="0"]\')].filter(e => e.checkVisibility())'
)
"""A script of the test, not of the page, that lists what the keyboard must reach."""


@TWICE
def test_from_the_form_to_a_clinic(visit: Visit) -> None:
    """Type a place, choose an offering, search, open the first result, read its words."""
    page = visit("/")
    page.get_by_label(BOX).fill("20814")
    page.get_by_label("Within", exact=True).select_option("25 miles")
    page.get_by_label("Ketamine by IV infusion").check()
    page.get_by_role("button", name="Search").first.click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "1 clinic that states “Ketamine by IV infusion” within 25 miles of 20814 (Bethesda, MD)"
    )
    page.get_by_role("link", name="Harbor Calm Clinic", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbor Calm Clinic")
    expect(page.locator("blockquote").first).to_have_text(
        "We give ketamine by IV infusion in a quiet room."
    )
    assert page.url.endswith("/c/harbor01/harbor-calm-clinic")


@TWICE
def test_the_enter_key_searches(visit: Visit) -> None:
    """As in any search box."""
    page = visit("/")
    page.get_by_label(BOX).fill("20814")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Clinics near 20814 (Bethesda, MD)")


@TWICE
def test_one_box_understands_and_chips_take_away(visit: Visit) -> None:
    """A treatment and a place in one line; each can be removed."""
    page = visit("/")
    page.get_by_label(BOX).fill("iv ketamine near 20814 within 25 miles")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text(
        "1 clinic that states “Ketamine by IV infusion” within 25 miles of 20814 (Bethesda, MD)"
    )
    page.locator(".chips").get_by_role("link", name="within 25 miles").click()
    expect(page.locator("#count")).to_contain_text("within 50 miles of 20814")
    page.locator(".chips").get_by_role("link", name="Ketamine by IV infusion").click()
    expect(page.locator(".chips li")).to_have_count(1)
    expect(page.get_by_label(BOX)).to_have_value("20814")


@TWICE
def test_the_results_form_keeps_the_filters(visit: Visit) -> None:
    """Another radius is another search for the same thing."""
    page = visit("/search?near=20814&within=5&therapy=kap")
    page.get_by_label("Within", exact=True).select_option("50 miles")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#count")).to_contain_text("within 50 miles")
    expect(page.locator("#count")).to_contain_text("Ketamine with psychotherapy (KAP)")


@TWICE
def test_the_map_leads_to_the_list_and_zooms_by_links(visit: Visit) -> None:
    """A pin is the item of its number; a nearer radius is a nearer map."""
    page = visit("/search?near=20814&within=25")
    pin = page.locator(".map svg a").last
    target = str(pin.get_attribute("href"))
    pin.click()
    assert page.url.endswith(target)
    expect(page.locator(target)).to_be_in_viewport()
    page.locator(".zooms").get_by_role("link", name="10 miles").click()
    expect(page.locator("#count")).to_contain_text("within 10 miles")


@TWICE
def test_nothing_found_leads_on(visit: Visit) -> None:
    """What is farther away is shown and said to be; less asked finds more."""
    page = visit("/search?near=20814&within=5&offers=ketamine.im")
    expect(page.locator("#count")).to_contain_text("No clinics that state")
    expect(page.locator(".instead")).to_contain_text("We looked farther: 30 clinics")
    page.get_by_role("link", name="Search including clinics that do not say").click()
    expect(page.locator("#count")).to_contain_text("(or says nothing about it)")


@TWICE
def test_facets_chips_and_unstated_are_links(visit: Visit) -> None:
    """On, wider, and off again."""
    page = visit("/search?near=20814&within=5")
    page.locator(".facet").get_by_role("link", name="Ketamine by IV infusion").click()
    expect(page.locator(".hits > li")).to_have_count(1)
    page.get_by_role("link", name="Include clinics that do not say").click()
    expect(page.locator(".unstated").first).to_have_text("Does not say: Ketamine by IV infusion")
    page.locator(".chips").get_by_role("link", name="Ketamine by IV infusion").click()
    expect(page.locator(".chips")).not_to_contain_text("IV infusion")


@TWICE
def test_a_misspelt_town_is_two_clicks_from_results(visit: Visit) -> None:
    """The real place table suggests it."""
    page = visit("/search?near=Bethseda")
    expect(page.get_by_role("heading", level=1)).to_have_text("We do not know the place “Bethseda”")
    page.get_by_role("link", name="Bethesda, MD", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clinics near Bethesda, MD")


@pytest.mark.parametrize("name", ["New York", "Washington", "London", "Georgia", "Springfield"])
def test_no_choice_of_a_place_leads_back_to_the_question(visit: Visit, name: str) -> None:
    """A state and its city share a name, and towns of two countries do: each link is certain."""
    page = visit(f"/search?near={name}")
    choices = page.locator(".links a")
    for number in range(choices.count()):
        choices.nth(number).click()
        expect(page.locator("#count")).to_be_visible()
        page.go_back()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(visit: Visit, path: str) -> None:
    """Reading needs no scrolling sideways, from the smallest phone to a desk."""
    page = visit(path)
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert _width_of(page) <= width


def _width_of(page: Page) -> int:
    """Return how wide the content is; measured without scripts of the page's own."""
    session = page.context.new_cdp_session(page)
    size = session.send("Page.getLayoutMetrics")["cssContentSize"]
    return int(size["width"])


@pytest.mark.parametrize("path", PAGES)
def test_everything_to_press_is_large_enough_for_a_finger(visit: Visit, path: str) -> None:
    """24 px each way, but for links inside a sentence (WCAG 2.5.8)."""
    page = visit(path, 390)
    targets = page.locator("button, select, input:not([type=hidden]), li > a, nav a, h3 a, summary")
    for box in (target.bounding_box() for target in targets.all() if target.is_visible()):
        assert box is not None
        assert (box["width"] >= 24, box["height"] >= 24) == (True, True), box


@pytest.mark.parametrize(
    "path",
    ["/", "/search?near=20814&within=5&offers=ketamine.iv&unstated=1", PAGES[9]],
)
def test_the_keyboard_reaches_everything_in_reading_order(visit: Visit, path: str) -> None:
    """Tab goes through all there is, top to bottom, without a trap and with a visible focus."""
    page = visit(path)
    total = page.evaluate(f"{FOCUSABLE}.length")
    for place in range(total):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{FOCUSABLE}.indexOf(document.activeElement)") == place
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert page.evaluate("document.activeElement.className") != "skip"


def test_the_skip_link_skips(visit: Visit) -> None:
    """It appears on focus and leads to the content."""
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_visitor(visit: Visit, scheme: str) -> None:
    """Dark ink on light, or light ink on dark."""
    page = visit("/", scheme=scheme)
    ink, paper = (
        page.evaluate(f"getComputedStyle(document.body).{part}.match(/\\d+/g).map(Number)")
        for part in ("color", "backgroundColor")
    )
    assert (sum(ink) < sum(paper)) is (scheme == "light")


def test_the_style_sheet_is_small(visit: Visit) -> None:
    """At most 8 KB compressed, and the only thing a page loads besides its icon."""
    page = visit("/search?near=20814")
    sheet = page.context.request.get("/static/style.css").body()
    assert len(gzip.compress(sheet)) <= 8 * 1024


@pytest.mark.parametrize("path", ["/", "/search?near=20814", PAGES[9], "/guide/choosing"])
def test_nothing_moves_for_who_asks_for_rest(visit: Visit, path: str) -> None:
    """No animation, no transition, no gliding to a place on the page."""
    page = visit(path)
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate("""[...document.querySelectorAll("*")].filter(e => {
      const s = getComputedStyle(e);
      return parseFloat(s.transitionDuration) > 0.01 || s.animationName !== "none"
        || s.scrollBehavior === "smooth"; }).map(e => e.outerHTML.slice(0, 80))""")
    assert moving == []


def test_a_page_at_four_hundred_percent_reads_without_scrolling_sideways(visit: Visit) -> None:
    """A window of 1280 px at 400 % is one of 320 px, with four times the dots (WCAG 1.4.10)."""
    for path in PAGES:
        page = visit(path, 320)
        devtools = page.context.new_cdp_session(page)
        size = {"width": 320, "height": 256, "deviceScaleFactor": 4, "mobile": False}
        devtools.send("Emulation.setDeviceMetricsOverride", size)
        assert _width_of(page) <= 320, path
        page.close()
