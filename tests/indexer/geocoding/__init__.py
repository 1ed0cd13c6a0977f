"""The online geocoders, against a real Nominatim and the Census Bureau's documented shapes."""
