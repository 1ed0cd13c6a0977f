"""The one box over the whole chain: what is typed, what is asked, what the page says of it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.places import Places
from tests.contracts.clinic_index import MemoryIndex
from tests.indexer.clinics import clinic
from tests.webapp.reading import links, names, text
from webapp import create_app, understood
from webapp.forms import read
from webapp.search import Search

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
"""A Tuesday: noon in Portland, Oregon, one in the afternoon in Denver."""
PORTLAND, DENVER, HOUSTON, BETHESDA = (
    (45.51, -122.64), (39.74, -104.99), (29.76, -95.37), (38.98, -77.1),
)  # fmt: skip
CLINICS = [
    clinic(
        id="p1", name="Imaginary Rose Clinic", city="Portland", state="OR", at=PORTLAND,
        states=["esketamine.nasal", "medicaid"],
    ),
    clinic(
        id="p2", name="Invented Bridge Health", city="Portland", state="OR", at=(45.6, -122.6),
        states=["esketamine.nasal"],
    ),
    clinic(
        id="d1", name="Made-Up Mile Center", city="Denver", state="CO", at=DENVER,
        states=["ketamine.iv"], weekly="Mo-Fr 09:00-17:00", time_zone="America/Denver",
    ),
    clinic(
        id="d2", name="Sleepy Invention", city="Denver", state="CO", at=DENVER,
        states=["ketamine.iv"], weekly="Sa 09:00-12:00", time_zone="America/Denver",
    ),
    clinic(
        id="h1", name="Fictional Bayou Infusions", city="Houston", state="TX", at=(29.9, -95.4),
        states=["ketamine.iv"],
    ),
    clinic(
        id="b1", name="Fancied Oak Practice", city="Bethesda", state="MD", at=BETHESDA,
        states=["kap"], passages=("A quiet garden.",),
    ),
]  # fmt: skip
PLACES = Places()
APP = create_app(MemoryIndex(CLINICS), PLACES, now=lambda: NOW)


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """Ask the app over the invented clinics and the real places."""
    with APP.test_client() as asking:
        yield asking


def page_of(client: FlaskClient, typed: str, status: int = 200, **more: str) -> BeautifulSoup:
    """Return the page for what is typed, after checking its status."""
    response = client.get("/search", query_string={"q": typed, **more})
    assert response.status_code == status
    return BeautifulSoup(response.data, "lxml")


def canonical(page: BeautifulSoup) -> str:
    """Return the address that the page gives as its own, without its host."""
    link = page.select_one("link[rel=canonical]")
    assert link is not None
    return str(link["href"]).removeprefix("http://localhost")


def chips(page: BeautifulSoup) -> list[str]:
    """Return what can be taken away."""
    return [text(chip).removesuffix(" remove") for chip in page.select(".chips a")]


@pytest.mark.parametrize(
    ("typed", "asked", "found"),
    [
        (
            "spravato near 97214 medicaid",
            "/search?near=97214&offers=esketamine.nasal&pay=medicaid",
            ["Imaginary Rose Clinic"],
        ),
        ("KAP 20814", "/search?near=20814&therapy=kap", ["Fancied Oak Practice"]),
        (
            "iv ketamine houston within 50 miles",
            "/search?near=Houston,+TX&offers=ketamine.iv",
            ["Fictional Bayou Infusions"],
        ),
        (
            "iv ketamine houston within 30 km",
            "/search?near=Houston,+TX&within=30km&offers=ketamine.iv",
            ["Fictional Bayou Infusions"],
        ),
        ("open now denver", "/search?near=Denver,+CO&open=now", ["Made-Up Mile Center"]),
        ("denver saturday", "/search?near=Denver,+CO&open=sat", ["Sleepy Invention"]),
        ("Invented Bridge Health", "/search?words=Invented+Bridge+Health",
         ["Invented Bridge Health"]),
        ("spravatto portlnd oregon", "/search?near=Portland,+OR&offers=esketamine.nasal",
         ["Imaginary Rose Clinic", "Invented Bridge Health"]),
        ("garden near bethesda", "/search?near=Bethesda,+MD&words=garden",
         ["Fancied Oak Practice"]),
    ],
)  # fmt: skip
def test_what_is_typed_is_asked_in_plain_parameters(
    client: FlaskClient, typed: str, asked: str, found: list[str]
) -> None:
    """The page's own address says what was understood, and finds the same again."""
    page = page_of(client, typed)
    assert canonical(page) == asked
    assert names(page) == found
    again = BeautifulSoup(client.get(asked).data, "lxml")
    assert names(again) == found
    assert chips(again) == chips(page)


def test_each_chip_takes_one_thing_away_and_keeps_the_rest(client: FlaskClient) -> None:
    """Its link is a plain search."""
    page = page_of(client, "spravato near 97214 medicaid within 25 miles open now garden")
    assert chips(page)[:3] == ["97214 (Portland, OR)", "within 25 miles",
                               "Esketamine nasal spray (Spravato)"]  # fmt: skip
    whole, problems = read(canonical(page).partition("?")[2].encode())
    assert problems == ()
    for chip in page.select(".chips a"):
        less, problems = read(str(chip["href"]).partition("?")[2].encode())
        assert problems == ()
        assert len(less.url()) < len(whole.url())
        assert set(less.codes) <= set(whole.codes)


def test_a_misspelling_is_told_and_can_be_undone(client: FlaskClient) -> None:
    """We say what we read it as; one link searches the words as typed."""
    page = page_of(client, "spravatto portlnd oregon")
    said = text(page.select_one(".caveat"))
    assert "We read “spravatto” as “spravato”." in said
    assert "We read “portlnd oregon” as “Portland, OR”." in said
    undo = links(page)["Search for the words as typed instead"]
    assert undo == "/search?words=spravatto+portlnd+oregon"
    assert names(BeautifulSoup(client.get(undo).data, "lxml")) == []


def test_a_misspelt_word_that_no_clinic_has_is_mended_and_told(client: FlaskClient) -> None:
    """The link of the page searches the word that was taken."""
    page = page_of(client, "gardem near bethesda")
    assert "We read “gardem” as “garden”." in text(page.main)
    assert canonical(page) == "/search?near=Bethesda,+MD&words=garden"


def test_namesakes_of_a_place_are_choices_that_keep_the_rest(client: FlaskClient) -> None:
    """The likeliest is shown at once; the others are one click away."""
    page = page_of(client, "kap springfield")
    others = {
        name: url
        for name, url in links(page).items()
        if name.startswith("Springfield, ") and not name.endswith("remove")
    }
    assert len(others) > 2
    assert all(url.endswith("&therapy=kap") for url in others.values())


def test_an_unknown_place_is_said_to_be_unknown(client: FlaskClient) -> None:
    """Never an answer from everywhere; and the rest of the text is kept."""
    page = page_of(client, "spravato near nowherezzz", 404)
    assert text(page.h1) == "We do not know the place “nowherezzz”"
    assert page.select_one("input[type=hidden][name=offers][value='esketamine.nasal']")


def test_near_me_asks_where(client: FlaskClient) -> None:
    """We do not know it, and say so."""
    page = page_of(client, "ketamine near me")
    assert "We do not know where you are" in text(page.select_one(".caveat"))


def test_what_nobody_states_together_is_told(client: FlaskClient) -> None:
    """The page says what it left out, and leads to those who do not say."""
    page = page_of(client, "kap near 97214 medicaid")
    assert "No clinic states all of it. We left out: “medicaid”." in text(page.main)
    whole = links(page)["Ask for all of it, including clinics that do not say"]
    assert whole == "/search?near=97214&therapy=kap&pay=medicaid&unstated=1"


def test_a_clinics_name_is_given_apart_whatever_was_understood(client: FlaskClient) -> None:
    """Its words may also be a place."""
    page = page_of(client, "made-up mile center denver")
    assert "Made-Up Mile Center" in names(page)


def test_beside_a_place_the_words_of_an_old_link_stay_words(client: FlaskClient) -> None:
    """`near` and `q` were promised before the box understood anything."""
    page = BeautifulSoup(client.get("/search?near=20814&q=garden").data, "lxml")
    assert names(page) == ["Fancied Oak Practice"]
    assert canonical(page) == "/search?near=20814&words=garden"


def test_beside_a_point_the_box_is_understood(client: FlaskClient) -> None:
    """Whoever gave their location and then types a treatment asks for both."""
    page = page_of(client, "kap", near="38.98,-77.10")
    assert canonical(page) == "/search?near=38.98,-77.10&therapy=kap"
    assert names(page) == ["Fancied Oak Practice"]
    assert "your location (to about 2 km)" in chips(page)


def test_a_point_is_never_finer_than_the_grid(client: FlaskClient) -> None:
    """A finer one is sent on before anything else happens."""
    response = client.get("/search?near=38.98765,-77.10321&therapy=kap")
    assert response.status_code == 303
    assert response.headers["Location"] == "/search?near=38.98,-77.10&therapy=kap"


@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(deadline=None, max_examples=50)
def test_a_rounded_point_is_not_rounded_again(lat: float, lon: float) -> None:
    """One redirect and no more, and never farther off than the grid."""
    first = APP.test_client().get("/search", query_string={"near": f"{lat:.9f},{lon:.9f}"})
    target = first.headers.get("Location", "")
    if first.status_code == 303:
        assert APP.test_client().get(target).status_code == 200
        near = read(target.partition("?")[2].encode())[0].near
        there = [float(part) for part in near.split(",")]
        assert abs(there[0] - lat) <= 0.0101
        assert abs(there[1] - lon) <= 0.0101


def test_open_at_a_time_without_a_place_tells_whose_clock_counts(client: FlaskClient) -> None:
    """A state of one clock has it; all others are told by that of the middle of the country."""
    page = page_of(client, "open saturday 10 am")
    assert "on Saturday, November 28, 2026 at 10:00 AM (Central Standard Time)" in text(
        page.select_one("#count")
    )


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_is_answered(typed: str) -> None:
    """An answer, a question back, or a kind refusal; never a fault."""
    response = APP.test_client().get("/search", query_string={"q": typed})
    assert response.status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "near", ["20814", "Bethesda, MD", "Maryland", "Houston, TX", "M5V", "Portland, ME", "New York"]
)
def test_what_the_box_shows_of_a_plain_search_is_understood_as_it(near: str) -> None:
    """Searching again without a change finds the same."""
    plain = Search(near=near, words="garden")
    box = understood.box(plain)
    reading = understood.read(Search(typed=box), MemoryIndex(CLINICS), PLACES, NOW)
    found = PLACES.find(near)
    assert reading.place in (found, *getattr(found, "places", ()))
