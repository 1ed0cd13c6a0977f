"""Pairs of listings that may be one clinic, shown to a person, and what was decided of them.

The decisions are a file of JSON Lines, one a line, that is only ever added to: it can be copied,
kept under version control and edited. The store does not know of it; every build replays it.
"""

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from indexer.matching.evidence import Evidence
from indexer.reading import ReadListing
from indexer.resolve import Decision, Doubt, Ref


class BadDecisions(ValueError):
    """Raised when the file of decisions cannot be read; its text names the line."""


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return what was decided, oldest first; () if there is no such file."""
    if not path.exists():
        return ()
    lines = path.read_text("utf-8").splitlines()
    return tuple(_decision(path, number, line) for number, line in enumerate(lines, 1) if line)


def add_decision(path: Path, decision: Decision) -> None:
    """Write *decision* at the end of the file at *path*, which is made if it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(msgspec.json.encode(decision) + b"\n")


def ref_in(text: str) -> Ref:
    """Return the listing that "SOURCE:KEY" names; raise ValueError if it names none."""
    source, colon, key = text.partition(":")
    if not (source and colon and key):
        raise ValueError(f"{text!r} is no listing: write SOURCE:KEY, as `review` shows it")
    return source, key


def told(pairs: Iterable[tuple[ReadListing, ReadListing, Doubt]]) -> Iterator[str]:
    """Yield a text for each pair: both listings, what speaks for and against, what to type."""
    for number, (a, b, doubt) in enumerate(pairs, 1):
        names = " ".join(shlex.quote(":".join(one.ref)) for one in (a, b))
        yield "\n".join(
            (
                f"{number}. score {doubt.evidence.score:g}, {doubt.needed:g} would join them",
                f"   A  {_listing(a)}",
                f"   B  {_listing(b)}",
                f"   {_evidence(doubt.evidence)}",
                f"   python -m indexer review same {names}",
                f"   python -m indexer review different {names}",
            )
        )


def _listing(one: ReadListing) -> str:
    listing = one.listing
    parts = (listing.name, ", ".join(listing.address), ", ".join(one.phones), listing.website)
    said = " | ".join(part for part in parts if part)
    return f"{said} ({one.source.title}, seen {listing.seen_at:%Y-%m-%d})"


def _evidence(evidence: Evidence) -> str:
    weights = {field: getattr(evidence, field) for field in Evidence._fields[:-1]}
    said = [f"{field} {weight:+g}" for field, weight in weights.items() if weight]
    return f"{', '.join(said)}; places: {evidence.agreement.name.lower()}"


def _decision(path: Path, number: int, line: str) -> Decision:
    try:
        return msgspec.json.decode(line, type=Decision)
    except msgspec.MsgspecError as problem:
        raise BadDecisions(f"{path}, line {number}: {problem}") from problem
