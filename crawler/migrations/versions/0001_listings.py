"""Runs, listings and passages, and which run each source stands on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

# A migration is history: it repeats the types of its day instead of importing today's.
Key = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("name", Key, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("licence", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("month_only", sa.Boolean, nullable=False),
    )
    op.create_table(
        "run",
        sa.Column("id", Id, primary_key=True, autoincrement=True),
        sa.Column("source", Key, sa.ForeignKey("source.name"), nullable=False),
        sa.Column("started", Moment, nullable=False),
        sa.Column("finished", Moment),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("coverage", sa.JSON, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_index("ix_run_source", "run", ["source"])
    op.create_table(
        "standing",
        sa.Column("source", Key, sa.ForeignKey("source.name"), primary_key=True),
        sa.Column("run", Id, sa.ForeignKey("run.id"), nullable=False, unique=True),
    )
    op.create_table(
        "sighting",
        sa.Column("source", Key, sa.ForeignKey("source.name"), primary_key=True),
        sa.Column("key", Key, primary_key=True),
        sa.Column("first_seen", Moment, nullable=False),
    )
    _create_listing_tables()


def _create_listing_tables() -> None:
    op.create_table(
        "listing",
        sa.Column("id", Id, primary_key=True, autoincrement=True),
        sa.Column("run", Id, sa.ForeignKey("run.id", ondelete="CASCADE"), nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
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
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("missing_since", Moment),
        sa.UniqueConstraint("run", "key"),
    )
    listing = sa.ForeignKey("listing.id", ondelete="CASCADE")
    op.create_table(
        "passage",
        sa.Column("listing", Id, listing, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("where", sa.Text, nullable=False),
        sa.Column("under", sa.Text, nullable=False),
    )
