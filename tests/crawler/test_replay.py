"""Kept pages are read again without the network, and give the same listings, bit for bit."""

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive.answers import Answers
from crawler.archive.file import ArchiveBusy, ArchiveFile, ArchiveUnavailable, alone
from crawler.archive.jobs import Jobs
from crawler.archive.pruning import prune
from crawler.database import beside
from crawler.record import Outcome, StoredListing
from crawler.store import SqlListingStore
from tests.crawler.crawls import crawls
from tests.web.hosts import all_hosts
from tests.web.server import FixtureWeb
from tests.web.sites_of_clinics import clinic, clinics


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give the URL of a store that is not there yet."""
    return f"sqlite:///{tmp_path}/clinics.sqlite"


def current(url: str) -> list[StoredListing]:
    """Return all that is current, whichever run gave it."""
    with SqlListingStore(url) as store:
        return [replace(one, run=None) for one in store.listings()]


def test_a_replay_rebuilds_every_listing(url: str) -> None:
    """The whole odd web: equal to the last passage, time and order; and nobody was asked."""
    with FixtureWeb(all_hosts()) as web:
        first = crawls("crawl", url, web.port, *web.hosts)
        before = current(url)
        web.forget()
        # Not as the memory of what was read says: as the reader says now.
        with ArchiveFile(beside(url)) as archive:
            archive.db.execute("DELETE FROM reading")
        again = crawls("replay", url, web.port, at="2026-12-24T09:00")
        assert web.requests == ()
    assert (again.outcome, again.listings) == (Outcome.GOOD, first.listings)
    assert again.fetched == 0
    assert again.read > 20
    assert current(url) == before
    assert len(before) > 10


def test_what_the_last_good_run_needs_is_never_pruned(url: str) -> None:
    """Under a cap of nothing, older answers go, and a replay still gives the same."""
    hosts = clinics(2)
    with FixtureWeb(hosts) as web:
        for day in (2, 3):
            crawls("crawl", url, web.port, *web.hosts, at=f"2026-11-0{day}T09:00")
            hosts["clinic000.example"] = clinic(77)  # another body: the first run's is spare
        before = current(url)
        with ArchiveFile(beside(url)) as archive:
            home = web.url("clinic000.example")
            first = Answers(archive).of_job(1, home)
            assert first is not None
            assert b"Ketamine 0" in Answers(archive).body(first)
            left = prune(archive, 1)
            assert (left.jobs, left.over) == (1, True)
            assert Answers(archive).of_job(1, home) is None
            bodies = archive.db.execute("SELECT count(*) FROM body").fetchone()[0]
            assert prune(archive, 1).jobs == 0
        assert bodies == 3 * 2 + 1, "three pages of each host, and their empty robots.txt"
        crawls("replay", url, web.port)
    assert current(url) == before


def test_an_archive_belongs_to_one_crawl_at_a_time(tmp_path: Path) -> None:
    """The second is told to wait; the lock is gone with its owner."""
    pages = tmp_path / "new/pages.sqlite"
    with alone(pages), pytest.raises(ArchiveBusy, match="wait until it has ended"), alone(pages):
        pass
    with alone(pages):
        pass


@pytest.mark.parametrize("content", [b"no database" * 100, None])
def test_an_archive_that_cannot_be_used_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A strange file, or a folder in its place: the message says what to do."""
    pages = tmp_path / "pages.sqlite"
    if content is None:
        pages.mkdir()
    else:
        pages.write_bytes(content)
    with pytest.raises(ArchiveUnavailable, match="move the file away"):
        ArchiveFile(pages)


def test_an_archive_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    """Its pages are not thrown away."""
    pages = tmp_path / "pages.sqlite"
    with ArchiveFile(pages) as archive:
        archive.db.execute("PRAGMA user_version = 9")
    with pytest.raises(ArchiveUnavailable, match="another version"):
        ArchiveFile(pages)


def test_nothing_can_be_replayed_before_a_good_run(tmp_path: Path) -> None:
    """There is no job to read again."""
    with ArchiveFile(tmp_path / "pages.sqlite") as archive:
        assert Jobs(archive).last_good("clinic_sites") is None
