"""The names that a site says its clinic had before; pure."""

import re
from collections.abc import Iterable, Iterator

from indexer.matching.record import said
from indexer.matching.wording import matched_core

LONGEST = 6
"""Words in a business's name; what runs on is a sentence."""
_NAME = rf"((?:(?:[A-Z0-9][\w'’.-]*|of|and|the|at|&)[ ]?){{1,{LONGEST}}})"
_FORMERLY = re.compile(
    r"\b(?:[Ff]ormerly|[Pp]reviously)"
    rf"(?: known as| operating as| doing business as| called| named)? {_NAME}"
)
_NOW = re.compile(rf"\b{_NAME}(?:is now|has become|changed its name to) (?=[A-Z])")


def former_names(passages: Iterable[str]) -> frozenset[str]:
    """Return the distinct words of each name that *passages* call former; most have none."""
    return said(name for text in passages for name in _names(text) if name)


def _names(text: str) -> Iterator[str]:
    for pattern in (_FORMERLY, _NOW):
        for found in pattern.finditer(text):
            yield matched_core(found[1].strip(" .,"), "")
