"""The statements by which one run takes another's place; only `crawler.store` uses them."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from crawler import rows, tables
from crawler.census import left_of
from crawler.listing import Listing
from crawler.record import Changes, Coverage, Outcome, Problem, Run
from crawler.storable import digest_of_run

ABANDONED_AFTER = timedelta(days=2)
"""A run unfinished for longer was killed: its half-written listings are swept."""


def lock(db: Connection, run: Run) -> None:
    """Hold the run's source until the transaction ends; raise ValueError unless it is open."""
    name = tables.source.c.name == run.source.name
    db.execute(sa.select(tables.source.c.name).where(name).with_for_update())
    outcome = db.scalar(sa.select(tables.run.c.outcome).where(tables.run.c.id == run.id))
    if outcome != Outcome.RUNNING:
        raise ValueError(f"run {run.id} of {run.source.name} is not open: {outcome}")


def sweep(db: Connection, source: str, at: datetime) -> None:
    """Close the runs of *source* that were killed long before *at*."""
    killed = sa.select(tables.run.c.id).where(
        tables.run.c.source == source,
        tables.run.c.outcome == Outcome.RUNNING,
        tables.run.c.started < at - ABANDONED_AFTER,
    )
    stopped = Problem(url="", what="the run stopped without finishing")
    for run_id in db.scalars(killed).all():
        drop(db, run_id)
        db.execute(
            sa.update(tables.run).where(tables.run.c.id == run_id),
            {"outcome": Outcome.FAILED, "finished": at, "problems": [asdict(stopped)]},
        )


def drop(db: Connection, run_id: int) -> None:
    """Delete the listings of a run."""
    db.execute(sa.delete(tables.listing).where(tables.listing.c.run == run_id))


def write(db: Connection, run_id: int, by_key: Mapping[str, Listing]) -> None:
    """Write listings into a run, in the place of those with the same keys."""
    listing = tables.listing
    same = sa.delete(listing).where(listing.c.run == run_id, listing.c.key == sa.bindparam("again"))
    db.execute(same, [{"again": key} for key in by_key])
    insert = sa.insert(listing).returning(listing.c.id, sort_by_parameter_order=True)
    written = db.scalars(insert, [rows.listing_row(run_id, one) for one in by_key.values()])
    passages = [
        rows.passage_row(listing_id, position, passage)
        for listing_id, one in zip(written, by_key.values(), strict=True)
        for position, passage in enumerate(one.passages)
    ]
    if passages:
        db.execute(sa.insert(tables.passage), passages)


def standing_run(db: Connection, source: str) -> int | None:
    """Return the id of the run that *source* stands on, or None."""
    standing = tables.standing
    return db.scalar(sa.select(standing.c.run).where(standing.c.source == source))


def changes(db: Connection, run_id: int, before: int | None, *, looked: bool) -> Changes:
    """Return what the listings of a run change against those of the run *before*."""
    # Run ids begin at 1. Comparing with NULL would be as true, but no index answers it.
    before = before or 0
    now, then = tables.listing.alias("now"), tables.listing.alias("then")
    same_key = sa.and_(now.c.key == then.c.key, then.c.run == before)
    compared = sa.select(
        sa.func.count().filter(then.c.id.is_(None)),
        sa.func.count().filter(then.c.wording != now.c.wording),
    ).select_from(now.outerjoin(then, same_key))
    new, changed = db.execute(compared.where(now.c.run == run_id)).one()
    gone = sa.select(
        sa.func.count().filter(then.c.missing_since.is_(None)),
        sa.func.count().filter(then.c.missing_since.is_not(None)),
    ).where(then.c.run == before, _not_given_by(run_id, then))
    missing, withdrawn = db.execute(gone).one()
    return Changes(new=new, changed=changed, missing=missing, withdrawn=withdrawn if looked else 0)


def supersede(db: Connection, run: Run, before: int | None, *, looked: bool) -> None:
    """Hand the listings missed for the first time on to *run*; drop the rest of the run before.

    A run that *looked* at nothing anew hands on those that were missing already, too.
    """
    if before is None:
        return
    listing = tables.listing
    missed = sa.update(listing).where(
        listing.c.run == before,
        listing.c.missing_since.is_(None),
        _not_given_by(run.id, listing),
    )
    db.execute(missed.values(run=run.id, missing_since=run.finished))
    if not looked:
        again = sa.update(listing).where(
            listing.c.run == before,
            listing.c.missing_since.is_not(None),
            _not_given_by(run.id, listing),
        )
        db.execute(again.values(run=run.id))
    drop(db, before)


def sight(
    db: Connection, insert: postgresql.Insert | sqlite.Insert, run: Run, *, looked: bool
) -> None:
    """Note of each listing of a run since when it is known, and since when in these words.

    A run that *looked* at nothing anew may have read better what it was; that is no change of its
    source's, and moves no date.
    """
    listing, sighting = tables.listing, tables.sighting
    began = sa.literal(run.started, tables.Utc)
    given = sa.select(
        sa.literal(run.source.name),
        listing.c.key,
        began,
        listing.c.wording,
        began,
        sa.literal(run.id, tables.Id),
    ).where(listing.c.run == run.id, listing.c.missing_since.is_(None))
    into = insert.from_select(
        ["source", "key", "first_seen", "wording", "changed_at", "run"], given
    )
    same = into.excluded.wording == sighting.c.wording
    since = sa.case((same, sighting.c.changed_at), else_=into.excluded.changed_at)
    known = {
        "wording": into.excluded.wording,
        "changed_at": since if looked else sighting.c.changed_at,
        "run": into.excluded.run,
    }
    db.execute(into.on_conflict_do_update(index_elements=["source", "key"], set_=known))


def forget(db: Connection, source: str, run_id: int, keys: Collection[str]) -> int:
    """Delete listings of the run that *source* stands on, and when they were seen first."""
    db.execute(
        sa.select(tables.source.c.name).where(tables.source.c.name == source).with_for_update()
    )
    listing, sighting = tables.listing, tables.sighting
    gone = 0
    for key in keys:
        same = sa.delete(listing).where(listing.c.run == run_id, listing.c.key == key)
        gone += db.execute(same).rowcount
        db.execute(sa.delete(sighting).where(sighting.c.source == source, sighting.c.key == key))
    of_run = tables.run.c.id == run_id
    before = msgspec.convert(db.scalar(sa.select(tables.run.c.coverage).where(of_run)), Coverage)
    coverage = left_of(before, _coverage(db, run_id))
    left = {"digest": digest_left(db, run_id), "coverage": asdict(coverage)}
    db.execute(sa.update(tables.run).where(of_run), left)
    return gone


def _coverage(db: Connection, run_id: int) -> Coverage:
    """Return how many listings of a run are left, and say each field: what the next is held to."""
    listing = tables.listing
    said = sa.select(listing.c.phones, listing.c.address, listing.c.website).where(
        listing.c.run == run_id, listing.c.missing_since.is_(None)
    )
    found = db.execute(said).all()
    return Coverage(
        listings=len(found),
        phone=sum(bool(one.phones) for one in found),
        address=sum(bool(one.address) for one in found),
        website=sum(bool(one.website) for one in found),
    )


def digest_left(db: Connection, run_id: int) -> str:
    """Return the digest of everything that a run leaves current."""
    listing = tables.listing
    kept = sa.select(listing.c.key, listing.c.digest, listing.c.missing_since.is_not(None))
    left = db.execute(kept.where(listing.c.run == run_id).order_by(listing.c.key))
    return digest_of_run((key, said, missing) for key, said, missing in left)


def _not_given_by(run_id: int, then: sa.FromClause) -> sa.ColumnElement[bool]:
    given = tables.listing.alias("given")
    return ~sa.exists().where(given.c.run == run_id, given.c.key == then.c.key)
