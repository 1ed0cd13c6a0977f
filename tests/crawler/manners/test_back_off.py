"""Retry-After, Crawl-delay and refusals are kept, by the clock of the server's log."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.manners.back_off import retry_after_seconds
from tests.web.fetch import fetch
from tests.web.server import FixtureWeb

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

SEEN = 0.9
"""Of a pause that we keep, as much is seen at the least by a server on a busy machine."""


def _times(web: FixtureWeb, host: str) -> list[float]:
    return [asked.at for asked in web.requests if asked.host == host]


def test_retry_after_holds_back_the_whole_host_and_no_other(web: FixtureWeb) -> None:
    """After a 429 with Retry-After: 2, two seconds pass; the neighbour is read meanwhile."""
    busy, calm = "busy.example", "robots404.example"
    urls = [web.url(busy, "/one"), web.url(busy, "/two")]
    urls += [web.url(calm, f"/{number}") for number in range(5)]
    answers = fetch(web.port, urls)

    assert all(answer.startswith("200 ") for answer in answers.values())
    refused_at = _times(web, busy)[1]  # the first is robots.txt
    later = [at for at in _times(web, busy) if at > refused_at]
    assert len(later) == 3  # one more refusal, and both pages at last
    assert min(later) - refused_at >= 2 * SEEN
    assert max(_times(web, calm)) - refused_at < 2.0


def test_a_host_that_asks_for_more_than_a_run_is_left_alone(web: FixtureWeb) -> None:
    """Retry-After of a day: one page is asked for, then none."""
    host = "closed.example"
    answers = fetch(web.port, [web.url(host, "/one"), web.url(host, "/two"), web.url(host, "/3")])
    assert len(web.paths(host)) == 2
    assert sum("left for this run" in answer for answer in answers.values()) == 3


def test_a_host_that_refuses_again_and_again_is_asked_ever_slower_then_left(
    web: FixtureWeb,
) -> None:
    """429 without a time: the gaps between requests double, and after four we are gone."""
    host = "stubborn.example"
    answers = fetch(web.port, [web.url(host, f"/{number}") for number in range(9)])
    first, *gaps = [later - earlier for earlier, later in pairwise(_times(web, host))]
    assert len(gaps) == 3
    assert all(gap >= 0.1 * 2**doubled * SEEN for doubled, gap in enumerate(gaps))
    assert first < gaps[-1]
    assert sum("left alone" in answer for answer in answers.values()) >= 7


def test_a_crawl_delay_in_robots_txt_is_kept(web: FixtureWeb) -> None:
    """Crawl-delay: 1 puts a second between all requests, robots.txt included."""
    host = "robotsdelay.example"
    fetch(web.port, [web.url(host, path) for path in ("/one", "/two")])
    times = _times(web, host)
    assert len(times) == 3
    assert all(later - earlier >= SEEN for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float) -> None:
    """Both forms of the header are read, and anything else asks for nothing."""
    assert retry_after_seconds(value, NOW) == seconds


@given(st.text())
def test_no_header_breaks_the_reader(value: str) -> None:
    """Any text gives a number of seconds that is not negative."""
    assert retry_after_seconds(value, NOW) >= 0.0
