"""One page and what we would read of it: fetched politely, or from a file."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler import provenance
from crawler.__main__ import main
from crawler.record import Coverage, Outcome
from crawler.store import SqlListingStore
from tests.apart import run
from tests.contracts.listings import DAY, MONDAY, SITES, listing
from tests.web.hosts import all_hosts
from tests.web.server import FixtureWeb


def looked(web: FixtureWeb, url: str) -> tuple[str, int]:
    """Look at a page of the fixture web as the command does; return what is told and the code."""
    done = run("tests.web.look", url, str(web.port))
    assert b"Traceback" not in done.err
    return done.out.decode(), done.code


def test_a_page_is_shown_with_all_that_is_read() -> None:
    """Name, address, hours, each passage with where and under what, and where we would go on."""
    with FixtureWeb(all_hosts()) as web:
        said, code = looked(web, web.url("alderlight.example"))
        assert web.paths("alderlight.example") == ["/robots.txt", "/"]
    assert code == 0
    assert "listing: Alderlight Ketamine Clinic" in said
    assert "address: 1600 Invented Street, Suite 400; Denver, CO 80202" in said
    assert "declared for machines (schema.org): Alderlight Ketamine Clinic" in said
    assert "[structured]" in said
    assert "under “" in said
    assert "/pricing" in said.partition("a crawl would go on to")[2]
    assert "/private/services" in said or "left out" in said


@pytest.mark.parametrize(
    ("url", "words", "code"),
    [
        ("http://closedgarden.example:{port}/", "robots.txt forbids this page", 4),
        ("http://toprivate.example:{port}/", "no public web server has this name", 4),
        ("http://127.0.0.1:{port}/", "its host is a number", 1),
        ("http://bomb.example:{port}/", "larger than we read", 1),
        ("http://errorpage.example:{port}/", "Account Suspended", 1),
    ],
)
def test_the_same_rules_hold(url: str, words: str, code: int) -> None:
    """robots.txt, the address guard and the limits: the reason is told, with an exit code."""
    with FixtureWeb(all_hosts()) as web:
        said, found = looked(web, url.format(port=web.port))
        assert "/secret" not in [one.path for one in web.requests]
    assert (words in said, found) == (True, code), said


def test_a_saved_page_is_read_without_asking_anybody(tmp_path: Path) -> None:
    """No contact is needed; what stands in the file is hostile and only printed."""
    page = tmp_path / "page.html"
    page.write_text("<title>Fennel Ketamine</title><p>We give ketamine.</p><script>x()</script>")
    shown = CliRunner().invoke(main, ["check", str(page)])
    assert shown.exit_code == 0, shown.output
    assert "listing: none" in shown.output or "We give ketamine." in shown.output
    assert "x()" not in shown.output


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("nofile.html",), "neither a file here nor a web address"),
        (("https://clinic.example/",), "--contact https://example.org/bot"),
        (("https://www.healingmaps.com/x",), "must never be crawled"),
        (("file:///etc/passwd",), "neither a file here nor a web address"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(words: tuple[str, ...], what: str) -> None:
    """The message names the mend; the exit code is 2."""
    refused = CliRunner(env={"KCF_CONTACT": ""}).invoke(main, ["check", *words])
    assert refused.exit_code == 2
    assert what in refused.stderr


def test_what_the_store_holds_of_the_site_is_told(tmp_path: Path) -> None:
    """Source, page, run, and when it was fetched, first seen, changed and missed."""
    url = f"sqlite:///{tmp_path}/clinics.sqlite"
    source = replace(SITES, name="clinic_sites")
    one = listing("fennel", source=source)
    with SqlListingStore(url, create=True) as store:
        for day, given in enumerate(([one], [replace(one, name="New Fennel")], [])):
            run_of_day = store.begin_run(source, MONDAY + day * DAY)
            store.add(run_of_day, given)
            store.finish_run(
                run_of_day,
                at=MONDAY + day * DAY,
                outcome=Outcome.GOOD,
                coverage=Coverage(listings=len(given)),
            )
        stored = list(store.listings("clinic_sites"))
    assert [one.listing.name for one in provenance.of_site(stored, one.url)] == ["New Fennel"]
    assert provenance.of_site(stored, "https://other.example/") == []
    assert list(provenance.told(stored[0])) == [
        "stored: New Fennel, key fennel",
        "  by clinic_sites, run 2, from https://fennel.example/",
        "  fetched 2026-11-02 09:30 UTC",
        "  first seen 2026-11-02 09:30 UTC",
        "  says what it says since 2026-11-03 09:30 UTC",
        "  missing since 2026-11-04 09:30 UTC: dropped after the next good run",
    ]
