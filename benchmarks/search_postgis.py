"""PostgreSQL with PostGIS as a skilled user would have it, on a server of its own.

What was measured and kept: words in a GIN index, their text pushed out of the table (fourteen
times faster counts), points as geography in a GiST index whose order gives the nearest few, an
index on what is stated that alone tells the nationwide counts, prepared statements, one process
for each question as for all other engines, no JIT.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import psycopg

from benchmarks.search_engine import Found, by_group, counted, is_worldwide, masks
from benchmarks.search_rows import BIT, FIELDS, Row, Rows
from benchmarks.search_sql import SqlEngine
from benchmarks.search_words import Wanted
from indexer.search import Near, Query

USER = "postgres"
"""PostgreSQL refuses to serve as root."""
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "effective_cache_size": "8GB",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "fsync": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "enable_seqscan": "off",
    "plan_cache_mode": "force_custom_plan",
}
SLACK_M = 0.01
"""More than rounding can hide."""
WEIGHTS = "ABD"
"""Of the words of each field of `FIELDS`."""
_RANK = "{0.25, 0.25, 0.5, 1}"
"""Of D, C, B and A: a quarter of the boosts, because 1 is the most."""
_PACKAGES = ("postgresql", "postgresql-contrib", "postgis", "postgresql-postgis")


class MissingError(RuntimeError):
    """Raised when this machine has no PostgreSQL with PostGIS; its text says what it lacks."""


def programs() -> Path:
    """Return the folder of the newest server's programs, installed if need be, or raise."""
    found = _with_postgis()
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-qq", *_PACKAGES], check=False)
        found = _with_postgis()
    if found is None:
        raise MissingError(f"PostgreSQL with PostGIS is missing: apt-get install {_PACKAGES[-1]}")
    return found


def _with_postgis() -> Path | None:
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin_: bin_.parts[-2])
    for server in reversed(servers):
        share = Path("/usr/share/postgresql", server.parts[-2], "extension/postgis.control")
        if share.exists() and (server / "initdb").exists():
            return server
    return None


@contextmanager
def serving() -> Iterator[str]:
    """Serve an empty cluster on a unix socket in a folder under /tmp; give its connection text."""
    server = programs()
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-", dir="/tmp"))  # sockets need short paths
    user = USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())

    def run(program: str, *arguments: str) -> None:
        command = [str(server / program), "-D", f"{folder}/data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user)

    try:
        run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        socket = f"{options} -c unix_socket_directories={folder}"
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", socket, "start")
        try:
            yield f"host={folder} user={USER} dbname=postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class PostGIS(SqlEngine):
    """One connection to a server that holds what `build` copied into it."""

    name: ClassVar[str] = "PostGIS"

    @staticmethod
    def build(rows: Rows, place: str) -> None:
        """Fill the server at *place* with *rows*."""
        with closing(psycopg.connect(place, autocommit=True)) as db:
            db.execute("CREATE EXTENSION postgis")
            db.execute(
                "CREATE TABLE clinic (rank int, bits bigint, geog geography(point), words tsvector,"
                " id text) WITH (toast_tuple_target = 128)"
            )
            db.execute("ALTER TABLE clinic ALTER words SET STORAGE external")
            with db.cursor().copy("COPY clinic FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(
                        (row.rank, row.bits, f"POINT({row.lon} {row.lat})", _tsvector(row), row.id)
                    )
            db.execute("CREATE INDEX ON clinic USING gist (geog)")
            db.execute("CREATE INDEX ON clinic USING gin (words) WITH (fastupdate = off)")
            db.execute("CREATE INDEX ON clinic (bits)")
            db.execute("VACUUM ANALYZE clinic")

    @staticmethod
    def size(place: str) -> int:
        """Return how many bytes the database has."""
        with closing(psycopg.connect(place)) as db:
            [(size,)] = db.execute("SELECT pg_total_relation_size('clinic')").fetchall()
            return int(size)

    def __init__(self, place: str, prepared: Path) -> None:
        super().__init__(psycopg.connect(place, autocommit=True, prepare_threshold=0), prepared)

    def _answer(self, query: Query, wanted: list[Wanted], values: dict[str, Any]) -> Found:
        asked = ["words @@ %(words)s::tsquery"] if wanted else []
        if isinstance(query.place, Near):
            values["here"] = f"POINT({query.place.lon} {query.place.lat})"
            values["meters"] = query.place.radius_km * 1000
            if not is_worldwide(query):
                asked.append("ST_DWithin(geog, %(here)s::geography, %(meters)s, false)")
        total, facets = self._counts(query, " AND ".join(asked) or "true", values)
        asked += [f"bits & %({group})s <> 0" for group in masks(query)]
        page = self._rows(_page(query, " AND ".join(asked)), values)
        return Found(total, facets, [clinic_id for (clinic_id,) in page])

    @staticmethod
    def _match(wanted: Sequence[Wanted]) -> str:
        return " & ".join(
            f"{one.prefix}:*" if one.prefix else f"({' | '.join(one.terms)})" for one in wanted
        )

    def _counts(
        self, query: Query, asked: str, values: dict[str, Any]
    ) -> tuple[int, dict[str, dict[str, int]]]:
        if not masks(query):
            return self._sums(asked, values)
        grouped = f"SELECT bits, count(*) FROM clinic WHERE {asked} GROUP BY bits"
        table = np.array(self._rows(grouped, values), dtype=np.int64).reshape(-1, 2)
        return counted(table[:, 0], masks(query), table[:, 1])

    def _sums(self, asked: str, values: dict[str, Any]) -> tuple[int, dict[str, dict[str, int]]]:
        sums = ", ".join(f"count(*) FILTER (WHERE bits & {1 << bit} <> 0)" for bit in BIT.values())
        [(total, *counts)] = self._rows(
            f"SELECT count(*), {sums} FROM clinic WHERE {asked}", values
        )
        return total, by_group(dict(zip(BIT, counts, strict=True)))

    def _rows(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        # The texts are a handful, made of our own parts; every value is a parameter.
        rows: list[tuple[Any, ...]] = self._db.execute(
            sql, values, prepare=True, binary=True
        ).fetchall()
        return rows


def _page(query: Query, asked: str) -> str:
    """Return the statement of the first page.

    Without words the index walks from the nearest on. PostgreSQL 15 does not walk where names end
    ties, so that the distance of the last one is asked first, and then all within it.
    """
    if query.place is None:
        order = f"ts_rank('{_RANK}', words, %(words)s::tsquery) DESC"
        return f"SELECT id FROM clinic WHERE {asked} ORDER BY {order}, rank LIMIT %(limit)s"
    distance = "geog <-> %(here)s::geography"
    ordered = f"ORDER BY {distance}, rank LIMIT %(limit)s"
    if query.words:
        return f"SELECT id FROM clinic WHERE {asked} {ordered}"
    walk = f"SELECT {distance} AS far FROM clinic WHERE {asked} ORDER BY {distance} LIMIT %(limit)s"
    return (
        f"WITH nearest AS MATERIALIZED ({walk}),"
        f" reach AS MATERIALIZED (SELECT max(far) + {SLACK_M} AS meters FROM nearest)"
        " SELECT id FROM clinic, reach"
        f" WHERE ST_DWithin(geog, %(here)s::geography, reach.meters, false) AND {asked} {ordered}"
    )


def _tsvector(row: Row) -> str:
    """Return the words of a row with the weight of their field, each at its first position."""
    fields = zip(FIELDS, WEIGHTS, strict=True)
    return " ".join(
        f"{word}:1{weight}" for field, weight in fields for word in set(row.words[field].split())
    )
