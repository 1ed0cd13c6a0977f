"""Tests of query understanding."""
