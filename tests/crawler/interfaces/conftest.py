"""One run of all interfaces against the fixture web, for all tests of this folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.crawler.interfaces.cases import CASES, HOSTS
from tests.crawler.interfaces.errand import Outcome, run_apart
from tests.web.server import Asked, FixtureWeb


@dataclass(frozen=True)
class Errand:
    """What came of each case, by its name, and what the servers were asked."""

    outcomes: Mapping[str, Outcome]
    asked: tuple[Asked, ...]

    def __getitem__(self, name: str) -> Outcome:
        return self.outcomes[name]

    def paths(self, host: str) -> list[str]:
        """Return what *host* was asked for."""
        return [asked.path for asked in self.asked if asked.host == host]


@pytest.fixture(scope="session")
def errand() -> Iterator[Errand]:
    """Run every case once."""
    with FixtureWeb(HOSTS) as web:
        outcomes = run_apart(web.port, list(CASES.values()))
        yield Errand(dict(zip(CASES, outcomes, strict=True)), web.requests)
