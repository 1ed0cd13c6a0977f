"""A small sample of a text by which a copy of it is known; pure, and the same on every machine."""

from collections.abc import Iterable
from zlib import crc32

from indexer.matching.record import said
from indexer.normalize import fold

SAMPLE = 16
"""Digests kept of a text: the smallest, so that two copies keep the same ones."""
SHORTEST = 40
"""Characters; shorter passages are found on many sites."""


def digests(passages: Iterable[str]) -> frozenset[int]:
    """Return digests of some of the *passages*, of the longer ones only."""
    found = {crc32(fold(text).encode()) for text in passages if len(text) >= SHORTEST}
    return said(sorted(found)[:SAMPLE])
