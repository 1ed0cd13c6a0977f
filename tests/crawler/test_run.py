"""Real Scrapy runs: one source's failure is its own, and a run cut short does not count."""

import signal
import subprocess
from pathlib import Path

import msgspec
import pytest

from crawler import run
from crawler.listing import SourceKind
from crawler.progress import RunReport
from crawler.record import Changes, Outcome
from crawler.store import SqlListingStore
from tests.crawler.sources import ROOT, command, run_apart
from tests.web.hosts import all_hosts
from tests.web.server import FixtureWeb


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give the URL of a store that is not there yet."""
    return f"sqlite:///{tmp_path}/clinics.sqlite"


def keys(url: str, source: str) -> list[str]:
    """Return the keys of a source's current listings."""
    with SqlListingStore(url) as store:
        return [one.listing.key for one in store.listings(source)]


def test_a_source_that_fails_leaves_the_others_alone(url: str) -> None:
    """Whether it breaks at once, half way or fetches unasked, the others are run and kept."""
    words = ("stillborn", "breaks", "fetching", "repeating", "good")
    reports = {report.source: report for report in run_apart(url, *words)}

    assert list(reports) == list(words)
    assert reports["stillborn"].outcome is Outcome.FAILED
    assert "the list is gone" in reports["stillborn"].reasons[0]
    assert reports["breaks"].outcome is Outcome.FAILED
    assert "no such column" in reports["breaks"].reasons[0]
    assert reports["fetching"].outcome is Outcome.FAILED
    assert reports["fetching"].reasons == ("no listing was found",)
    assert len(reports["fetching"].problems) == 1
    assert reports["repeating"].outcome is Outcome.GOOD
    assert len(reports["repeating"].problems) == 2
    good = reports["good"]
    assert (good.outcome, good.listings, good.changes) == (Outcome.GOOD, 3, Changes(new=3))
    assert [problem.what for problem in good.problems] == ["a row without a name"]

    assert keys(url, "breaks") == []
    assert keys(url, "good") == ["a", "b", "c"]


def test_a_store_that_fails_ends_the_crawl_of_its_source_alone(url: str) -> None:
    """No more pages are asked for in vain, and the next source is tried."""
    many, good = run_apart(url, "many", "good")
    assert many.outcome is Outcome.FAILED
    assert many.reasons == ("the disk is full",)
    assert many.listings < 500
    assert many.seconds < 30
    assert good.outcome is Outcome.GOOD


def test_a_limited_run_is_a_trial(url: str) -> None:
    """It is shown where there was nothing, and never replaces a good run."""
    [first] = run_apart(url, "good", "LIMIT=2")
    assert (first.outcome, first.listings) == (Outcome.GOOD, 2)
    run_apart(url, "good")
    [trial] = run_apart(url, "good", "LIMIT=1")
    assert (trial.outcome, trial.listings) == (Outcome.TRIAL, 1)
    assert keys(url, "good") == ["a", "b", "c"]


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_cleanly_and_counts_nothing(url: str, times: int) -> None:
    """The source under way fails, the next is not begun, and the report is still told."""
    process = subprocess.Popen(
        command(url, "good", "slow", "repeating"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "under way\n"
    for _ in range(times):
        process.send_signal(signal.SIGINT)
    told, complaint = process.communicate(timeout=30)

    assert (process.returncode, complaint) == (0, "")
    good, slow = msgspec.json.decode(told, type=list[RunReport])
    assert good.outcome is Outcome.GOOD
    assert slow.outcome is Outcome.FAILED
    assert slow.source == "slow"
    assert keys(url, "good") == ["a", "b", "c"]
    assert keys(url, "slow") == []
    with SqlListingStore(url) as store:
        assert store.runs("slow")[0].outcome is Outcome.FAILED
        assert store.runs("repeating") == ()


def test_clinics_are_crawled_into_the_store(url: str) -> None:
    """Over real HTTP: three places of one clinic, a site that forbids us, one that is gone."""
    with FixtureWeb(all_hosts()) as web:
        sites = "SITES=juniperwell.example,closedgarden.example,missing.example"
        [report] = run_apart(url, "clinic_sites", f"PORT={web.port}", sites)
    assert report.outcome is Outcome.GOOD
    assert report.listings == 3
    assert len(keys(url, "clinic_sites")) == 3
    assert len(report.problems) == 2


def test_sites_that_forbid_us_are_reported_as_such(url: str) -> None:
    """Nothing of a site that forbids crawling is fetched but its robots.txt."""
    with FixtureWeb(all_hosts()) as web:
        [report] = run_apart(url, "clinic_sites", f"PORT={web.port}", "SITES=closedgarden.example")
        asked = [request.path for request in web.requests]
    assert report.outcome is Outcome.NOT_PERMITTED
    assert asked == ["/robots.txt"]


def test_every_source_is_found_and_says_who_it_is() -> None:
    """A file in `sources/` is a source: its name is its file's, its class's and its listings'."""
    found = run.spiders()
    files = {file.stem for file in (ROOT / "crawler/sources").glob("*.py")}
    files -= {"__init__", "refused"}
    assert set(found) == files
    for name, spider in found.items():
        assert spider.source.name == name
        assert spider.__name__ == "".join(map(str.capitalize, name.split("_"))) + "Spider"
        assert spider.source.title
        assert spider.source.licence.endswith(".")
        assert spider.source.about.endswith(".")


def test_only_sources_of_sites_visit_them() -> None:
    """The packaged sources need no list of sites, and those in files no contact."""
    kinds = {name: spider.source.kind for name, spider in run.spiders().items()}
    assert kinds == {
        "clinic_sites": SourceKind.SITE,
        "cms_part_b": SourceKind.RECORDS,
        "findtreatment": SourceKind.REGISTER,
        "listings_file": SourceKind.LIST,
        "nppes": SourceKind.REGISTER,
        "openstreetmap": SourceKind.REGISTER,
        "seeds": SourceKind.DOCUMENT,
        "starter": SourceKind.SURVEY,
    }
    assert [name for name, one in run.spiders().items() if run.visits_sites(one)] == [
        "clinic_sites"
    ]
    online = {name for name, one in run.spiders().items() if run.goes_online(one)}
    assert online == {"clinic_sites", "cms_part_b", "findtreatment", "nppes", "openstreetmap"}
