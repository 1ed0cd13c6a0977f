"""Programs that serve on loopback for a benchmark, and what a request costs them."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd", "Accept": "text/html,*/*;q=0.8"}
"""What a browser sends, as far as it changes the work."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running program with one worker."""

    pid: int
    port: int

    @property
    def origin(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the processor time that its workers have used, all threads together."""
        tasks = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
        files = [file for pid in tasks for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
        return sum(int(file.read_text("ascii").split()[0]) for file in files) / 1e9


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row of requests took."""

    cpu_ms: float
    """Processor time of a request, on average."""
    times_ms: tuple[float, ...]
    """From sending each request until its answer was there."""
    statuses: tuple[int, ...]
    pages: tuple[bytes, ...]


@contextmanager
def served(*command: str) -> Iterator[Server]:
    """Run `python -m *command*` until the block ends; it prints where it listens."""
    program = [sys.executable, "-m", *command]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None  # noqa: S101  # it is a pipe
            said = process.stdout.readline()
            found = re.search(r":(\d+)/", said)
            if found is None:
                sys.exit(f"{command[0]} did not start: {said}")
            yield Server(process.pid, int(found[1]))
        finally:
            process.terminate()


def ask(server: Server, paths: Sequence[str]) -> Asked:
    """Ask for each of *paths*, one after the other, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    times, statuses, pages = [], [], []
    before = server.cpu_seconds()
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers=BROWSER)
        answer = connection.getresponse()
        pages.append(answer.read())
        times.append((time.perf_counter() - start) * 1000)
        statuses.append(answer.status)
    cpu = server.cpu_seconds() - before
    connection.close()
    return Asked(cpu * 1000 / len(paths), tuple(times), tuple(statuses), tuple(pages))
