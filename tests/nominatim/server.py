"""Serves the packed map by a real Nominatim on loopback, for the session; gone afterwards."""

import gzip
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import pytest

HERE = Path(__file__).parent
PYTHON = HERE.parents[1] / ".venv-nominatim" / "bin" / "python"
PROBE = (
    "import icu, nominatim_api, sqlite3; file = sqlite3.connect(':memory:');"
    "file.enable_load_extension(True); file.load_extension('mod_spatialite')"
)
APP = "nominatim_api.server.falcon.server:run_wsgi"
PATIENCE_S = 60.0


def missing() -> str:
    """Return what this machine lacks to serve; "" if it lacks nothing."""
    if not PYTHON.exists():
        return "no .venv-nominatim: run .ci/nominatim (Debian, as root)"
    probe = subprocess.run([PYTHON, "-c", PROBE], capture_output=True, text=True)
    return f"Nominatim cannot run: {probe.stderr[-200:]}" if probe.returncode else ""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{url}/status", timeout=5):  # noqa: S310  (loopback)
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("Nominatim did not come up")


@contextmanager
def serving() -> Iterator[str]:
    """Serve the map; give the server's address."""
    with TemporaryDirectory(prefix="nominatim-") as folder:
        packed = gzip.decompress((HERE / "nominatim.sqlite.gz").read_bytes())
        Path(folder, "map.sqlite").write_bytes(packed)
        dsn = f"NOMINATIM_DATABASE_DSN=sqlite:dbname={folder}/map.sqlite\n"
        Path(folder, ".env").write_text(dsn)
        port = _free_port()
        where = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
        command = [PYTHON, "-m", "uvicorn", "--factory", APP, *where]
        with subprocess.Popen(command, cwd=folder) as server:
            try:
                _wait(f"http://127.0.0.1:{port}", server)
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


@pytest.fixture(scope="session")
def nominatim_url() -> Iterator[str]:
    """Serve Nominatim for the session; without it skip, or fail where CI=true."""
    if lack := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(lack)
        pytest.skip(lack)
    with serving() as url:
        yield url
