"""The fixture web, one for each test module: the log is emptied for each test."""

from collections.abc import Iterator

import pytest

from tests.web.hosts import all_hosts
from tests.web.server import FixtureWeb


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
