"""The program behind `make run`: what it prints, how it stops, and what it never logs."""

import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webapp import world
from tests.webapp.serving import Running, program, publish_world, running
from webapp.headers import PROTECTION


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a published snapshot of the invented world."""
    return publish_world(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    """Give a running server that the tests of this module share."""
    with running(folder, "--workers", "1") as shared:
        yield shared


def test_it_says_what_it_serves_and_where(server: Running) -> None:
    """One line with the number of clinics, the address and how to stop it."""
    assert re.fullmatch(
        rf"Serving {world.index().size} clinics at http://127\.0\.0\.1:\d+/ \(Ctrl-C stops\)\n",
        server.said,
    )


def test_it_answers_from_the_snapshot(server: Running) -> None:
    """Real places, real index, real server; the headers come through."""
    status, headers, page = server.ask("/search?q=harbor")
    assert status == 200
    assert "Harbor Calm Clinic" in page
    assert {name: headers.get(name) for name in PROTECTION} == PROTECTION
    assert '"clinics":' in server.ask("/healthz")[2].replace(" ", "")
    assert "Bethesda, MD" in server.ask("/search?near=20814")[2]
    assert "We do not know the place" in server.ask("/search?near=Qwxyzzz")[2]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/search?near=" + "x" * 5_000, {}, 400),
        ("/search?near=" + "x" * 10_000, {}, 414),
        ("/", {"X-Long": "x" * 70_000}, 431),
        ("/search?near=%00%ff%fe", {}, 400),
    ],
)
def test_what_the_server_itself_refuses_gets_a_page_too(
    server: Running, path: str, headers: dict[str, str], status: int
) -> None:
    """A person reads a sentence and the crisis line, under the same headers."""
    answered, protected, page = server.ask(path, **headers)
    assert answered == status
    assert "988lifeline.org" in page
    assert "xxxx" not in page.partition("<main")[2].partition("<form")[0]
    assert {name: protected.get(name) for name in PROTECTION} == PROTECTION


@pytest.mark.parametrize("junk", [b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_what_is_no_request_is_refused_kindly(server: Running, junk: bytes) -> None:
    """400, not silence and not a fault."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(junk)
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"988lifeline.org" in answer


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_asked_and_logs_no_query(folder: Path, how: signal.Signals) -> None:
    """Exit code 0, and nothing printed of what was asked, found or refused."""
    canary = "zebra-canary"
    with running(folder) as server:
        for path in (f"/search?q={canary}", f"/{canary}?x={canary}", f"/search?q={canary * 999}"):
            server.ask(path, **{"X-Forwarded-For": canary, "Referer": canary})
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            connection.sendall(f"GET /search?q={canary} {canary}\r\n\r\n".encode())
            connection.recv(1)
        assert server.stop(how) == 0
    assert server.printed == ""


def test_a_taken_port_is_told_with_the_mend(folder: Path, server: Running) -> None:
    """One line, exit code 1."""
    second = program("--index", folder, "--port", str(server.port))
    out, errors = second.communicate(timeout=60)
    assert (second.returncode, out) == (1, "")
    assert errors == (
        f"Port {server.port} is taken. Choose another: make run PORT={server.port + 1}\n"
    )


def test_an_address_that_is_not_ours_is_told(folder: Path) -> None:
    """One line, exit code 1, no trace."""
    stranger = program("--index", folder, "--host", "192.0.2.1", "--port", "0")
    _, errors = stranger.communicate(timeout=60)
    assert stranger.returncode == 1
    assert errors.startswith("Cannot listen on 192.0.2.1 port 0: ")
    assert "Traceback" not in errors


def test_no_snapshot_is_told_with_the_mend(tmp_path: Path) -> None:
    """One line, exit code 1, before the port is touched."""
    early = program("--index", tmp_path / "none")
    out, errors = early.communicate(timeout=60)
    assert (early.returncode, out) == (1, "")
    assert "make run" in errors
    assert errors.count("\n") == 1
