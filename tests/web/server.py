"""A real HTTP server on loopback that plays many hosts at once and logs who asked for what.

The hosts are data (`tests.web.hosts.HOSTS`); a host answers by its own `respond`, so a bad
behaviour is one class. Nothing here is imported by the product.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from types import TracebackType
from typing import Protocol, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the server saw it; *at* is in seconds of the monotonic clock."""

    host: str
    path: str
    user_agent: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a well-behaved host sends."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class Host(Protocol):
    """Whoever answers for one host name."""

    def respond(self, exchange: "Exchange") -> None:
        """Answer one request, well or badly."""
        ...


class Exchange(BaseHTTPRequestHandler):
    """One request on its way to the host that it names."""

    server: "_Server"
    protocol_version = "HTTP/1.1"
    server_version = "FixtureWeb"

    def do_GET(self) -> None:
        """Log the request, then let its host answer; a host nobody plays answers 421."""
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        agent = self.headers.get("User-Agent", "")
        self.server.asked.append(Asked(host=host, path=self.path, user_agent=agent, at=monotonic()))
        player = self.server.hosts.get(host)
        if player is None:
            self.reply(Reply(status=421, body=b"nobody plays this host"))
        else:
            player.respond(self)

    def reply(self, reply: Reply) -> None:
        """Send a whole and honest answer."""
        body = reply.body.replace(b"{port}", str(self.server.server_port).encode())
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in reply.headers.items():
            self.send_header(name, value.replace("{port}", str(self.server.server_port)))
        self.end_headers()
        self.wfile.write(body)

    def drop(self) -> None:
        """Close the connection without a further word."""
        self.close_connection = True

    def wait(self, seconds: float) -> None:
        """Keep the visitor waiting, but not the end of the test."""
        self.server.closing.wait(seconds)

    @property
    def closing(self) -> bool:
        """Whether the test is over."""
        return self.server.closing.is_set()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on the console: `FixtureWeb.requests` is the log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, hosts: Mapping[str, Host]) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.hosts = hosts
        self.asked: list[Asked] = []
        self.closing = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a visitor hang up: crawlers cut huge and slow answers short."""


class FixtureWeb:
    """The fixture web, open inside a `with` block."""

    def __init__(self, hosts: Mapping[str, Host]) -> None:
        self._server = _Server(hosts)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The loopback port that every host answers on."""
        return self._server.server_port

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that are played."""
        return tuple(self._server.hosts)

    @property
    def requests(self) -> tuple[Asked, ...]:
        """Every request so far, in the order of arrival."""
        return tuple(self._server.asked)

    def url(self, host: str, path: str = "/") -> str:
        """Return the address of a page of *host*."""
        return f"http://{host}:{self.port}{path}"

    def paths(self, host: str) -> list[str]:
        """Return every path that *host* was asked for, in the order of arrival."""
        return [asked.path for asked in self.requests if asked.host == host]

    def forget(self) -> None:
        """Empty the log."""
        self._server.asked.clear()
