"""Sites that must never be crawled are refused by name, whoever names them and whatever links."""

from dataclasses import replace

import pytest

from crawler.record import StoredListing
from crawler.site_list import known_sites, sites_in
from crawler.sources.refused import REFUSED, why_no_source, why_refused
from tests.contracts.listings import MONDAY, listing
from tests.web.fetch import fetch
from tests.web.hosts import Pages
from tests.web.server import FixtureWeb, Reply

LISTED = "https://www.healingmaps.com/listing/an-invented-clinic/"


@pytest.mark.parametrize("host", REFUSED)
def test_every_refused_site_has_a_reason_and_its_subdomains_share_it(host: str) -> None:
    """The reason names the site, so that a report can be understood by itself."""
    told = why_refused(f"https://{host}/us/therapists?a=b")
    assert told.startswith(f"{host} must never be crawled: ")
    assert why_refused(f"http://www.{host.upper()}:443/") == told
    assert why_refused(f"https://{host}./") == told


@pytest.mark.parametrize(
    "url",
    [
        "https://clinic.example/healingmaps.com",
        "https://nothealingmaps.com/",
        "https://www.openstreetmap.org/node/1",
        "http://[broken/",
        "",
    ],
)
def test_other_sites_are_not_refused(url: str) -> None:
    """A likeness is not the site."""
    assert why_refused(url) == ""


@pytest.mark.parametrize("name", ["healingmaps", "healing_maps", "askp", "psychologytoday.com"])
def test_a_source_of_that_name_is_refused_by_name(name: str) -> None:
    """Whoever tries to run it is told why there is none."""
    assert "must never be crawled" in why_no_source(name)


@pytest.mark.parametrize("name", ["startr", "", "_", "openstreetmap"])
def test_other_names_are_only_unknown(name: str) -> None:
    """A slip of the pen is not refused."""
    assert why_no_source(name) == ""


def test_a_line_in_a_list_of_sites_is_refused_by_name() -> None:
    """The line is told with its number and the reason; the rest is taken."""
    sites, [problem] = sites_in(["https://a.example/", LISTED], "sites.txt")
    assert sites == ["https://a.example/"]
    assert problem.url == "sites.txt:2"
    assert "healingmaps.com must never be crawled: its robots.txt forbids" in problem.what


def test_a_website_field_is_refused_by_name() -> None:
    """A profile in a directory is no website of a clinic's own; the listing is told."""
    listings = [replace(listing("a"), website=LISTED), listing("b")]
    stored = [StoredListing(listing=one, first_seen=MONDAY) for one in listings]
    sites, [problem] = known_sites(stored)
    assert sites == ["https://b.example/"]
    assert problem.url == "https://a.example/"
    assert LISTED in problem.what
    assert "healingmaps.com must never be crawled" in problem.what


def test_no_request_reaches_a_refused_site_even_by_a_redirect() -> None:
    """The guard stands before every request, whatever led there; no name is even looked up."""
    home = Reply(status=302, headers={"Location": LISTED})
    with FixtureWeb({"toharvest.example": Pages({"/": home})}) as web:
        answers = fetch(web.port, [web.url("toharvest.example"), LISTED])
    for answer in answers.values():
        assert answer.startswith("IgnoreRequest: healingmaps.com must never be crawled")
