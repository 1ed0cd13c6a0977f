"""The main job, end to end on real clinics: crawl the packaged sources, index, search."""

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from crawler.store import SqlListingStore
from indexer.current import CurrentIndex
from indexer.places import Places
from tests.webapp.reading import names, text
from webapp import create_app

ROOT = Path(__file__).parents[1]
CALLIOPE = "Calliope Health Ketamine"


def _run(*words: str) -> str:
    command = [sys.executable, "-W", "error", "-m", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make run` fills: store and index of the packaged sources."""
    folder = tmp_path_factory.mktemp("data")
    store = f"sqlite:///{folder}/clinics.sqlite"
    _run("crawler", "run", "starter", "seeds", "--store", store)
    _run("indexer", "build", "--store", store, "--index", f"{folder}/index")
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    """The web app over that index."""
    return create_app(CurrentIndex(data / "index"), Places()).test_client()


def _search(client: FlaskClient, **arguments: object) -> BeautifulSoup:
    answer = client.get("/search", query_string=arguments)
    return BeautifulSoup(answer.data, "lxml")


def test_second_run_builds_nothing(data: Path) -> None:
    """What is current is not built again."""
    store = f"sqlite:///{data}/clinics.sqlite"
    _run("crawler", "run", "starter", "seeds", "--store", store)
    said = _run("indexer", "build", "--store", store, "--index", f"{data}/index")
    assert "nothing has changed" in said


def test_every_packaged_clinic_is_published(data: Path) -> None:
    """No row of the survey and no seed clinic is lost on the way."""
    with SqlListingStore(f"sqlite:///{data}/clinics.sqlite") as store:
        listings = list(store.listings())
    assert CurrentIndex(data / "index").size == len(listings)


def test_bethesda_zip_finds_calliope_first(client: FlaskClient) -> None:
    """The seed clinic's own ZIP: first, and within two miles."""
    page = _search(client, near="20814", within=25)
    assert names(page)[0] == CALLIOPE
    first = text(page.select_one(".hits li"))
    assert "Bethesda, MD" in first
    assert "ess than 1 mile" in first or "bout 1 mile" in first or "bout 2 miles" in first


def test_therapy_that_the_seed_states_finds_it(client: FlaskClient) -> None:
    """Its document says it gives ketamine-assisted therapy."""
    assert names(_search(client, near="20814", within=25, therapy="kap"))[0] == CALLIOPE


def test_infusion_that_the_seed_explains_does_not(client: FlaskClient) -> None:
    """Its documents explain infusions; they do not say that this clinic gives them."""
    wanted = {"near": "20814", "within": 25, "offers": "ketamine.iv"}
    assert CALLIOPE not in names(_search(client, **wanted))
    assert CALLIOPE in names(_search(client, **wanted, unstated=1))


def test_houston_finds_the_houston_clinics(client: FlaskClient) -> None:
    """All six of the survey, nearest first, then by name."""
    found = names(_search(client, near="Houston, TX", within=25))
    assert found[:6] == sorted(found[:6], key=str.casefold)
    assert {"Ascend Ketamine", "Houston Ketamine Center", "Nexus Psychiatry"} <= set(found[:6])


def test_state_lists_the_clinic_without_an_address(client: FlaskClient) -> None:
    """CNS Center gives no address: it is listed for Arizona, without a distance."""
    page = _search(client, near="Arizona")
    assert "CNS Center Arizona" in names(page)
    assert "mile" not in text(page.select_one(".hits"))


def test_unknown_place_is_said_to_be_unknown(client: FlaskClient) -> None:
    """A misspelt town gives suggestions; never "no clinics"."""
    page = text(_search(client, near="Betheda").main)
    assert "We do not know the place" in page
    assert "Bethesda, MD" in page
    assert "no clinics" not in page.lower()


def test_townless_clinics_are_found_by_name(client: FlaskClient) -> None:
    """A site to crawl has no town: its name finds it."""
    assert "Ketamine Lounge" in names(_search(client, q="ketamine lounge"))


def test_clinic_page_shows_quote_source_and_date(client: FlaskClient) -> None:
    """The permalink shows the words that state the therapy, the document and the date."""
    page = _search(client, near="20814", therapy="kap")
    link = page.select_one(".hits h3 a")
    assert link is not None
    shown = text(BeautifulSoup(client.get(str(link["href"])).data, "lxml").main)
    assert "ketamine-assisted therapy" in shown
    assert "001_47ae2fe349ee341a.txt" in shown
    assert "November 22, 2026" in shown


def test_survey_facts_say_that_they_are_not_re_checked(client: FlaskClient) -> None:
    """Every page that shows a survey fact says what it is."""
    page = _search(client, near="Houston, TX")
    link = page.select_one(".hits h3 a")
    assert link is not None
    shown = text(BeautifulSoup(client.get(str(link["href"])).data, "lxml").main)
    for one in (text(page.main), shown):
        assert "survey" in one.lower()
        assert "not yet re-checked" in one
