"""Towns and postcodes while the place table is built, and how their names are matched."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from indexer.distance import great_circle_km
from indexer.normalize import fold

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


TownIndex = dict[tuple[str, str], list[Town]]


def nearest(towns: list[Town], lat: float, lon: float) -> Town | None:
    """Return the nearest town, or None if even that is too far to be the one meant."""
    near = [(great_circle_km(lat, lon, town.lat, town.lon), i) for i, town in enumerate(towns)]
    distance, i = min(near, default=(SAME_TOWN_KM, 0))
    return towns[i] if distance < SAME_TOWN_KM else None


def median_point(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the point amid *points*, each coordinate for itself; there must be one at least."""
    lats, lons = zip(*points, strict=True)
    return median(lats), median(lons)


def keys_of(name: str) -> set[str]:
    """Return the folded forms under which a town is looked up, "St." and "Saint" alike."""
    words = fold(name).split()
    forms = {
        " ".join(words),
        " ".join(ABBREVIATIONS.get(word, word) for word in words),
        " ".join(SPELLED_OUT.get(word, word) for word in words),
    }
    return forms | {form.removeprefix("the ") for form in forms}


def squashed(name: str) -> str:
    """Return a name's letters alone, so that "Mc Lean" is "McLean" and "St." is "Saint"."""
    words = [ABBREVIATIONS.get(word, word) for word in fold(name).split()]
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def index_of(towns: Iterable[Town]) -> TownIndex:
    """Return the towns by state and each squashed name they have."""
    index: TownIndex = defaultdict(list)
    for town in towns:
        for name in sorted({squashed(key) for key in town.keys}):
            index[town.state, name].append(town)
    return dict(index)
