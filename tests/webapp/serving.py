"""The real program on loopback, as `make run` starts it, over a published snapshot."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.snapshot import publish
from tests.webapp import world

STARTS_WITHIN_S = 60
STOPS_WITHIN_S = 30


class Running:
    """A running finder: where it listens, and what it printed once it has stopped."""

    def __init__(self, process: subprocess.Popen[str], said: str, port: int) -> None:
        self.process = process
        self.said = said
        self.port = port
        self.printed = ""

    @property
    def origin(self) -> str:
        """Where its pages are, such as "http://127.0.0.1:54321"."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Return status, headers and text of the answer to a GET."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()
        finally:
            connection.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; return its exit code, and keep what it printed since its start."""
        self.process.send_signal(how)
        rest, errors = self.process.communicate(timeout=STOPS_WITHIN_S)
        self.printed = rest + errors
        return self.process.returncode


def publish_world(folder: Path) -> Path:
    """Publish the invented world as a snapshot in *folder* and return the folder."""
    index = world.index()
    publish(
        list(index.clinics.values()),
        index.moved,
        index.gone,
        folder,
        built_at=datetime(2026, 11, 22, tzinfo=UTC),
        inputs="invented",
    )
    return folder


def program(*arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start `python -m webapp` with *arguments*."""
    command = [sys.executable, "-m", "webapp", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


@contextmanager
def running(
    folder: Path,
    *arguments: str,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Serve the snapshot in *folder* on a free port; end the program if the test did not."""
    ours = {"PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"}
    process = program(
        "--index",
        folder,
        "--port",
        "0",
        *arguments,
        cwd=cwd,
        env={**os.environ, **(ours if cwd else {}), **(environment or {})},
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        port = re.search(r":(\d+)/", said)
        assert port, process.communicate(timeout=STARTS_WITHIN_S)
        yield Running(process, said, int(port[1]))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=STOPS_WITHIN_S)
