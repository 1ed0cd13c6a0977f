"""Asks the packaged place table; alone knows its SQL, and decides nothing."""

import json
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexer.place import Place, PlaceKind, town_reach_km

PACKAGED = Path(__file__).with_name("data") / "places.sqlite"

_AFTER_ALL = "\U0010ffff"


class PlaceRows:
    """The rows of one table file, opened read-only; may be shared by threads."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._table = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the table; no question may follow."""
        self._table.close()

    def keys(self) -> list[str]:
        """Return every folded name of a town or region, once each."""
        sql = "SELECT key FROM town_key UNION SELECT key FROM region_key ORDER BY key"
        return [key for (key,) in self._fetch(sql)]

    def towns(self, key: str, state: str = "", country: str = "") -> list[Place]:
        """Return the towns of that folded name, wherever they are or in one state."""
        sql = """SELECT * FROM town_place WHERE id IN (SELECT town FROM town_key WHERE key = ?1)
            AND ?2 IN ('', state) AND ?3 IN ('', country)"""
        return self._places(PlaceKind.CITY, sql, key, state, country)

    def post_towns(self, key: str, state: str, country: str) -> list[Place]:
        """Return the towns of that folded name in that state that have a postcode."""
        sql = """SELECT * FROM town_place WHERE id IN (SELECT town FROM town_key WHERE key = ?1)
            AND state = ?2 AND country = ?3 AND id IN (SELECT town FROM postcode)"""
        return self._places(PlaceKind.CITY, sql, key, state, country)

    def regions(self, key: str) -> list[Place]:
        """Return the states and countries of that folded name, code or short form."""
        sql = """SELECT * FROM region_place
            WHERE id IN (SELECT region FROM region_key WHERE key = ?) ORDER BY id"""
        return self._regions(sql, key)

    def postcode(self, country: str, code: str) -> Place | None:
        """Return the place of one ZIP or forward sortation area, or None."""
        sql = "SELECT * FROM postcode_place WHERE country = ? AND code = ?"
        return next(iter(self._places(PlaceKind.ZIP, sql, country, code)), None)

    def postcodes_of(self, key: str, state: str, country: str) -> list[Place]:
        """Return the active postcodes of the towns of that folded name in that state."""
        sql = """SELECT * FROM postcode_place WHERE active AND state = ? AND country = ?
            AND town IN (SELECT town FROM town_key WHERE key = ?)"""
        return self._places(PlaceKind.ZIP, sql, state, country, key)

    def is_used_at(self, key: str, country: str, code: str) -> bool:
        """Return whether addresses of a postcode bear that folded town name."""
        sql = """SELECT p.names, EXISTS (SELECT * FROM town_key k WHERE k.key = ? AND
            k.town = p.town) FROM postcode p WHERE p.country = ? AND p.code = ?"""
        rows = self._fetch(sql, key, country, code)
        return any(own or (key and key in names.split("|")) for names, own in rows)

    def postcodes_from(self, prefix: str, limit: int) -> list[Place]:
        """Return the active postcodes that begin so, in their order."""
        sql = """SELECT * FROM postcode_place WHERE active AND country IN ('US', 'CA')
            AND code >= ? AND code < ? ORDER BY code LIMIT ?"""
        return self._places(PlaceKind.ZIP, sql, prefix, prefix + _AFTER_ALL, limit)

    def towns_of(self, ids: Sequence[int]) -> list[Place]:
        """Return the towns of those row ids, in their order."""
        sql = """SELECT t.* FROM json_each(?) wanted JOIN town_place t ON t.id = wanted.value
            ORDER BY wanted.key"""
        return self._places(PlaceKind.CITY, sql, json.dumps(list(ids)))

    def town_keys(self) -> list[tuple[str, int, str, int, int]]:
        """Return (folded name, weight, country, population, row id) of every town, by name."""
        return self._fetch(
            """SELECT k.key, t.weight, r.country, t.population, t.id FROM town_key k
            JOIN town t ON t.id = k.town JOIN region r ON r.id = t.region ORDER BY k.key, t.id"""
        )

    def regions_from(self, prefix: str) -> list[Place]:
        """Return the states and countries that have a folded name or code that begins so."""
        sql = """SELECT * FROM region_place
            WHERE id IN (SELECT region FROM region_key WHERE key >= ? AND key < ?) ORDER BY id"""
        return self._regions(sql, prefix, prefix + _AFTER_ALL)

    def _regions(self, sql: str, *parameters: object) -> list[Place]:
        rows = self._fetch(sql, *parameters)
        return [_place(PlaceKind.STATE if row[1] else PlaceKind.COUNTRY, row) for row in rows]

    def _places(self, kind: PlaceKind, sql: str, *parameters: object) -> list[Place]:
        return [_place(kind, row) for row in self._fetch(sql, *parameters)]

    def _fetch(self, sql: str, *parameters: object) -> list[Any]:
        with self._lock:
            return self._table.execute(sql, parameters).fetchall()


def _place(kind: PlaceKind, row: Sequence[Any]) -> Place:
    name, state, country, code, lat, lon, zone, population, weight, reach_km, *_ = row
    return Place(
        kind=kind,
        name=name,
        state=state,
        country=country,
        postcode=code,
        lat=lat / 1e4,
        lon=lon / 1e4,
        time_zone=zone,
        population=population,
        weight=weight,
        reach_km=town_reach_km(weight) if kind is PlaceKind.CITY else float(reach_km),
    )
