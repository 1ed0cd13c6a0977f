"""Ways to a clinic as plain links, each saying where it leads; nothing of a map is embedded."""

from dataclasses import dataclass
from urllib.parse import quote

from indexer.clinic import Clinic

"""The points one can be led to; the center of a town is nobody's door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One link: what opens, and its address."""

    name: str
    url: str


def ways(clinic: Clinic) -> tuple[Way, ...]:
    """Return links to directions; () where neither a street nor an exact point is known."""
    place = _place(clinic)
    point = _point(clinic)
    if not place and not point:
        return ()
    query = quote(place or point, safe="")
    return (
        Way(name="Google Maps", url=f"https://www.google.com/maps/dir/?api=1&destination={query}"),
        Way(name="Apple Maps", url=f"https://maps.apple.com/?daddr={query}"),
        Way(name="OpenStreetMap", url=_open_street_map(point, query)),
    )


def geo(clinic: Clinic) -> str:
    """Return a `geo:` address (RFC 5870) that a phone opens in its own map; "" without a point."""
    point = _point(clinic)
    return f"geo:{point}" if point else ""


def _open_street_map(point: str, query: str) -> str:
    if point:
        return f"https://www.openstreetmap.org/directions?to={quote(point, safe='')}"
    return f"https://www.openstreetmap.org/search?query={query}"


def _point(clinic: Clinic) -> str:
    """Return an exact point as "lat,lon"; "" if only the town or postcode is known."""
    if clinic.point is None or not clinic.point.is_exact:
        return ""
    return f"{clinic.point.lat:.5f},{clinic.point.lon:.5f}"


def _place(clinic: Clinic) -> str:
    """Return the address on one line; "" if no street is stated."""
    if not clinic.address.street:
        return ""
    return ", ".join(" ".join(line.split()) for line in clinic.address.raw)
