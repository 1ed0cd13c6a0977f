"""Every rule, whatever becomes of the request and whoever asks: the same protecting headers.

Statuses that a route gives of itself stand in the cases of test_answers; here each of them is also
asked with the wrong method, for JSON, with the page in hand, too often, and while all is broken.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from indexer.search import IndexUnavailable
from tests.webapp import world
from tests.webapp.test_answers import CASES
from webapp.headers import PROTECTION
from webapp.limiting import Limiter

VISITOR = {"REMOTE_ADDR": "203.0.113.7"}


def _spent() -> Flask:
    limiter = Limiter(1)
    while not limiter.wait_for(VISITOR["REMOTE_ADDR"]):
        pass
    return world.app(limiter=limiter)


APPS: dict[str, Callable[[], Flask]] = {
    "sound": world.app,
    "spent": _spent,
    "broken": lambda: world.app(world.BrokenIndex(ZeroDivisionError("ours"))),
    "unavailable": lambda: world.app(world.BrokenIndex(IndexUnavailable("none"))),
}
WAYS: dict[str, dict[str, Any]] = {
    "page": {},
    "json": {"headers": {"Accept": "application/json"}},
    "packed": {"headers": {"Accept-Encoding": "br, gzip"}},
    "head": {"method": "HEAD"},
    "post": {"method": "POST", "data": {"q": "x"}},
    "delete": {"method": "DELETE"},
    "options": {"method": "OPTIONS"},
}


def answers(app: Flask, url: str, ways: tuple[str, ...]) -> Iterator[tuple[str, TestResponse]]:
    """Give the answer to each way of asking for *url*, and the one to who holds the page."""
    client = app.test_client()
    for way in ways:
        yield way, client.open(url, environ_base=VISITOR, buffered=True, **WAYS[way])
    tag = client.get(url, environ_base=VISITOR, buffered=True).headers.get("ETag")
    if tag:
        held = {"If-None-Match": tag}
        yield "held", client.get(url, environ_base=VISITOR, headers=held, buffered=True)


@pytest.mark.parametrize("app", list(APPS))
def test_the_headers_are_the_same_always(app: str) -> None:
    """All of them, no cookie, no name of the server's software, and what kind of answer it is."""
    made = APPS[app]()
    ways = tuple(WAYS) if app == "sound" else ("page", "json")
    seen: set[int] = set()
    for url in dict.fromkeys(url for url, _, _ in CASES):
        for way, answer in answers(made, url, ways):
            seen.add(answer.status_code)
            where = (url, way, answer.status_code)
            found = {name: answer.headers.get(name) for name in PROTECTION}
            assert found == PROTECTION, where
            assert not {"Set-Cookie", "Server", "X-Powered-By"} & set(answer.headers.keys()), where
            assert not answer.data or answer.mimetype, where
            assert (answer.status_code == 304) is (way == "held"), where
    expected = {
        "sound": {200, 301, 304, 400, 404, 405, 410},
        "spent": {200, 429},
        "broken": {500},
        "unavailable": {503},
    }
    assert seen >= expected[app]
