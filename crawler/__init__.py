"""Collects public clinic listings, politely, in their own words; interprets nothing."""
