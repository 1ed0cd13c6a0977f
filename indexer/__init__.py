"""Turns listings into clinics: reads what they say, merges, locates, publishes an index."""
