"""What a visitor asks, and who that is, leaves no trace: not in output, logs or files."""

import socket
from pathlib import Path

from tests.webapp.serving import publish_world, running

CANARY = "zebra-canary"
PLACE = ("99501", "61.21", "-149.88")
"""A ZIP and a point in it."""
HEADERS = {
    "X-Forwarded-For": "198.51.100.77",
    "X-Real-IP": "198.51.100.77",
    "Referer": f"https://{CANARY}.example/",
    "User-Agent": CANARY,
    "Cookie": f"seen={CANARY}",
}
ASKED = [
    f"/search?q={CANARY}",
    f"/search?near={PLACE[0]}",
    f"/search?near={PLACE[1]},{PLACE[2]}",
    f"/es/search?q={CANARY}+{PLACE[0]}",
    f"/search?colour={CANARY}",
    f"/{CANARY}",
    f"/c/{CANARY}/{CANARY}",
    f"/static/{CANARY}.css",
    f"/search?q={CANARY * 800}",
    f"/search?q={CANARY}&fbclid={CANARY}",
    f"/search?q=%ff%00{CANARY}",
]
TRACES = (CANARY, "zebra", *PLACE, "198.51.100.77")


def test_nothing_of_a_visit_is_written_anywhere(tmp_path: Path) -> None:
    """Answers, refusals, a broken index, a request cut short: the program's folders stay clean."""
    folder = publish_world(tmp_path / "index")
    place = tmp_path / "working"
    place.mkdir()
    environment = {"TMPDIR": str(place), "HOME": str(place)}
    with running(folder, cwd=place, environment=environment) as server:
        for path in ASKED:
            assert server.ask(path, **HEADERS)[0] < 500
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            connection.sendall(f"GET /search?q={CANARY} HTTP/1.1\r\nUser-Agent: {CANARY}".encode())
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            connection.sendall(f"{CANARY} {CANARY}\r\n\r\n".encode())
            assert b" 400 " in connection.recv(1000)
        assert server.stop() == 0
    assert server.printed == ""
    assert _with_traces(place) == []
    assert _with_traces(folder) == []


def test_a_trace_would_be_found(tmp_path: Path) -> None:
    """The search for traces is no ornament."""
    (tmp_path / "log").write_text(f"GET /search?near={PLACE[0]} 200\n", "utf-8")
    assert _with_traces(tmp_path) == ["log"]


def _with_traces(folder: Path) -> list[str]:
    """Return the names of the files in *folder* that hold anything of what was asked."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [
        path.name for path in files if any(trace.encode() in path.read_bytes() for trace in TRACES)
    ]
