"""robots.txt is obeyed: proved from the server's own log."""

from typing import Any

import pytest

from crawler.settings import BOT
from tests.crawler.manners.conftest import BAD, Errand
from tests.web.fetch import fetch
from tests.web.server import FixtureWeb

SLOW = "slowrobots.example"
STOCK = {
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.manners.robots.HonestRobots": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100,
    }
}


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({}, id="ours"),
        pytest.param(
            STOCK,
            id="stock",
            # When this passes, Scrapy has mended itself and `HonestRobots` may shrink.
            marks=pytest.mark.xfail(reason="scrapy/scrapy #6802 lets waiters pass", strict=True),
        ),
    ],
)
def test_no_forbidden_page_is_fetched_while_robots_txt_is_in_flight(
    web: FixtureWeb, settings: dict[str, Any]
) -> None:
    """Five forbidden pages and a good one, asked for at once: the server sees only the good one."""
    paths = [f"/no{number}" for number in range(1, 6)] + ["/ok"]
    fetch(web.port, [web.url(SLOW, path) for path in paths], settings)
    assert web.paths(SLOW) == ["/robots.txt", "/ok"]


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("robots503.example", "robots.txt answers 503"),
        ("robots403.example", "robots.txt answers 403"),
        ("robotsgone.example", "robots.txt could not be read"),
        ("robotsforever.example", "86400 s between pages"),
        ("closedgarden.example", "robots.txt forbids this page"),
    ],
)
def test_a_host_whose_rules_we_cannot_know_is_not_read(
    errand: Errand, host: str, words: str
) -> None:
    """Nothing but robots.txt is asked for, and the reason is told."""
    assert errand.paths(host) == ["/robots.txt"]
    assert words in errand.answers[host]


def test_a_missing_robots_txt_means_no_rules(web: FixtureWeb) -> None:
    """404 for robots.txt lets the page be read."""
    url = web.url("robots404.example")
    assert fetch(web.port, [url])[url].startswith("200 ")


def test_the_page_behind_a_redirect_is_checked_too(errand: Errand) -> None:
    """A redirect to a forbidden page of another host is not followed."""
    assert "robots.txt forbids" in errand.answers["tostranger.example"]
    assert errand.paths("alderlight.example") == ["/robots.txt"]


def test_every_request_says_who_we_are(errand: Errand) -> None:
    """The user agent names the robot and where its maker can be reached."""
    assert len(errand.asked) > len(BAD)
    assert all(
        asked.user_agent.startswith(f"{BOT}/") and "+https://" in asked.user_agent
        for asked in errand.asked
    )
