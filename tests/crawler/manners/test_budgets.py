"""A host gives a few web pages, no more."""

import pytest

from crawler.manners.budgets import trap_in
from tests.crawler.manners.conftest import Errand
from tests.web.fetch import fetch
from tests.web.server import FixtureWeb


def test_a_host_is_asked_for_no_more_than_its_budget(web: FixtureWeb) -> None:
    """Of ten pages, three are fetched when the budget is three; another host has its own."""
    urls = [web.url("robots404.example", f"/{number}") for number in range(10)]
    other = web.url("alderlight.example")
    answers = fetch(web.port, [*urls, other], {"PAGES_PER_HOST": 3})
    assert len(web.paths("robots404.example")) == 1 + 3
    assert sum("more than 3 pages" in answer for answer in answers.values()) == 7
    assert answers[other].startswith("200 ")


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("endless.example", "DownloadCancelledError"),
        ("bomb.example", "exceeded DOWNLOAD_MAXSIZE"),
        ("paper.example", "StopDownload"),
        ("hanging.example", "DownloadTimeoutError"),
        ("dropping.example", "ResponseDataLossError"),
    ],
)
def test_a_page_that_is_none_ends_soon(errand: Errand, host: str, words: str) -> None:
    """Endless, exploding, foreign, silent and broken answers are cut, with a reason."""
    assert words in errand.answers[host]


@pytest.mark.parametrize(
    "url",
    [
        "http://trap.example/services/services",
        "http://trap.example/a/b/a/",
        "http://trap.example/visits?month=13",
        "http://trap.example/?sort=up",
        "http://trap.example/?filter=",
    ],
)
def test_the_ways_into_an_endless_site_are_known(url: str) -> None:
    """Repeating paths, calendars and filters are traps."""
    assert trap_in(url)


@pytest.mark.parametrize(
    "url", ["http://clinic.example/", "http://clinic.example/a/b/c?page_id=12&utm_source=menu"]
)
def test_an_ordinary_address_is_no_trap(url: str) -> None:
    """Plain paths and page numbers of old content systems pass."""
    assert trap_in(url) == ""
