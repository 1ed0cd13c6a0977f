"""Keeps what the sources say, and which run of each is to be believed; never interprets.

A run either completes or does not count: its listings become its source's current ones in one
transaction, when it is finished well. Until then, and if it fails or is killed, the last good
run stands.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, Self

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from crawler import database, rows, tables, turnover
from crawler.database import StoreAbsent, StoreUnavailable
from crawler.listing import Listing, Passage, Source
from crawler.record import Coverage, Outcome, Problem, Run, StoredListing
from crawler.storable import cleaned, fault, fingerprint

__all__ = ["ListingStore", "SqlListingStore", "StoreAbsent", "StoreUnavailable", "StoredListing"]

CHUNK = 500
"""Listings read at a time."""


class ListingStore(Protocol):
    """Where listings stay between crawler and indexer; every call may raise StoreUnavailable."""

    def begin_run(self, source: Source, at: datetime) -> Run:
        """Open a run of *source*; nothing of it counts until it is finished."""
        ...

    def add(self, run: Run, listings: Iterable[Listing]) -> None:
        """Keep *listings* with *run*, all or none; a key given before is replaced.

        Raise ValueError for a listing that `storable.fault` refuses, and for a run that is
        not open.
        """
        ...

    def finish_run(
        self,
        run: Run,
        *,
        at: datetime,
        outcome: Outcome,
        coverage: Coverage,
        problems: Sequence[Problem] = (),
        looked: bool = True,
    ) -> Run:
        """Close *run* and return it as remembered; if it stands, its listings become current.

        Otherwise they are dropped. A run that only read again what was kept, and *looked* at
        nothing, withdraws nothing. Raise ValueError for a run that is not open.
        """
        ...

    def forget(self, source: str, keys: Collection[str]) -> int:
        """Delete current listings of *source* for good, as if they had never been; return how many.

        For those whom a listing is about, when they ask; nothing else ever deletes one.
        """
        ...

    def sources(self) -> tuple[Source, ...]:
        """Return the sources that have a good run, by name, as their last good run put them."""
        ...

    def listings(self, source: str | None = None) -> Iterator[StoredListing]:
        """Yield the current listings, by source and key; one source's, or all.

        Those that the last good run missed for the first time are among them, marked; those
        that two good runs missed are not.
        """
        ...

    def last_good_run(self, source: str) -> Run | None:
        """Return the run that *source* stands on, or None if it never had one."""
        ...

    def runs(self, source: str) -> tuple[Run, ...]:
        """Return every run of *source*, the newest first."""
        ...

    def fingerprint(self) -> str:
        """Return a digest of the current sources and listings: it changes when they do.

        Dates count, as pages show them; when a listing was first seen does not.
        """
        ...


class SqlListingStore:
    """The store on SQLite (`sqlite:///FILE`) or PostgreSQL (`postgresql+psycopg://...`)."""

    def __init__(self, url: str, *, create: bool = False, patience_s: float = 30) -> None:
        """Open the store and bring its tables up to date.

        *create* makes a SQLite file that is absent; without it, absence is StoreUnavailable.
        """
        self._engine = database.connect(url, create=create, patience_s=patience_s)
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        self._insert = dialect.insert

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def begin_run(self, source: Source, at: datetime) -> Run:
        """Open a run of *source*; nothing of it counts until it is finished."""
        with self._transaction(writes=True) as db:
            db.execute(
                self._insert(tables.source).on_conflict_do_nothing(), rows.source_row(source)
            )
            turnover.sweep(db, source.name, at)
            opened = Run(id=0, source=source, started=at)
            inserted = db.execute(
                sa.insert(tables.run).returning(tables.run.c.id), rows.run_row(opened)
            )
            return replace(opened, id=inserted.scalar_one())

    def add(self, run: Run, listings: Iterable[Listing]) -> None:
        """Keep *listings* with *run*, all or none; a key given before is replaced."""
        by_key = {one.key: one for one in map(cleaned, _sound(run, listings))}
        with self._transaction(writes=True) as db:
            turnover.lock(db, run)
            if by_key:
                turnover.write(db, run.id, by_key)

    def finish_run(
        self,
        run: Run,
        *,
        at: datetime,
        outcome: Outcome,
        coverage: Coverage,
        problems: Sequence[Problem] = (),
        looked: bool = True,
    ) -> Run:
        """Close *run* and return it as remembered; if it stands, its listings become current."""
        if outcome is Outcome.RUNNING:
            raise ValueError("a finished run is no longer running")
        closed = replace(
            run, finished=at, outcome=outcome, coverage=coverage, problems=tuple(problems)
        )
        with self._transaction(writes=True) as db:
            turnover.lock(db, run)
            left = ""
            if outcome.stands:
                before = turnover.standing_run(db, run.source.name)
                changes = turnover.changes(db, run.id, before, looked=looked)
                closed = replace(closed, changes=changes)
                turnover.supersede(db, closed, before, looked=looked)
                left = turnover.digest_left(db, run.id)
                self._stand(db, closed, looked=looked)
            else:
                turnover.drop(db, run.id)
            db.execute(
                sa.update(tables.run).where(tables.run.c.id == run.id),
                rows.run_row(closed) | {"digest": left},
            )
        return closed

    def forget(self, source: str, keys: Collection[str]) -> int:
        """Delete current listings of *source* for good; return how many."""
        with self._transaction(writes=True) as db:
            run_id = turnover.standing_run(db, source)
            return 0 if run_id is None else turnover.forget(db, source, run_id, keys)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources that have a good run, by name, as their last good run put them."""
        with self._transaction() as db:
            return tuple(source for source, _ in _standing(db))

    def listings(self, source: str | None = None) -> Iterator[StoredListing]:
        """Yield the current listings, by source and key; one source's, or all."""
        with self._transaction() as db:
            found = db.execute(_current(source), execution_options={"yield_per": CHUNK})
            for chunk in found.partitions():
                passages = _passages(db, [row.id for row in chunk])
                for row in chunk:
                    yield rows.stored(row, passages.get(row.id, ()))

    def last_good_run(self, source: str) -> Run | None:
        """Return the run that *source* stands on, or None if it never had one."""
        with self._transaction() as db:
            on = tables.standing.c.run == tables.run.c.id
            row = db.execute(_runs_of(source).join(tables.standing, on)).one_or_none()
        return None if row is None else rows.run(row)

    def runs(self, source: str) -> tuple[Run, ...]:
        """Return every run of *source*, the newest first."""
        with self._transaction() as db:
            found = db.execute(_runs_of(source).order_by(tables.run.c.id.desc())).all()
        return tuple(map(rows.run, found))

    def fingerprint(self) -> str:
        """Return a digest of the current sources and listings: it changes when they do."""
        with self._transaction() as db:
            return fingerprint(_standing(db))

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[Connection]:
        """Give a connection inside a transaction; commit unless the block raises."""
        with (
            database.guarded(self._engine.url),
            database.begin(self._engine, writes=writes) as db,
            db.begin(),
        ):
            yield db

    def _stand(self, db: Connection, run: Run, *, looked: bool) -> None:
        """Let the source stand on *run* from now on, described as the run describes it."""
        name = run.source.name
        db.execute(
            sa.update(tables.source).where(tables.source.c.name == name),
            rows.source_row(run.source),
        )
        turn = self._insert(tables.standing).values(source=name, run=run.id)
        db.execute(turn.on_conflict_do_update(index_elements=["source"], set_={"run": run.id}))
        turnover.sight(db, self._insert(tables.sighting), run, looked=looked)


def _sound(run: Run, listings: Iterable[Listing]) -> Iterator[Listing]:
    for listing in listings:
        if found := fault(listing, run.source.name):
            raise ValueError(f"{listing.key}: {found}")
        yield listing


def _standing(db: Connection) -> list[tuple[Source, str]]:
    """Return each source that stands, with the digest of the run it stands on."""
    joined = tables.source.join(tables.standing).join(
        tables.run, tables.standing.c.run == tables.run.c.id
    )
    query = sa.select(tables.source, tables.run.c.digest).select_from(joined)
    found = db.execute(query.order_by(tables.source.c.name)).all()
    return [(rows.source(row), row.digest) for row in found]


def _current(source: str | None) -> sa.Select[Any]:
    listing, standing, sighting = tables.listing, tables.standing, tables.sighting
    seen = sa.and_(sighting.c.source == standing.c.source, sighting.c.key == listing.c.key)
    query = (
        sa.select(
            listing,
            standing.c.source,
            sighting.c.first_seen,
            sighting.c.changed_at,
            sighting.c.run.label("given_by"),
        )
        .join(standing, standing.c.run == listing.c.run)
        .join(sighting, seen)
        .order_by(standing.c.source, listing.c.key)
    )
    return query if source is None else query.where(standing.c.source == source)


def _passages(db: Connection, listing_ids: list[int]) -> dict[int, list[Passage]]:
    passage = tables.passage
    query = sa.select(passage).where(passage.c.listing.in_(listing_ids))
    found: dict[int, list[Passage]] = {}
    for row in db.execute(query.order_by(passage.c.listing, passage.c.position)):
        found.setdefault(row.listing, []).append(rows.passage(row))
    return found


def _runs_of(source: str) -> sa.Select[Any]:
    both = sa.select(tables.run, *(column for column in tables.source.c if column.key != "id"))
    return both.join(tables.source, tables.run.c.source == tables.source.c.name).where(
        tables.run.c.source == source
    )
