"""The clinics that lie nearest to a point, for pages that have nothing else to offer."""

from collections.abc import Collection

from indexer.clinic import Point
from indexer.place import Place
from indexer.search import MAX_RADIUS_KM, UNCOUNTED, ClinicIndex, Hit, Near, Query

SHOWN = 5
"""How many a page shows."""
MOST_ASKED = 1000
"""More than a page ever leaves out: no town has as many clinics."""


def nearest(
    index: ClinicIndex, point: Point | Place | None, without: Collection[str] = ()
) -> tuple[Hit, ...]:
    """Return the clinics nearest to *point* but for the ids *without*; () for no point."""
    if point is None:
        return ()
    near = Near(lat=point.lat, lon=point.lon, radius_km=MAX_RADIUS_KM)
    limit = min(MOST_ASKED, SHOWN + len(without))
    hits = index.search(Query(place=near, limit=limit, counted=UNCOUNTED)).hits
    return tuple(hit for hit in hits if hit.id not in without)[:SHOWN]
