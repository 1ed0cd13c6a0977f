"""A crawl that was killed goes on: nothing is asked for twice, nothing is lost or doubled."""

import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.database import beside
from crawler.listing import Listing
from crawler.record import Outcome
from crawler.store import SqlListingStore
from tests.crawler.crawls import all_reports, command, crawls
from tests.web.server import FixtureWeb
from tests.web.sites_of_clinics import clinics

HOSTS = 8
PAGES = 1 + HOSTS * 4


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give the URL of a store that is not there yet."""
    return f"sqlite:///{tmp_path}/clinics.sqlite"


@pytest.fixture
def web() -> Iterator[FixtureWeb]:
    """Play a few clinics of four pages."""
    with FixtureWeb(clinics(HOSTS)) as web:
        yield web


def listings(url: str) -> dict[str, Listing]:
    """Return the current listings by key."""
    with SqlListingStore(url) as store:
        return {one.listing.key: one.listing for one in store.listings()}


def killed_after(web: FixtureWeb, url: str, requests: int, how: int = signal.SIGKILL) -> int:
    """Crawl until the server has seen so many requests, then kill; return the exit code."""
    sites = [f"--site={host}" for host in web.hosts]
    process = subprocess.Popen(
        command("crawl", url, web.port, "--first=starter", *sites), stdout=subprocess.PIPE
    )
    until = time.monotonic() + 60
    while len(web.requests) < requests and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(how)
    process.communicate(timeout=60)
    return process.returncode


def twice(web: FixtureWeb, unanswered: int) -> dict[tuple[str, str], int]:
    """Return what was asked for more than once; what was on its way at the kill is no wonder."""
    counted = Counter((one.host, one.path) for one in web.requests)
    again = {page: count for page, count in counted.items() if count > 1}
    return {} if len(again) <= unanswered and max(again.values(), default=0) <= 2 else again


@pytest.mark.parametrize("requests", [1, 9, 20])
def test_a_killed_crawl_goes_on(web: FixtureWeb, url: str, requests: int) -> None:
    """Early, in the middle and late: the server's log and the listings prove it."""
    assert killed_after(web, url, requests) == -signal.SIGKILL
    seen = len(web.requests)
    assert requests <= seen < PAGES
    assert not any("clinic0" in key for key in listings(url)), "a run in the middle counts nothing"

    reports = all_reports("resume", url, web.port)
    assert [report.source for report in reports] == ["clinic_sites"]
    assert reports[0].outcome is Outcome.GOOD
    assert reports[0].listings == HOSTS
    assert reports[0].fetched <= HOSTS * 4 - max(0, requests - HOSTS)
    # One request a host may have been on its way: sent, and its answer not yet here.
    assert twice(web, unanswered=HOSTS) == {}
    assert {(one.host, one.path) for one in web.requests} == {
        (host, path) for host in web.hosts for path in ("/robots.txt", "/", "/contact", "/pricing")
    }

    kept = listings(url)
    assert len([key for key in kept if key.startswith("clinic")]) == HOSTS
    with SqlListingStore(url) as store:
        assert [run.outcome for run in store.runs("clinic_sites")] == [
            Outcome.GOOD,
            Outcome.FAILED,
        ]
    assert all_reports("resume", url, web.port) == [], "there is nothing left to resume"


def test_a_resumed_crawl_gives_what_an_undisturbed_one_gives(url: str, tmp_path: Path) -> None:
    """Word by word, but for the times at which the pages were seen."""
    whole = f"sqlite:///{tmp_path}/whole.sqlite"
    with FixtureWeb(clinics(HOSTS)) as web:
        killed_after(web, url, 14)
        all_reports("resume", url, web.port)
        crawls("crawl", whole, web.port, *web.hosts)
    said = {key: [passage.text for passage in one.passages] for key, one in listings(whole).items()}
    for key, passages in said.items():
        assert [passage.text for passage in listings(url)[key].passages] == passages


def test_ctrl_c_can_be_resumed_too(web: FixtureWeb, url: str) -> None:
    """The run failed and was closed; what it fetched is not asked for again."""
    assert killed_after(web, url, 14, signal.SIGINT) == 0
    [report] = all_reports("resume", url, web.port)
    assert (report.outcome, report.listings) == (Outcome.GOOD, HOSTS)
    assert twice(web, unanswered=HOSTS) == {}


def test_a_source_that_had_not_begun_is_run(web: FixtureWeb, url: str) -> None:
    """A kill before the first request leaves the whole plan."""
    sites = [f"--site={host}" for host in web.hosts]
    process = subprocess.Popen(
        command("crawl", url, web.port, "--first=starter", *sites), stdout=subprocess.PIPE
    )
    archive = beside(url)
    while not archive.exists() or not _planned(archive):
        assert process.poll() is None, "the crawl ended before it was seen to be planned"
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    reports = all_reports("resume", url, web.port)
    assert [report.source for report in reports][-1] == "clinic_sites"
    assert "starter" in {one.listing.source for one in SqlListingStore(url).listings()}


def _planned(archive: Path) -> bool:
    """Look without touching: who opens an archive makes its tables, and the crawl is at it."""
    try:
        with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as file:
            return file.execute("SELECT id FROM job").fetchone() is not None
    except sqlite3.OperationalError:  # not yet there
        return False
