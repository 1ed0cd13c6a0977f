"""The labelled pairs: listings that are resolved together, and what is true of pairs of them.

`listings.jsonl` holds what sources say, `pairs.jsonl` whether two of them are one clinic, and the
case that the pair stands for. Real are only the rows of `starter` (our packaged survey) and of
`samhsa` (a public list, see `benchmarks/data`); all others are invented, or word such a row anew.
There are two sets: the tuned one, and a blind one, by whose single pairs no rule may be mended.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.store import StoredListing
from indexer.matching.record import Record, Ref
from indexer.place import Gazetteer
from indexer.reading import read

TUNED = Path(__file__).parent
BLIND = TUNED / "blind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two listings and the truth of them."""

    case: str
    a: Ref
    b: Ref
    same: bool


@cache
def _listings(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "listings.jsonl").read_text("utf-8").splitlines()
    return {one["ref"]: one for one in map(json.loads, lines)}


def pairs(folder: Path = TUNED) -> list[Pair]:
    """Return the labelled pairs of a set."""
    lines = (folder / "pairs.jsonl").read_text("utf-8").splitlines()
    sources = {ref: (one["source"], ref) for ref, one in _listings(folder).items()}
    return [
        Pair(case=one["case"], a=sources[one["a"]], b=sources[one["b"]], same=one["same"])
        for one in map(json.loads, lines)
    ]


def records(gazetteer: Gazetteer, folder: Path = TUNED) -> list[Record]:
    """Return the listings of a set as the indexer reads them."""
    return [_record(one, gazetteer) for one in _listings(folder).values()]


def _record(one: dict[str, Any], gazetteer: Gazetteer) -> Record:
    seen_at = datetime.fromisoformat(one["seen_on"]).replace(tzinfo=UTC)
    street = " ".join(one[part] for part in ("street", "unit") if part in one)
    town = " ".join(one[part] for part in ("state", "postcode") if part in one)
    place = ", ".join(part for part in (one.get("city"), town) if part)
    name = one["source"]
    listing = Listing(
        source=name,
        key=one["ref"],
        url="",
        seen_at=seen_at,
        name=one["name"],
        address=tuple(line for line in (street, place) if line),
        country=one.get("country", "US"),
        phones=tuple(phone for phone in (one.get("phone"),) if phone),
        website=one.get("site", ""),
        identifiers=(("npi", one["npi"]),) if "npi" in one else (),
        passages=tuple(
            Passage(text=text, url="", seen_at=seen_at, where=Where.BODY)
            for text in one.get("text", ())
        ),
    )
    stored = StoredListing(
        listing=listing,
        first_seen=seen_at,
        missing_since=seen_at if one.get("missing") else None,
    )
    source = Source(name=name, title=name, kind=SourceKind.SURVEY, licence="test", about="test")
    return read(stored, {name: source}, gazetteer).record


def figures(
    cluster_of: dict[Ref, int], folder: Path = TUNED
) -> tuple[float, float, dict[str, list[Pair]]]:
    """Return precision and recall over the pairs of a set, and the wrong ones by case.

    A listing in no cluster is one by itself.
    """
    wrong: dict[str, list[Pair]] = defaultdict(list)
    counted = {(joined, same): 0 for joined in (True, False) for same in (True, False)}
    for pair in pairs(folder):
        joined = pair.a in cluster_of and cluster_of[pair.a] == cluster_of.get(pair.b)
        counted[joined, pair.same] += 1
        if joined is not pair.same:
            wrong[pair.case].append(pair)
    right = counted[True, True]
    precision = right / max(1, right + counted[True, False])
    return precision, right / max(1, right + counted[False, True]), wrong
