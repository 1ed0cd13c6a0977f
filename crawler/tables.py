"""The tables of the listings store, for SQLite and PostgreSQL; only `crawler.store` uses them.

`migrations/` makes them; a test proves that both say the same.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class Utc(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; refuse one without a zone, which could mean anything."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Ordered by code point on both databases: PostgreSQL's own order depends on its locale.
Key: TypeEngine[str] = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
# SQLite numbers rows by itself only where the type is INTEGER.
Id: TypeEngine[int] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

metadata = sa.MetaData()

source = sa.Table(
    "source",
    metadata,
    sa.Column("name", Key, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("licence", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("month_only", sa.Boolean, nullable=False),
    sa.Column("attribution", sa.Text, nullable=False, server_default=""),
)

run = sa.Table(
    "run",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("source", Key, sa.ForeignKey("source.name"), nullable=False, index=True),
    sa.Column("started", Utc, nullable=False),
    sa.Column("finished", Utc),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("coverage", sa.JSON, nullable=False),
    sa.Column("changes", sa.JSON, nullable=False),
    sa.Column("problems", sa.JSON, nullable=False),
    # Of everything the run left current: what `fingerprint` is made of.
    sa.Column("digest", sa.Text, nullable=False),
)

# Which run each source stands on: one row to turn over makes a whole run current.
standing = sa.Table(
    "standing",
    metadata,
    sa.Column("source", Key, sa.ForeignKey("source.name"), primary_key=True),
    sa.Column("run", Id, sa.ForeignKey("run.id"), nullable=False, unique=True),
)

# When each key was first given by a run that stood, since when in these words, and by which run
# last; outlives the listing. NULL: it was kept before this was noted.
sighting = sa.Table(
    "sighting",
    metadata,
    sa.Column("source", Key, sa.ForeignKey("source.name"), primary_key=True),
    sa.Column("key", Key, primary_key=True),
    sa.Column("first_seen", Utc, nullable=False),
    sa.Column("wording", sa.Text, nullable=False, server_default=""),
    sa.Column("changed_at", Utc),
    sa.Column("run", Id),
)

listing = sa.Table(
    "listing",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("run", Id, sa.ForeignKey("run.id", ondelete="CASCADE"), nullable=False),
    sa.Column("key", Key, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("seen_at", Utc, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.JSON, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("phones", sa.JSON, nullable=False),
    sa.Column("emails", sa.JSON, nullable=False),
    sa.Column("website", sa.Text, nullable=False),
    sa.Column("lat", sa.Double),
    sa.Column("lon", sa.Double),
    sa.Column("hours", sa.JSON, nullable=False),
    sa.Column("identifiers", sa.JSON, nullable=False),
    # Of everything the listing says; `wording` leaves the times out.
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("wording", sa.Text, nullable=False),
    sa.Column("missing_since", Utc),
    sa.UniqueConstraint("run", "key"),
)

passage = sa.Table(
    "passage",
    metadata,
    sa.Column("listing", Id, sa.ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("seen_at", Utc, nullable=False),
    sa.Column("where", sa.Text, nullable=False),
    sa.Column("under", sa.Text, nullable=False),
)
