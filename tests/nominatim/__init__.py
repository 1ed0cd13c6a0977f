"""A real Nominatim on a small packed map: what the geocoder's tests ask."""
