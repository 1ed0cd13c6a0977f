"""What only the database can do to a store: be absent, locked, damaged, newer, or killed."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from crawler import database, tables
from crawler.listing import Listing, Passage, Source
from crawler.record import Coverage, Outcome
from crawler.store import SqlListingStore, StoreAbsent, StoreUnavailable
from tests.contracts.listings import DAY, MONDAY, SITES, listing
from tests.postgresql import postgresql_socket, postgresql_url

__all__ = ["postgresql_socket", "postgresql_url"]

ROOT = Path(__file__).parents[2]
KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the path of a store's file that is not there yet."""
    return tmp_path / "clinics.sqlite"


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database without tables, of each kind."""
    if request.param == "postgresql":
        found: str = request.getfixturevalue("postgresql_url")
        return found
    return f"sqlite:///{tmp_path}/clinics.sqlite"


@pytest.fixture
def filled(url: str) -> str:
    """Give the URL of a store with one good run."""
    with SqlListingStore(url, create=True) as store:
        run = store.begin_run(SITES, MONDAY)
        store.add(run, [listing("a")])
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=1))
    return url


def python(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start another process that runs *script* in the checkout."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_absent_file_is_made_only_on_demand(file: Path) -> None:
    """Who reads is told to crawl first, in words that can be copied; who crawls makes it."""
    url = f"sqlite:///{file.parent}/new/folder/clinics.sqlite"
    with pytest.raises(StoreAbsent, match=r"no such file.*python -m crawler run") as error:
        SqlListingStore(url)
    assert f"--store {url}" in str(error.value)
    assert not (file.parent / "new").exists()

    SqlListingStore(url, create=True).close()
    assert (file.parent / "new/folder/clinics.sqlite").exists()


def test_a_store_outlives_its_process(filled: str) -> None:
    """What was finished is there when the store is opened again."""
    with SqlListingStore(filled) as store:
        assert [one.listing for one in store.listings()] == [listing("a")]


@pytest.mark.parametrize(
    ("url", "hidden"),
    [
        ("mysql://crawler:hunter2@db.example/clinics", "hunter2"),
        ("nosuch+driver://crawler:hunter2@db.example/clinics", "hunter2"),
        ("postgresql://crawler:hunter2@db.example:port/clinics", "hunter2"),
        ("postgresql+psycopg2://crawler:hunter2@db.example/clinics", "hunter2"),
        ("clinics.sqlite", "hunter2"),
        ("", "hunter2"),
        ("sqlite://", "hunter2"),
        ("sqlite:///:memory:", "hunter2"),
    ],
)
def test_a_url_that_names_no_store_is_refused(url: str, hidden: str) -> None:
    """The message shows what a URL looks like, and never the password."""
    with pytest.raises(StoreUnavailable, match=r"sqlite:///FILE|driver|Name a file") as error:
        SqlListingStore(url, create=True)
    assert hidden not in str(error.value)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    """The password is hidden wherever it stands in the URL."""
    url = "postgresql+psycopg://crawler:hunter2@127.0.0.1:9/clinics?sslpassword=hunter2"
    with pytest.raises(StoreUnavailable, match="Check that the server runs") as error:
        SqlListingStore(url)
    assert "127.0.0.1:9/clinics" in str(error.value)
    assert "hunter2" not in str(error.value)


def test_a_file_that_is_no_database_is_refused(file: Path) -> None:
    """It is named, and left as it is."""
    file.write_bytes(b"name,website\n" * 500)
    with pytest.raises(StoreUnavailable, match="no listings store, or a damaged one"):
        SqlListingStore(f"sqlite:///{file}")
    assert file.read_bytes() == b"name,website\n" * 500


def test_a_damaged_database_is_named_when_it_is_read(file: Path) -> None:
    """Damage is never read as emptiness."""
    url = f"sqlite:///{file}"
    with SqlListingStore(url, create=True) as store:
        run = store.begin_run(SITES, MONDAY)
        store.add(run, [listing(f"{number}") for number in range(500)])
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=500))
    with file.open("r+b") as body:
        body.seek(40_960)
        body.write(os.urandom(file.stat().st_size - 40_960))

    with SqlListingStore(url) as store, pytest.raises(StoreUnavailable, match="damaged"):
        list(store.listings())


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """The message says what to check."""
    with pytest.raises(StoreUnavailable, match="may be read and written"):
        SqlListingStore(f"sqlite:///{tmp_path}")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where a folder should be is somebody else's."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreUnavailable, match="Name a folder"):
        SqlListingStore(f"sqlite:///{tmp_path}/taken/clinics.sqlite", create=True)


def test_a_locked_store_is_named_after_some_patience(file: Path) -> None:
    """Writing waits, then says who is in the way; reading goes on all the while."""
    with SqlListingStore(f"sqlite:///{file}", create=True, patience_s=0.1) as store:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="Another program is writing"):
                store.begin_run(SITES, MONDAY)
            assert list(store.listings()) == []
        assert store.begin_run(SITES, MONDAY).id == 1


def test_a_newer_store_is_left_alone(filled: str) -> None:
    """An old program says that it is too old, and changes nothing."""
    engine = sa.create_engine(filled)
    with engine.begin() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="newer version of this program; update"):
        SqlListingStore(filled)
    with engine.begin() as db:
        version = db.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    assert version == "9999"


def test_the_migrations_make_the_tables_we_use(filled: str) -> None:
    """No table or column differs between `tables` and what the migrations make."""
    engine = sa.create_engine(filled)
    with engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), tables.metadata) == []
    engine.dispose()


def test_a_store_of_the_version_before_is_brought_up_to_date(filled: str) -> None:
    """What it held is known as before; since when it says so is not claimed, the run is."""
    engine = sa.create_engine(filled)
    with engine.begin() as db:
        for column in ("wording", "changed_at", "run"):
            db.execute(sa.text(f"ALTER TABLE sighting DROP COLUMN {column}"))
        db.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
        gone = {"at": MONDAY.replace(tzinfo=None).isoformat(" ")}
        db.execute(sa.text("INSERT INTO sighting VALUES ('sites', 'gone', :at)"), gone)
    engine.dispose()
    with SqlListingStore(filled) as store:
        [kept] = store.listings()
        assert kept.listing == listing("a")
        assert (kept.first_seen, kept.changed_at, kept.run) == (MONDAY, None, 1)
        run = store.begin_run(SITES, MONDAY + DAY)
        store.add(run, [listing("a", says="New."), listing("gone")])
        store.finish_run(run, at=MONDAY + DAY, outcome=Outcome.GOOD, coverage=Coverage(listings=2))
        assert [one.changed_at for one in store.listings()] == [MONDAY + DAY, MONDAY + DAY]


def test_every_field_has_a_column() -> None:
    """A field that is added to a listing or a passage is not lost in silence."""
    listing_columns = set(tables.listing.c.keys()) | {"source", "point", "passages"}
    assert set(Listing.__dataclass_fields__) <= listing_columns
    assert set(Passage.__dataclass_fields__) <= set(tables.passage.c.keys())
    assert set(Source.__dataclass_fields__) == set(tables.source.c.keys())


def test_the_newest_migration_is_the_one_we_name() -> None:
    """`database.HEAD` spares loading Alembic, so it must not lag behind."""
    assert ScriptDirectory(str(database.MIGRATIONS)).get_current_head() == database.HEAD


OPEN = "import sys; from crawler.store import SqlListingStore as S; S(sys.argv[1], create=True)"


def test_processes_may_open_a_new_store_at_once(url: str) -> None:
    """The first makes the tables; the others wait and find them."""
    started = [python(OPEN, url) for _ in range(4)]
    ended = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0, 0], ended


KILLED = """
import os, signal, sys
from crawler import turnover
from crawler.store import SqlListingStore
from crawler.record import Coverage, Outcome
from tests.contracts.listings import DAY, MONDAY, SITES, listing

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

store = SqlListingStore(sys.argv[1])
run = store.begin_run(SITES, MONDAY + DAY)
store.add(run, [listing(key, says="After.") for key in "bcd"])
setattr(turnover, sys.argv[2], die)
store.add(run, [listing("e")])
store.finish_run(run, at=MONDAY + DAY, outcome=Outcome.GOOD, coverage=Coverage(listings=4))
"""


@pytest.mark.parametrize("moment", ["write", "changes", "supersede", "digest_left"])
def test_a_kill_loses_nothing(filled: str, moment: str) -> None:
    """Whenever a run is killed, the last good one stands and the next run succeeds."""
    killed = python(KILLED, filled, moment)
    assert killed.communicate(timeout=60) == ("", "")
    assert killed.returncode == -signal.SIGKILL

    with SqlListingStore(filled) as store:
        assert [one.listing for one in store.listings()] == [listing("a")]
        run = store.begin_run(SITES, MONDAY + DAY)
        store.add(run, [listing("a"), listing("b")])
        store.finish_run(run, at=MONDAY + DAY, outcome=Outcome.GOOD, coverage=Coverage())
        assert [one.listing.key for one in store.listings()] == ["a", "b"]


@pytest.fixture
def rows(file: Path) -> Iterator[sqlite3.Connection]:
    """Give a look into the file of a store after two good runs and a failed one."""
    with SqlListingStore(f"sqlite:///{file}", create=True) as store:
        for outcome in (Outcome.GOOD, Outcome.GOOD, Outcome.FAILED):
            run = store.begin_run(SITES, MONDAY)
            store.add(run, [listing("a"), listing("b")])
            store.finish_run(run, at=MONDAY, outcome=outcome, coverage=Coverage())
    with closing(sqlite3.connect(file)) as connection:
        yield connection


def test_only_the_last_good_run_takes_room(rows: sqlite3.Connection) -> None:
    """Listings and passages of runs that stand no longer, or never stood, are deleted."""
    counts = [
        rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in ("run", "listing", "passage", "sighting")
    ]
    assert counts == [3, 2, 4, 2]


def test_sqlite_lets_readers_read_while_a_run_is_written(rows: sqlite3.Connection) -> None:
    """The write-ahead log is on, and stays on with the file."""
    assert rows.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_run_after_another_process_wrote(filled: str) -> None:
    """A store that stays open sees what others finish."""
    with SqlListingStore(filled) as one, SqlListingStore(filled) as other:
        before = one.fingerprint()
        run = other.begin_run(SITES, MONDAY + DAY)
        other.add(run, [listing("a", says="After.")])
        other.finish_run(run, at=MONDAY + DAY, outcome=Outcome.GOOD, coverage=Coverage())
        assert one.fingerprint() != before
