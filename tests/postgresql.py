"""A private PostgreSQL server for the tests: started in a folder under /tmp, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

SERVER_USER = "postgres"
"""PostgreSQL refuses to serve as root."""
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c unix_socket_directories="
_numbers = count(1)


def binaries() -> Path | None:
    """Return the folder of the newest installed server's programs, or None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def _version(initdb: Path) -> int:
    return int(initdb.parts[-3]) if initdb.parts[-3].isdigit() else 0


def missing() -> str:
    """Return what this machine lacks to run a server; "" if it lacks nothing."""
    if binaries() is None:
        return "PostgreSQL's server programs are missing: apt-get install postgresql"
    if os.geteuid() == 0 and subprocess.run(["id", SERVER_USER], capture_output=True).returncode:
        return f"the user {SERVER_USER!r} is missing: PostgreSQL does not serve as root"
    return ""


@contextmanager
def server() -> Iterator[Path]:
    """Serve on a unix socket alone; give the socket's folder."""
    programs = binaries()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    user = SERVER_USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", f"{folder}/data", *arguments]
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, stdout=quiet, cwd=folder, user=user, group=user)

    try:
        run("initdb", "-U", SERVER_USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"{OPTIONS}{folder}", "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_socket() -> Iterator[Path]:
    """Serve PostgreSQL for the session; without its programs skip, or fail where CI=true."""
    if lack := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(lack)
        pytest.skip(lack)
    with server() as folder:
        yield folder


@pytest.fixture
def postgresql_url(postgresql_socket: Path) -> Iterator[str]:
    """Give the URL of a fresh, empty database; drop it afterwards."""
    name = f"test_{next(_numbers)}"
    login = f"host={postgresql_socket} user={SERVER_USER} dbname=postgres"
    with psycopg.connect(login, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield f"postgresql+psycopg://{SERVER_USER}:555-0100@/{name}?host={postgresql_socket}"
    with psycopg.connect(login, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
