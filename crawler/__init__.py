"""Collects public clinic listings, politely, and keeps their words as printed; interprets nothing."""
