"""Rows of the store's tables, to and from what they stand for; runs no statement."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec
from sqlalchemy import Row

from crawler import tables
from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.record import Changes, Coverage, Outcome, Problem, Run, StoredListing
from crawler.storable import digest, wording

LISTING_COLUMNS = tuple(name for name in Listing.__dataclass_fields__ if name in tables.listing.c)
"""The fields that a column holds as they are."""
TUPLES = ("address", "phones", "emails", "hours")


def source_row(source: Source) -> dict[str, Any]:
    """Return the row of *source*."""
    return asdict(source)


def source(row: Row[Any]) -> Source:
    """Return the source in *row*."""
    return Source(
        name=row.name,
        title=row.title,
        kind=SourceKind(row.kind),
        licence=row.licence,
        about=row.about,
        month_only=row.month_only,
        attribution=row.attribution,
    )


def run_row(run: Run) -> dict[str, Any]:
    """Return the row of *run*, without its id and with nothing left yet."""
    row = asdict(run) | {"source": run.source.name, "digest": ""}
    del row["id"]
    return row


def run(row: Row[Any]) -> Run:
    """Return the run in *row*, which carries its source's columns too."""
    return Run(
        id=row.id,
        source=source(row),
        started=row.started,
        finished=row.finished,
        outcome=Outcome(row.outcome),
        coverage=msgspec.convert(row.coverage, Coverage),
        changes=msgspec.convert(row.changes, Changes),
        problems=msgspec.convert(row.problems, tuple[Problem, ...]),
    )


def listing_row(run_id: int, listing: Listing) -> dict[str, Any]:
    """Return the row of *listing* in a run."""
    row = {name: getattr(listing, name) for name in LISTING_COLUMNS}
    lat, lon = listing.point or (None, None)
    return row | {
        "run": run_id,
        "lat": lat,
        "lon": lon,
        "digest": digest(listing),
        "wording": wording(listing),
    }


def stored(row: Row[Any], passages: Sequence[Passage]) -> StoredListing:
    """Return the listing in *row*, which carries its source and first sighting too."""
    fields = {name: getattr(row, name) for name in LISTING_COLUMNS}
    fields |= {name: tuple(fields[name]) for name in TUPLES}
    fields["identifiers"] = tuple((system, value) for system, value in row.identifiers)
    point = None if row.lat is None else (row.lat, row.lon)
    return StoredListing(
        listing=Listing(source=row.source, point=point, passages=tuple(passages), **fields),
        first_seen=row.first_seen,
        changed_at=row.changed_at,
        run=row.given_by,
        missing_since=row.missing_since,
    )


def passage_row(listing_id: int, position: int, passage: Passage) -> dict[str, Any]:
    """Return the row of the passage at *position* of a listing."""
    fields = {name: getattr(passage, name) for name in Passage.__dataclass_fields__}
    return fields | {"listing": listing_id, "position": position}


def passage(row: Row[Any]) -> Passage:
    """Return the passage in *row*."""
    return Passage(
        text=row.text,
        url=row.url,
        seen_at=row.seen_at,
        where=Where(row.where),
        under=row.under,
    )
