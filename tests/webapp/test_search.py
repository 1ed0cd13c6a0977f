"""The search form and its results, as a person reads them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.place import Choices, Place, Unknown
from indexer.vocabulary import vocabulary
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import world
from tests.webapp.conftest import Page
from tests.webapp.reading import links, names, text

IV = "Ketamine by IV infusion"


def test_the_form_asks_for_a_place_a_radius_and_what_clinics_state(page: Page) -> None:
    """Every filter stands there with a plain explanation, and nothing is chosen."""
    home = page("/")
    assert text(home.h1) == "Find ketamine and esketamine clinics near you"
    form = home.select_one("form[action='/search']")
    assert form is not None
    assert form.get("method", "get") == "get"
    radii = [option["value"] for option in form.select("select[name=within] option")]
    assert radii == ["5", "10", "25", "50", "100", "250", "any"]
    for parameter, group in (("offers", "offering"), ("therapy", "therapy")):
        choices = {
            str(box["value"]): text(box.parent) for box in form.select(f"[name={parameter}]")
        }
        filters = [entry for entry in vocabulary().group(group) if entry.facet]
        assert choices == {e.code: f"{e.label} {e.explain}" for e in filters}
    assert form.select("input[checked]") == []
    assert form.select_one("[name=q]")
    assert form.select_one("[name=unstated][value='1']")


def test_the_form_stands_when_the_index_does_not() -> None:
    """A visitor can at least see what we do and the crisis line."""
    assert world.unavailable_app().test_client().get("/").status_code == 200


def test_the_nearest_clinic_comes_first_and_the_page_says_so(page: Page) -> None:
    """Distance, then name; clinics without a place are not among them."""
    found = page("/search?near=20814&within=25")
    assert names(found)[:3] == [
        "Meadow Invented Ketamine",
        "Harbor Calm Clinic",
        "Willow Made-Up Center",
    ]
    assert names(found)[3:5] == ["Crowd Clinic 00", "Crowd Clinic 01"]
    assert "Nearest first, then by name. Nothing else changes the order." in text(found.main)
    assert text(found.select_one("h2#count")) == (
        "33 clinics within 25 miles of 20814 (Anytown, MD)"
    )
    assert [text(h1) for h1 in found.select("h1")] == ["Clinics near 20814 (Anytown, MD)"]


def test_a_row_tells_town_distance_phone_statements_and_date(page: Page) -> None:
    """Each in words, the phone labelled and ready to dial."""
    meadow, harbor, willow = page("/search?near=20814").select(".hits > li")[:3]
    assert text(harbor.select_one(".where")) == (
        "Anytown, MD about 1 mile, straight line from the center of 20814"
    )
    assert text(harbor.select_one(".phone")) == "Phone: (202) 555-0101"
    assert links(harbor)["(202) 555-0101"] == "tel:+12025550101"
    assert [text(p) for p in harbor.select(".stated")] == [
        "Its website states: Ketamine by IV infusion, Esketamine nasal spray (Spravato),"
        " Ketamine by mouth (lozenge or tablet), Ketamine with psychotherapy (KAP)",
        "Its website states that it does NOT have: Ketamine by injection into a muscle,"
        " Esketamine nasal spray (Spravato)",
    ]
    assert text(harbor.time) == "November 2, 2026"

    assert "straight line from the center of 20814 to the center of its town" in text(meadow)
    assert text(meadow.select_one(".stated")) == (
        "Stated in a survey of its website, November 2026, not yet re-checked:"
        " Esketamine nasal spray (Spravato)"
    )
    assert meadow.time is not None
    assert (text(meadow.time), meadow.time["datetime"]) == ("November 2026", "2026-11")
    assert meadow.select(".phone") == []

    assert text(willow.select_one(".stated")) == (
        "Stated in an article by the clinic: Ketamine with psychotherapy (KAP)"
    )


def test_outside_the_us_distances_are_in_km_too(page: Page) -> None:
    """A Canadian reads kilometres."""
    found = page("/search?near=Northtown,+ON,+Canada")
    assert "about 11 km (7 miles), straight line" in text(found.select_one(".where"))
    assert "within 80 km (50 miles) of Northtown" in text(found.select_one("#count"))


def test_a_filter_keeps_only_clinics_that_state_it(page: Page) -> None:
    """Not stated is not found, and the heading repeats what was asked."""
    found = page("/search?near=20814&offers=ketamine.iv")
    assert names(found) == ["Harbor Calm Clinic"]
    assert text(found.select_one("#count")) == (
        f"1 clinic that states “{IV}” within 50 miles of 20814 (Anytown, MD)"
    )


def test_codes_are_ored_in_a_group_and_anded_across_groups(page: Page) -> None:
    """Two offerings widen, a therapy narrows."""
    either = page("/search?near=20814&within=5&offers=ketamine.iv&offers=esketamine.nasal")
    assert names(either) == ["Meadow Invented Ketamine", "Harbor Calm Clinic"]
    both = page(
        "/search?near=20814&within=5&offers=ketamine.iv&offers=esketamine.nasal&therapy=kap"
    )
    assert names(both) == ["Harbor Calm Clinic"]
    assert text(both.select_one("#count")).startswith(
        f"1 clinic that states “{IV}” or “Esketamine nasal spray (Spravato)”"
        " and states “Ketamine with psychotherapy (KAP)”"
    )


def test_clinics_that_do_not_say_can_be_included_and_are_marked(page: Page) -> None:
    """One click away, and each such clinic says what it does not say."""
    narrow = page("/search?near=20814&within=5&offers=ketamine.iv")
    wide = page(links(narrow)["Include clinics that do not say"])
    assert names(wide) == ["Meadow Invented Ketamine", "Harbor Calm Clinic"]
    meadow, harbor = wide.select(".hits > li")
    assert text(meadow.select_one(".unstated")) == f"Does not say: {IV}"
    assert harbor.select(".unstated") == []
    assert "(or say nothing about it)" in text(wide.select_one("#count"))
    back = links(wide)["✓ Clinics that do not say are included"]
    assert names(page(back)) == ["Harbor Calm Clinic"]


def test_facets_are_links_that_keep_the_search_and_tell_how_many(page: Page) -> None:
    """Each count is what the link finds; zero is shown; a filter in use is switched off."""
    found = page("/search?near=20814&within=10&therapy=kap&q=harbor")
    facet = {text(a.span): a for a in found.select(".facet a") if a.select_one(".count")}
    assert text(facet[IV].select_one(".count")) == "1"
    assert parse_qs(urlsplit(str(facet[IV]["href"])).query) == {
        "near": ["20814"],
        "within": ["10"],
        "offers": ["ketamine.iv"],
        "therapy": ["kap"],
        "words": ["harbor"],
    }
    assert text(facet["Group sessions"].select_one(".count")) == "0"
    used = facet["✓ Ketamine with psychotherapy (KAP)"]
    assert used["aria-current"] == "true"
    assert used["href"] == "/search?near=20814&within=10&words=harbor"


def test_every_facet_of_zero_leads_to_a_page_that_leads_on(page: Page) -> None:
    """No count is a dead end: what is farther away is shown, or else whoever is nearest."""
    found = page("/search?near=20814&within=5")
    empty = [a for a in found.select(".facet a") if text(a.select_one(".count")) == "0"]
    assert len(empty) > 20
    for link in empty:
        nothing = page(str(link["href"]))
        assert text(nothing.select_one("#count")).startswith("No clinics ")
        assert names(nothing)


def test_what_is_not_near_is_found_farther_away_and_the_page_says_so(page: Page) -> None:
    """The heading keeps what was asked; the next sentence tells where we looked."""
    found = page("/search?near=20814&within=10&offers=ketamine.im")
    assert text(found.select_one("#count")) == (
        "No clinics that state “Ketamine by injection into a muscle”"
        " within 10 miles of 20814 (Anytown, MD)"
    )
    assert text(found.select_one(".instead strong")) == (
        "We looked farther: 30 clinics within 31 miles of 20814 (Anytown, MD)."
    )
    assert "That does not mean there is none nearer" in text(found.main)
    assert len(names(found)) == 25


def test_a_search_that_finds_nothing_tells_what_to_ask_less(page: Page) -> None:
    """Each way out says how many it finds, and finds them."""
    found = page("/search?near=20814&within=10&offers=ketamine.im")
    ways = {text(item): str(item.a["href"]) for item in found.select(".links li") if item.a}
    assert list(ways) == [
        "Search including clinics that do not say 1 clinic",
        "Search without asking for “Ketamine by injection into a muscle” 2 clinics",
    ]
    for way, url in ways.items():
        total = int(way.split()[-2])
        assert text(page(url).select_one("#count")).startswith(f"{total} clinic")


def test_what_nobody_states_shows_who_is_nearest(page: Page) -> None:
    """They are told from an answer: nobody of them is said to state it."""
    found = page("/search?near=20814&offers=ketamine.sc")
    assert "The nearest clinics, whatever they state" in text(found.main)
    assert len(names(found)) == 5
    assert names(found)[0] == "Meadow Invented Ketamine"


def test_a_state_without_any_shows_the_nearest_around_its_middle(page: Page) -> None:
    """And says that they lie beyond."""
    found = page("/search?near=Maryland&offers=ketamine.sc&unstated=1&words=north")
    assert text(found.select_one("#count")).endswith("in Maryland")
    assert "nearest to the middle of Maryland first" in text(found.select_one(".instead"))
    assert names(found) == ["North Imagined Infusions"]


def test_when_words_occur_nowhere_the_way_out_is_the_whole_list(page: Page) -> None:
    """Leaving the words out is offered."""
    nothing = page("/search?q=zzzzzz")
    assert text(nothing.select_one("#count")) == "No clinics with the words “zzzzzz”"
    assert names(page(links(nothing)["Search without the words “zzzzzz”"]))


def test_when_no_other_search_helps_the_page_says_that_too() -> None:
    """An index without clinics has nothing farther away either."""
    response = world.app(MemoryIndex()).test_client().get("/search?near=20814")
    nothing = BeautifulSoup(response.data, "lxml")
    assert "No wider search finds any either." in text(nothing.main)


def test_a_state_is_listed_by_name_without_distances(page: Page) -> None:
    """Clinics that state only their state are found here, and here alone."""
    found = page("/search?near=Maryland")
    assert text(found.h1) == "Clinics in Maryland"
    assert "By name. Nothing else changes the order." in text(found.main)
    assert "Maryland is an area, not a point, so we give no distances." in text(found.main)
    listed = names(found) + names(page("/search?near=Maryland&page=2"))
    assert "Nowhere Statewide Care" in listed
    assert listed == sorted(listed, key=str.casefold)
    assert "straight line" not in text(found.main)


def test_a_country_is_listed_by_name(page: Page) -> None:
    """All of its states."""
    assert "Clinics in United States" in text(page("/search?near=United+States").h1)


def test_a_search_by_distance_leads_to_clinics_without_a_place(page: Page) -> None:
    """They would be lost otherwise."""
    found = links(page("/search?near=20814&offers=ketamine.iv"))
    assert found["List Maryland by name"] == "/search?near=Maryland&offers=ketamine.iv"
    assert found["list all clinics we know"] == "/search"


def test_words_search_without_a_place(page: Page) -> None:
    """By name, and the order is told."""
    found = page("/search?q=harbor+calm")
    assert names(found) == ["Harbor Calm Clinic"]
    assert text(found.h1) == "Clinics with the words “harbor calm”"
    assert "Best match of your words first, then by name." in text(found.main)


def test_an_unknown_place_is_never_no_clinics(page: Page) -> None:
    """We say that we do not know the place, and what may have been meant."""
    unknown = page("/search?near=Anytowne&offers=ketamine.iv", status=404)
    assert text(unknown.h1) == "We do not know the place “Anytowne”"
    assert "clinics" not in text(unknown.main).casefold().replace("find clinics", "")
    suggestions = links(unknown)
    assert suggestions["Anytown, MD"] == "/search?near=Anytown,+MD&offers=ketamine.iv"
    assert suggestions["20814 (Anytown, MD)"] == "/search?near=20814&offers=ketamine.iv"


def test_an_ambiguous_place_is_a_choice_of_links(page: Page) -> None:
    """Each choice keeps the search and leads to results."""
    choice = page("/search?near=Sametown&within=any&therapy=kap")
    assert text(choice.h1) == "Which “Sametown” do you mean?"
    chosen = [str(a["href"]) for a in choice.select(".links a")]
    assert len(chosen) == 3
    for url in chosen:
        assert "within=any&therapy=kap" in url
        assert page(url).select_one("#count")


def test_a_state_is_told_from_the_city_that_bears_its_name() -> None:
    """Both are called New York; the one is all of it."""

    class OneName(world.FewPlaces):
        def find(self, text: str) -> Place | Choices | Unknown:
            """Return the state and a town for "both"."""
            both = Choices(places=(world.MARYLAND, world.ANYTOWN))
            return both if text == "both" else super().find(text)

    response = world.app(places=OneName()).test_client().get("/search?near=both")
    choices = links(BeautifulSoup(response.data, "lxml"))
    assert choices["All of Maryland"] == "/search?near=Maryland"
    assert choices["Anytown, MD"] == "/search?near=Anytown,+MD"


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("/search?near=20814&colour=blue", "colour"),
        ("/search?near=20814&offers=ketamine.moon", "offers"),
        ("/search?near=20814&within=abc", "within"),
        ("/search?near=20814&page=-1", "page"),
    ],
)
def test_what_cannot_be_asked_is_refused_kindly(page: Page, url: str, named: str) -> None:
    """The page names it and leads to the same search without it."""
    refused = page(url, status=400)
    assert text(refused.select_one("main code")) == named
    assert links(refused)["Search without it"] == "/search?near=20814"


def test_tracking_marks_of_other_sites_are_dropped(client: FlaskClient) -> None:
    """A shared link works, and the marks are gone from the address."""
    moved = client.get("/search?near=20814&utm_source=mail&fbclid=1")
    assert (moved.status_code, moved.headers["Location"]) == (302, "/search?near=20814")
    clinic = client.get("/c/harbor01/harbor-calm-clinic?utm_medium=x")
    assert clinic.headers["Location"] == "/c/harbor01/harbor-calm-clinic"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_dropping_tracking_marks_leads_nowhere_else(client: FlaskClient, path: str) -> None:
    """A path that looks like a host is not redirected to it."""
    response = client.get("/?gclid=1", environ_overrides={"PATH_INFO": path})
    assert response.status_code in {308, 404}
    assert urlsplit(response.headers.get("Location", "")).hostname in {None, "localhost"}


def test_pages_of_a_long_list_are_linked(page: Page) -> None:
    """25 a page, numbered on, both ways."""
    first = page("/search?near=20814&offers=ketamine.im")
    assert len(names(first)) == 25
    second = page(links(first)["Next 25"])
    assert names(second) == [f"Crowd Clinic {number}" for number in range(25, 30)]
    assert second.select_one("ol.hits[start='26']")
    assert "Page 2 of 2" in text(second.select_one(".paging"))
    assert links(second)["Previous 25"] == "/search?near=20814&offers=ketamine.im"


def test_a_page_past_the_end_says_where_the_end_is(page: Page) -> None:
    """It is a 404, with links to the first and the last page."""
    past = page("/search?near=20814&offers=ketamine.im&page=9", status=404)
    assert "end on page 2" in text(past.main)
    assert names(page(links(past)["Last page"]))


def test_only_the_plain_search_of_a_place_may_be_listed_by_search_engines(page: Page) -> None:
    """Filtered combinations are endless."""

    def noindex(found: BeautifulSoup) -> bool:
        return found.select_one("meta[name=robots][content=noindex]") is not None

    assert not noindex(page("/search?near=20814"))
    assert noindex(page("/search?near=20814&offers=ketamine.iv"))
    assert noindex(page("/search?q=20814"))
    assert noindex(page("/search?near=38.98,-77.10"))
    canonical = page("/search?within=50&near=20814").select_one("link[rel=canonical]")
    assert canonical is not None
    assert canonical["href"] == "http://localhost/search?near=20814"


def test_no_index_is_never_an_empty_list() -> None:
    """503, a time to come back, and not a word of "no clinics"."""
    response = world.unavailable_app().test_client().get("/search?near=20814")
    said = text(BeautifulSoup(response.data, "lxml").main)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert said.startswith("We cannot search now")
    assert "no clinic" not in said.casefold()
