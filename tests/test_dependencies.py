"""What the program is built from: pinned by content, and licensed so that anyone may pass it on."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")
FREE = ("MIT", "BSD", "Apache", "ISC", "PSF", "Python-2.0", "Python Software", "MPL", "Mozilla",
        "LGPL", "Lesser", "Zope", "ZPL", "Unlicense", "0BSD", "CC0", "Zlib")  # fmt: skip
"""Words of licences that let anyone use, change and pass on this program with the package in it.
The Lesser GPL asks no more of who only imports; the full GPL would, so it is none of them."""


def needed() -> set[str]:
    """Return the packages that `pip install` of this project brings along, through all levels."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: set[str] = set()
    open_ends = list(map(Requirement, project["dependencies"]))
    while open_ends:
        wanted = open_ends.pop()
        name = canonicalize_name(wanted.name)
        if name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        open_ends += map(Requirement, distribution(name).requires or ())
    return found


def licence(name: str) -> str:
    """Return what a package says of its licence, in one line; "" if nothing."""
    metadata = distribution(name).metadata
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    said = metadata.get("License-Expression") or "; ".join(classifiers) or metadata.get("License")
    return " ".join((said or "").split())[:100]


def pins(lock: str) -> Iterator[tuple[str, str]]:
    """Give each pinned package of a lock file, and the lines that belong to it."""
    text = (ROOT / lock).read_text("utf-8")
    for block in re.split(r"\n(?=[a-zA-Z0-9])", text):
        if match := re.match(r"([A-Za-z0-9._-]+)(\[[^\]]*\])?==", block):
            yield canonicalize_name(match[1]), block


def test_every_package_may_be_passed_on() -> None:
    """Each says so itself, in words that we know."""
    said = {name: licence(name) for name in needed()}
    assert len(said) > 30
    unknown = {name: text for name, text in said.items() if not any(w in text for w in FREE)}
    assert unknown == {}


def test_every_package_is_pinned_by_its_content() -> None:
    """What is installed is what was locked: each pin has its hashes, and none comes from a link."""
    for lock in LOCKS:
        found = dict(pins(lock))
        assert len(found) > 30
        assert [name for name, block in found.items() if "--hash=sha256:" not in block] == []
        assert "://" not in (ROOT / lock).read_text("utf-8")
