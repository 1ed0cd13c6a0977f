"""What the one script adds: suggestions, the rough place, results without a reload, a link."""

import gzip
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("context", [True], indirect=True, ids=["with scripts"]),
]
BOX = "Place, treatment or clinic"


def option(page: Page, name: str) -> str | None:
    """Return whether the suggestion *name* is the selected one, as a screen reader hears it."""
    return page.get_by_role("option", name=name, exact=True).get_attribute("aria-selected")


def test_suggestions_are_a_list_that_the_keyboard_walks(visit: Visit) -> None:
    """A combobox: down, enter, and the box holds it; a screen reader hears how many there are."""
    page = visit("/")
    box = page.get_by_role("combobox", name=BOX)
    box.press_sequentially("spravato near bethe")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").last).to_have_text(re.compile(r"^Suggestions: \d+$"))
    page.keyboard.press("ArrowDown")
    assert option(page, "Bethesda, MD") == "true"
    active = page.locator("#" + str(box.get_attribute("aria-activedescendant")))
    expect(active).to_have_text("Bethesda, MD")
    page.keyboard.press("Enter")
    expect(box).to_have_value("spravato near Bethesda, MD ")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("Esketamine nasal spray (Spravato)")
    expect(page.locator("#count")).to_contain_text("of Bethesda, MD")


def test_escape_closes_the_list_and_keeps_what_was_typed(visit: Visit) -> None:
    """As the pattern says."""
    page = visit("/")
    box = page.get_by_role("combobox", name=BOX)
    box.press_sequentially("bethe")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("bethe")


def test_a_suggested_clinic_is_one_click_away(visit: Visit) -> None:
    """Its name leads to its page."""
    page = visit("/")
    page.get_by_role("combobox", name=BOX).press_sequentially("harbor ca")
    page.get_by_role("option", name="Harbor Calm Clinic").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbor Calm Clinic")


def test_my_location_is_rounded_before_it_leaves_the_browser(visit: Visit) -> None:
    """No request ever holds more than two decimals on the grid of 0.02 degrees."""
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Clinics near your location (to about 2 km)"
    )
    told = [url for url in asked if "near=" in url]
    assert told
    assert all(re.search(r"near=38\.98(,|%2C)-77\.10(&|$)", url) for url in told)


def test_results_change_without_a_reload_and_go_back(visit: Visit) -> None:
    """One request; the address, the title, the focus and the live region follow."""
    page = visit("/search?near=20814&within=25")
    page.evaluate("document.body.dataset.same = 'page'")
    page.locator(".facet").get_by_role("link", name="Ketamine by IV infusion").click()
    found = page.locator("#count")
    expect(found).to_contain_text("1 clinic that states")
    expect(found).to_be_focused()
    expect(page.get_by_role("status").last).to_have_text(str(found.text_content()))
    expect(page).to_have_title(re.compile("^1 clinic that states"))
    assert page.url.endswith("/search?near=20814&within=25&offers=ketamine.iv")
    assert page.evaluate("document.body.dataset.same") == "page"
    page.go_back()
    expect(found).to_contain_text("33 clinics")
    assert page.url.endswith("/search?near=20814&within=25")
    assert page.evaluate("document.body.dataset.same") == "page"


def test_a_group_that_was_opened_stays_open(visit: Visit) -> None:
    """Choosing in one does not close the next."""
    page = visit("/search?near=20814&within=25")
    page.get_by_text("Conditions its website mentions").click()
    page.locator(".facet").get_by_role("link", name="Ketamine by IV infusion").click()
    expect(page.locator("#count")).to_contain_text("1 clinic that states")
    conditions = page.locator("details", has_text="Conditions its website mentions")
    expect(conditions).to_have_attribute("open", "")


def test_an_answer_that_is_no_list_is_opened_as_a_page(visit: Visit) -> None:
    """An unknown place asks back, with or without the script."""
    page = visit("/search?near=20814")
    page.get_by_role("combobox", name=BOX).fill("near qwxyzzz")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We do not know the place “qwxyzzz”")


def test_the_link_that_is_copied_is_the_pages_own(visit: Visit) -> None:
    """Plain parameters, whatever was typed."""
    page = visit("/search?q=iv+ketamine+20814")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/search?near=20814&offers=ketamine.iv")


def test_a_pin_and_its_clinic_light_up_together(visit: Visit) -> None:
    """Either shows the other."""
    page = visit("/search?near=20814&within=25")
    pin = page.locator(".map svg a").last
    pin.focus()
    expect(page.locator(str(pin.get_attribute("href")))).to_have_class("lit")


def test_the_script_is_small(visit: Visit) -> None:
    """At most 6 KB compressed, and a results page asks for four things in all."""
    page = visit("/about")
    page.wait_for_load_state("networkidle")
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto("/search?near=20814")
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 4, asked
    script = page.locator("script[src]").get_attribute("src")
    body = page.context.request.get(str(script)).body()
    assert len(gzip.compress(body)) <= 6 * 1024
