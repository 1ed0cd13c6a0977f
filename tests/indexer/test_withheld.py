"""Clinics that asked to be left out: not published, and not shown from an older snapshot."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.record import Coverage, Outcome
from crawler.store import SqlListingStore
from crawler.suppression import Kind, suppress, value_of
from indexer.__main__ import main
from indexer.clinic import Clinic, Gone
from indexer.current import CurrentIndex
from indexer.places import Places
from indexer.search import Query
from indexer.withheld import SuppressionUnreadable, Withheld
from tests.contracts.listings import MONDAY, SITES, listing
from webapp import create_app

ON = date(2026, 11, 22)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a folder with a store of two clinics and a published index of them."""
    with SqlListingStore(f"sqlite:///{tmp_path}/clinics.sqlite", create=True) as store:
        run = store.begin_run(SITES, MONDAY)
        says = "We give IV ketamine infusions."
        one = replace(listing("one", says=says), phones=("301-555-0111",))
        two = replace(
            listing("two", says=says),
            phones=("512-555-0112",),
            name="Another Clinic",
            address=("77 Invented Lane", "Austin, TX 78701"),
            point=None,
        )
        store.add(run, [one, two])
        coverage = Coverage(listings=2)
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=coverage)
    assert "2 clinics" in build(tmp_path)
    return tmp_path


def build(folder: Path) -> str:
    """Build the index; return what is told."""
    words = ["build", "--store", f"sqlite:///{folder}/clinics.sqlite", "--index"]
    done = CliRunner().invoke(main, [*words, f"{folder}/index"])
    return done.output if done.exit_code == 0 else f"{done.exit_code}: {done.output}"


def ask_out(folder: Path, kind: Kind, text: str) -> None:
    """Put somebody on the list beside the index."""
    suppress(folder / "suppressed.jsonl", [(kind, value_of(kind, text))], on=ON)


def published(folder: Path) -> dict[str, Clinic]:
    """Return the clinics of the current snapshot, by name."""
    hits = CurrentIndex(folder / "index").search(Query()).hits
    return {hit.clinic.name: hit.clinic for hit in hits}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_clinic_on_the_list_is_not_published(data: Path, kind: Kind) -> None:
    """By each mark; its link says for ever that it is gone; lifted, it comes back as itself."""
    clinic = published(data)["Invented Clinic one"]
    text = {
        Kind.PHONE: "+1 301 555 0111",
        Kind.DOMAIN: "one.example",
        Kind.ADDRESS: "1 Invented St, Bethesda, MD 20814",
        Kind.ID: clinic.id,
    }[kind]
    ask_out(data, kind, text)
    said = build(data)
    assert "1 clinics are withheld, as they asked." in said
    assert list(published(data)) == ["Another Clinic"]
    gone = CurrentIndex(data / "index").clinic(clinic.id)
    assert isinstance(gone, Gone)
    assert gone.since == ON
    assert "nothing has changed" in build(data)

    value = value_of(kind, text)
    suppress(data / "suppressed.jsonl", [(kind, value)], on=ON, lifted=True)
    build(data)
    assert published(data)["Invented Clinic one"].id == clinic.id


def test_a_build_without_the_key_publishes_nothing(data: Path) -> None:
    """What was published serves on."""
    ask_out(data, Kind.ID, "abcd2345")
    (data / "suppressed.key").unlink()
    said = build(data)
    assert said.startswith("1: ")
    assert "Nothing was published" in said
    assert len(published(data)) == 2


def test_the_web_shows_nobody_on_the_list_from_any_snapshot(data: Path) -> None:
    """Within seconds, without a build: no search finds it, and its page answers 410."""
    now = [0.0]
    index = Withheld(CurrentIndex(data / "index"), data / "suppressed.jsonl", clock=lambda: now[0])
    same = datetime(2026, 11, 22, tzinfo=UTC)
    app = create_app(index, Places(), edition=lambda: index.edition, now=lambda: same)
    client = app.test_client()
    clinic = published(data)["Invented Clinic one"]
    path = f"/c/{clinic.id}/{clinic.slug}"
    held = {"If-None-Match": client.get(path).headers["ETag"]}
    assert client.get(path, headers=held).status_code == 304

    ask_out(data, Kind.DOMAIN, "one.example")
    now[0] += 3
    assert client.get(path, headers=held).status_code == 410, "nobody may go on with an old copy"
    assert client.get(path).status_code == 410
    answer = index.search(Query())
    assert [hit.clinic.name for hit in answer.hits] == ["Another Clinic"]
    assert answer.total == 1

    (data / "suppressed.key").unlink()
    ask = data / "suppressed.jsonl"
    ask.write_bytes(ask.read_bytes() + b"\n")
    now[0] += 3
    assert client.get(path).status_code == 410, "the list as it was read last holds"
    ask.unlink()
    now[0] += 3
    assert client.get(path).status_code == 410, "a list does not end by being lost"


def test_the_web_does_not_start_with_a_list_it_cannot_read(data: Path) -> None:
    """Somebody may have asked to be left out."""
    ask_out(data, Kind.ID, "abcd2345")
    (data / "suppressed.key").unlink()
    with pytest.raises(SuppressionUnreadable, match="Bring back the key"):
        Withheld(CurrentIndex(data / "index"), data / "suppressed.jsonl")


def test_every_way_out_points_to_how_one_asks(data: Path) -> None:
    """The About page tells how, and each clinic's page leads there."""
    client = create_app(CurrentIndex(data / "index"), Places()).test_client()
    about = client.get("/about").text
    assert 'id="removal"' in about
    assert "without a reason" in about
    clinic = published(data)["Another Clinic"]
    assert "/about#removal" in client.get(f"/c/{clinic.id}/{clinic.slug}").text
