"""`python -m indexer build --geocode` on a real store, with a real Nominatim on loopback."""

from dataclasses import replace
from functools import reduce
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.census import with_listing
from crawler.listing import Listing
from crawler.record import Coverage, Outcome
from crawler.store import SqlListingStore
from indexer.__main__ import main
from indexer.clinic import Clinic, Precision
from indexer.current import CurrentIndex
from indexer.search import Query
from tests.contracts.listings import MONDAY, SITES, listing
from tests.nominatim.server import nominatim_url

__all__ = ["nominatim_url"]
SAYS = "We give IV ketamine infusions."


def clinic_at(key: str, street: str, point: tuple[float, float] | None = None) -> Listing:
    """Return an invented clinic's listing at a street of the packed map."""
    address = (f"{street}, Suite 300", "Bethesda, MD 20814")
    made = listing(key, says=SAYS)
    phones = (f"301-555-01{ord(key[0])}",)
    return replace(
        made, name=f"{key.title()} Ketamine", address=address, point=point, phones=phones
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a store of three invented clinics."""
    with SqlListingStore(f"sqlite:///{tmp_path}/clinics.sqlite", create=True) as store:
        run = store.begin_run(SITES, MONDAY)
        found = [
            clinic_at("alder", "7315 Wisconsin Ave"),
            clinic_at("birch", "9999 Montgomery Ave", (39.2904, -76.6122)),
            clinic_at("cedar", "12 Nowhere Lane", (10.0, 10.0)),
        ]
        store.add(run, found)
        coverage = reduce(with_listing, found, Coverage())
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=coverage)
    return tmp_path


def build(data: Path, *words: str) -> str:
    """Return what a build says; it must succeed."""
    store = ["--store", f"sqlite:///{data}/clinics.sqlite", "--index", f"{data}/index"]
    done = CliRunner().invoke(main, ["build", *store, *words])
    assert done.exit_code == 0, done.output
    return done.output


def points(data: Path) -> dict[str, str]:
    """Return the precision of every clinic's point, by the first word of its name."""
    hits = CurrentIndex(data / "index").search(Query()).hits
    clinics: list[Clinic] = [hit.clinic for hit in hits]
    return {c.name.split()[0]: c.point.precision if c.point else "" for c in clinics}


def test_a_build_asks_nobody_unless_told(data: Path) -> None:
    """The place table alone locates; no memory is made; wrong points are named."""
    said = build(data)
    assert set(points(data).values()) == {Precision.ZIP}
    assert "2 stated points lie outside" in said
    assert not (data / "geocodes.sqlite").exists()


def test_a_build_asks_the_geocoder_it_is_told(data: Path, nominatim_url: str) -> None:
    """A known house is a rooftop, an unknown number its street, the rest stays at the ZIP."""
    said = build(data, "--geocode", f"nominatim={nominatim_url}")
    assert points(data) == {
        "Alder": Precision.ROOFTOP,
        "Birch": Precision.STREET,
        "Cedar": Precision.ZIP,
    }
    assert "0 remembered, 2 found, 1 not found, 0 unanswered" in said
    again = build(data, "--geocode", f"nominatim={nominatim_url}", "--force")
    assert "3 remembered, 0 found" in again


def test_an_outage_does_not_stop_a_build(data: Path) -> None:
    """What cannot be asked is located by the table, and the report says so."""
    said = build(data, "--geocode", "nominatim=http://127.0.0.1:9")
    assert set(points(data).values()) == {Precision.ZIP}
    assert "3 unanswered" in said


@pytest.mark.parametrize("name", ["google", "nominatim=https://nominatim.openstreetmap.org"])
def test_a_geocoder_that_may_not_be_asked_is_bad_usage(data: Path, name: str) -> None:
    """An unknown name, and the public server without a contact."""
    words = ["build", "--store", f"sqlite:///{data}/clinics.sqlite", "--geocode", name]
    assert CliRunner().invoke(main, words).exit_code == 2
