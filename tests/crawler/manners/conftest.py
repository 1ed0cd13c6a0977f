"""The fixture web, one for each test module: the log is emptied for each test."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.web.fetch import fetch
from tests.web.hosts import all_hosts
from tests.web.server import Asked, FixtureWeb

BAD = [
    *("robots503.example", "robots403.example", "robotsgone.example", "robotsforever.example"),
    *("closedgarden.example", "toprivate.example", "torebound.example", "toloopback.example"),
    *("tofile.example", "endless.example", "bomb.example", "paper.example", "hanging.example"),
    *("dropping.example", "tostranger.example"),
]


@dataclass(frozen=True)
class Errand:
    """The home of every bad host, asked for once, and what came of it."""

    answers: dict[str, str]
    """By host."""
    asked: tuple[Asked, ...]

    def paths(self, host: str) -> list[str]:
        """Return what *host* was asked for."""
        return [asked.path for asked in self.asked if asked.host == host]


@pytest.fixture(scope="module")
def open_web() -> Iterator[FixtureWeb]:
    """Serve every host."""
    with FixtureWeb(all_hosts()) as web:
        yield web


@pytest.fixture
def web(open_web: FixtureWeb) -> FixtureWeb:
    """Return the web with an empty log."""
    open_web.forget()
    return open_web


@pytest.fixture(scope="session")
def errand() -> Errand:
    """Ask every bad host for its home, in one crawl."""
    with FixtureWeb(all_hosts()) as web:
        answers = fetch(web.port, [web.url(host) for host in BAD], {"RETRY_TIMES": 0})
        told = {url.split("/")[2].partition(":")[0]: answer for url, answer in answers.items()}
        return Errand(told, web.requests)
