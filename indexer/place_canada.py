"""Reads Canada's forward sortation areas, at build time, from the package `pypostalcode`."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from indexer.distance import great_circle_km
from indexer.normalize import fold
from indexer.place_names import STATES
from indexer.place_towns import (
    SAME_TOWN_KM,
    Postcode,
    Town,
    TownIndex,
    index_of,
    keys_of,
    median_point,
    nearest,
    squashed,
)

_Area = tuple[str, str, str, float, float]
"""Code, description, province, latitude, longitude."""
_COMPASS = "(?:North|South)(?:east|west)?|East|West|Central"
_NO_TOWN = re.compile(
    r"[^\w .'’-]|\d|Government|Outskirts|Extremities|Processing| and\b|Bourse|Place "
)
"""Marks a description of something else than a town, such as "Regina Northeast and"."""


def canadian_areas(towns: list[Town]) -> Iterator[Postcode]:
    """Yield Canada's forward sortation areas; add the towns that only their list names."""
    import pypostalcode

    database = Path(pypostalcode.__file__).with_name("postalcodes.db")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source:
        rows: list[_Area] = source.execute(
            "SELECT fsa, city, province, latitude, longitude FROM PostalCodes"
            " WHERE latitude < 90 ORDER BY fsa"  # H0H is Santa Claus's, at the North Pole
        ).fetchall()
    codes = {name: code for code, name in STATES["CA"].values()} | {
        "Northwest Territory": "NT",
        "Nunavut Territory": "NU",
    }
    areas = [(code, named, codes[province], lat, lon) for code, named, province, lat, lon in rows]
    known = [town for town in towns if town.country == "CA"]
    towns += _towns_of_areas(areas, index_of(known), known)
    by_state: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if town.country == "CA":
            by_state[town.state].append(town)
    for code, described, state, lat, lon in areas:
        town = _described_town(described, lat, lon, by_state[state])
        yield Postcode(country="CA", code=code, town=town, lat=lat, lon=lon, zone=town.zone)


def _towns_of_areas(areas: list[_Area], index: TownIndex, known: list[Town]) -> list[Town]:
    """Return the urban towns, such as Thornhill, that GeoNames has not in that province.

    A code whose digit is 0 is rural: its description is of a region, not of a town.
    """
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for code, described, state, lat, lon in areas:
        name = _area_town(described)
        words = fold(name).split()
        starts = {squashed(" ".join(words[:count])) for count in range(1, len(words) + 1)}
        known_already = any(nearest(index.get((state, s), []), lat, lon) for s in starts)
        if code[1] != "0" and not known_already and not _NO_TOWN.search(name):
            points[state, name].append((lat, lon))
    return [_added_town(state, name, where, known) for (state, name), where in points.items()]


def _added_town(state: str, name: str, where: list[tuple[float, float]], known: list[Town]) -> Town:
    lat, lon = median_point(where)
    neighbours = [town for town in known if town.state == state]
    zone = min(neighbours, key=lambda t: great_circle_km(lat, lon, t.lat, t.lon)).zone
    return Town(
        name=name, country="CA", state=state, lat=lat, lon=lon, zone=zone, keys=keys_of(name)
    )


def _area_town(described: str) -> str:
    """Return "Thornhill" for "Thornhill East" and "North York" for "North York (Sweeney Park)"."""
    head = re.sub(r"\s*\(.*", "", described).removeprefix("Downtown ").replace("- ", "-")
    return re.sub(rf"( (Inner|Outer|Upper|Lower|{_COMPASS}))+$", "", head)


def _described_town(described: str, lat: float, lon: float, towns: list[Town]) -> Town:
    """Return the near town that the description is of, or the one it mentions, or the nearest."""
    name, words = fold(_area_town(described)), f" {fold(described)} "

    def fitness(town: Town) -> tuple[bool, int, float]:
        distance = great_circle_km(lat, lon, town.lat, town.lon)
        near = distance <= SAME_TOWN_KM
        mentioned = near and f" {fold(town.name)} " in words
        return (near and name in town.keys, len(town.name) if mentioned else 0, -distance)

    return max(towns, key=fitness)
