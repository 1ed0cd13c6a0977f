"""Measurements against goals; each module prints a table for people and one RESULT line."""
