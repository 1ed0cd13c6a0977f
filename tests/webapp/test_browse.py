"""Pages to browse: every clinic with a place is found by going down, and every way leads back."""

import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.places import Places
from tests.contracts.clinic_index import MemoryIndex
from tests.indexer.clinics import clinic
from tests.webapp import world
from tests.webapp.conftest import Page
from tests.webapp.reading import links, text


def listed(found: BeautifulSoup) -> list[str]:
    """Return the names of the clinics of a list to browse, in order."""
    return [text(item.a) for item in found.select(".clinics > li")]


@pytest.fixture(scope="module")
def wide() -> FlaskClient:
    """Ask the app over clinics in real towns, with the packaged place table."""
    places = [
        ("US", "NY", "", "New York"),
        ("US", "NY", "", "Albany"),
        ("US", "MO", "", "St. Louis"),
        ("US", "WA", "", ""),
        ("US", "", "", ""),
        ("CA", "ON", "", "Toronto"),
        ("GB", "", "England", "London"),
        ("AU", "NSW", "", "Sydney"),
        ("", "", "", ""),
    ]
    clinics = [
        clinic(
            id=f"wide{n:04}",
            slug=f"wide-{n}",
            name=f"Wide {n}",
            country=country,
            state=state,
            nation=nation,
            city=city,
        )
        for n, (country, state, nation, city) in enumerate(places)
    ]
    return world.app(MemoryIndex(clinics), Places()).test_client()


def read(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    """Return a page, parsed, after checking its status."""
    response = client.get(url)
    assert response.status_code == status, url
    return BeautifulSoup(response.data, "lxml")


def test_all_places_are_listed_with_how_many_clinics_they_have(wide: FlaskClient) -> None:
    """Country by country; what states no country is said to be so."""
    found = read(wide, "/browse")
    assert text(found.select_one("#us")) == "United States 5"
    states = {text(item.a): text(item.select_one(".count")) for item in found.select(".places li")}
    assert states == {
        "Missouri": "1",
        "New York": "2",
        "Washington": "1",
        "Ontario": "1",
        "England": "1",
        "New South Wales": "1",
    }
    assert "1 clinic states no country." in text(found.main)


def test_going_down_finds_every_clinic_with_a_town(wide: FlaskClient) -> None:
    """From all places to a clinic by links alone, and up again by the trail."""
    reached = set()
    for state in read(wide, "/browse").select(".places a"):
        page = read(wide, str(state["href"]))
        for town in page.select(".places a"):
            inner = read(wide, str(town["href"]))
            trail = [str(a["href"]) for a in inner.select(".trail a")]
            assert trail[0] == "/browse"
            assert trail[-1] == state["href"]
            reached |= set(listed(inner))
        reached |= set(listed(page))
    assert reached == {f"Wide {n}" for n in (0, 1, 2, 3, 5, 6, 7)}


@pytest.mark.parametrize(
    "path",
    [
        "/us/new-york/new-york",
        "/us/missouri/st-louis",
        "/ca/ontario/toronto",
        "/gb/england/london",
        "/au/new-south-wales/sydney",
    ],
)
def test_a_towns_address_is_its_names(wide: FlaskClient, path: str) -> None:
    """In small letters with hyphens; the page says that this is its one address."""
    found = read(wide, path)
    assert len(listed(found)) == 1
    assert found.select_one("link[rel=canonical]")["href"] == f"http://localhost{path}"
    (trail,) = [json.loads(tag.get_text()) for tag in found.select("script[type*='ld+json']")]
    assert trail["itemListElement"][-1]["item"] == f"http://localhost{path}"


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/us/ny", "/us/new-york"),
        ("/us/NY/Albany", "/us/new-york/albany"),
        ("/us/new-york/ALBANY", "/us/new-york/albany"),
        ("/es/us/ny/albany", "/es/us/new-york/albany"),
    ],
)
def test_other_spellings_lead_to_the_one_address(wide: FlaskClient, path: str, to: str) -> None:
    """In the visitor's language."""
    response = wide.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, to)


def test_a_town_without_clinics_says_so_and_shows_the_nearest(wide: FlaskClient) -> None:
    """It exists, so it is no error; it is nothing for a search engine either."""
    found = read(wide, "/us/new-york/buffalo")
    assert "We know no clinic in Buffalo." in text(found.main)
    assert "That does not mean there is none" in text(found.main)
    assert len(found.select(".links li")) == 5
    assert found.select_one("meta[name=robots]")["content"] == "noindex"


def test_a_state_without_clinics_says_so_and_shows_the_nearest(wide: FlaskClient) -> None:
    """The same for a state."""
    found = read(wide, "/us/wyoming")
    assert "We know no clinic in Wyoming." in text(found.main)
    assert len(found.select(".links li")) == 5


@pytest.mark.parametrize(
    "path",
    [
        "/us/atlantis",
        "/us/new-york/atlantis",
        "/gb/texas",
        "/us/texas/toronto-ontario",
        "/fr/paris",
    ],
)
def test_what_is_nowhere_is_not_found(wide: FlaskClient, path: str) -> None:
    """Neither invented places nor places of another country."""
    assert wide.get(path).status_code == 404


def test_a_state_lists_by_town_then_name(page: Page) -> None:
    """Nothing else changes the order; who states no town comes last."""
    found = page("/us/maryland")
    heads = [text(section.h2) for section in found.select("section.browse")]
    assert heads[0] == "Anytown"
    assert heads[-1] == "Town not stated"
    anytown = listed(BeautifulSoup(str(found.select_one("section.browse")), "lxml"))
    assert anytown == sorted(anytown, key=str.casefold)
    assert "By town, then by name; nothing else changes the order." in text(found.main)


def test_a_state_with_very_many_clinics_lists_its_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page stays a page."""
    monkeypatch.setattr("webapp.views.browse.browse.MOST_LISTED", 2)
    many = [clinic(id=f"many{n:04}", city="Anytown" if n % 2 else "Fartown") for n in range(5)]
    found = read(world.app(MemoryIndex(many)).test_client(), "/us/maryland")
    assert listed(found) == []
    towns = [text(item) for item in found.select(".places li")]
    assert towns == ["Anytown 2", "Fartown 3"]


def test_a_clinic_leads_up_to_its_town(page: Page) -> None:
    """The trail of its page is the way down to it."""
    found = page("/c/harbor01/harbor-calm-clinic")
    trail = found.select_one(".trail")
    assert trail is not None
    assert links(trail) == {
        "All places": "/browse",
        "United States": "/us",
        "Maryland": "/us/maryland",
        "Anytown": "/us/maryland/anytown",
    }


def test_the_nearest_outside_a_town_are_not_inside(page: Page) -> None:
    """Who is in the town is in its list, and only there."""
    found = page("/us/maryland/anytown")
    inside = set(listed(found))
    outside = {text(item.a) for item in found.select(".links li")}
    assert outside
    assert not inside & outside
