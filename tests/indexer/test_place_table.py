"""The packaged place table: that it is what its sources give, and what must be in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from indexer.place_rows import PACKAGED
from indexer.place_table import build_place_table

TABLES = ("meta", "zone", "region", "region_key", "town", "town_key", "postcode")


@pytest.fixture(scope="module")
def packaged() -> Iterator[sqlite3.Connection]:
    """Open the packaged table with plain SQLite."""
    with closing(sqlite3.connect(f"{PACKAGED.as_uri()}?mode=ro&immutable=1", uri=True)) as table:
        yield table


def test_table_is_what_the_pinned_packages_give(
    packaged: sqlite3.Connection, tmp_path: Path
) -> None:
    """A rebuild from the packages has the same schema and rows as the packaged file."""
    path = tmp_path / "places.sqlite"
    path.write_bytes(b"left over from before")
    build_place_table(path)
    with closing(sqlite3.connect(path)) as rebuilt:
        schema = "SELECT name, sql FROM sqlite_master ORDER BY name"
        assert rebuilt.execute(schema).fetchall() == packaged.execute(schema).fetchall()
        for table in TABLES:
            rows = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608  (our own names)
            assert rebuilt.execute(rows).fetchall() == packaged.execute(rows).fetchall(), table


def test_table_is_small() -> None:
    """The file stays small enough to live in the repository."""
    assert PACKAGED.stat().st_size < 6_000_000


@pytest.mark.parametrize("kind", ["town_place", "postcode_place", "region_place"])
def test_every_row_lies_where_people_live(packaged: sqlite3.Connection, kind: str) -> None:
    """No row stands at 0, 0, in the Arctic sea or off the map."""
    rows = packaged.execute(f"SELECT name, lat / 1e4, lon / 1e4 FROM {kind}")  # noqa: S608
    off = [row for row in rows if not (10 < abs(row[1]) < 84 and abs(row[2]) <= 180)]
    assert off == []


def test_every_zone_is_a_time_zone(packaged: sqlite3.Connection) -> None:
    """Each time zone's name is one that Python can open."""
    zones = {name for (name,) in packaged.execute("SELECT name FROM zone")}
    assert zones - available_timezones() == set()


def test_table_covers_the_countries_it_says(packaged: sqlite3.Connection) -> None:
    """All US ZIPs with a place, all Canadian areas, every state with towns."""
    count = dict(packaged.execute("SELECT country, count(*) FROM postcode GROUP BY 1").fetchall())
    assert count["CA"] == 1644
    assert count["US"] > 41_500
    empty = packaged.execute(
        "SELECT name FROM region WHERE state <> '' AND id NOT IN (SELECT region FROM town)"
    ).fetchall()
    assert empty == []


def test_inactive_postcodes_are_kept_and_marked(packaged: sqlite3.Connection) -> None:
    """Old ZIPs remain for old addresses."""
    (inactive,) = packaged.execute("SELECT count(*) FROM postcode WHERE NOT active").fetchone()
    assert 500 < inactive < 1_100
