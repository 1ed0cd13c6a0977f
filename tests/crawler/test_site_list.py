"""The list of sites to crawl: what is taken, and what is reported with its line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.record import StoredListing
from crawler.site_list import known_sites, sites_in
from tests.contracts.listings import MONDAY, listing


def test_addresses_are_taken_once_in_order() -> None:
    """Comments, blank lines, spaces and a byte order mark do not matter."""
    lines = [
        "\ufeffhttps://b.example/",
        "# a comment, https://c.example/",
        "",
        "  http://a.example/ketamine#top   # the page that matters",
        "https://b.example/",
    ]
    assert sites_in(lines, "sites.txt") == (
        ["https://b.example/", "http://a.example/ketamine#top"],
        [],
    )


@pytest.mark.parametrize(
    "line",
    [
        "a.example",
        "ftp://a.example/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@a.example/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[broken/",
        "http://localhost/",
        "https://a.example/ https://b.example/",
        "javascript:alert(1)",
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_taken(line: str) -> None:
    """The line is quoted, so that it can be found and mended."""
    sites, [problem] = sites_in(["https://a.example/", line, "https://b.example/"], "sites.txt")
    assert sites == ["https://a.example/", "https://b.example/"]
    assert problem.url == "sites.txt:2"
    assert repr(line) in problem.what


@given(st.lists(st.text(max_size=60)))
def test_any_lines_are_read(lines: list[str]) -> None:
    """No line, whatever is in it, stops the reading."""
    sites, problems = sites_in(lines, "sites.txt")
    assert len(sites) + len(problems) <= len(lines)


def test_known_websites_are_visited_once() -> None:
    """Several places of one clinic share a site; a place without one is left out."""
    listings = [
        replace(listing("b"), website="https://one.example/"),
        replace(listing("a"), website="https://two.example/"),
        replace(listing("c"), website="https://one.example/"),
        replace(listing("d"), website=""),
        replace(listing("e"), website="two.example"),
    ]
    stored = [StoredListing(listing=one, first_seen=MONDAY) for one in listings]
    assert known_sites(stored) == (["https://one.example/", "https://two.example/"], [])
