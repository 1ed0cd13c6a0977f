"""Tests of the sources that are public interfaces, over real HTTP on loopback."""
