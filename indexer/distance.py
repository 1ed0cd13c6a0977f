"""How far apart two points on the Earth are; pure, and the one formula that everything uses."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the WGS 84 ellipsoid, as in geopy."""
KM_PER_MILE = 1.609344
"""International miles, by definition."""


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the kilometres between two points in degrees, along the sphere (haversine)."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half_chord = (
        sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))
