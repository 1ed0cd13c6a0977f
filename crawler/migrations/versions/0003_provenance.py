"""Since when a listing says what it says, and which run gave it last."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("sighting", sa.Column("wording", sa.Text, nullable=False, server_default=""))
    op.add_column("sighting", sa.Column("changed_at", sa.DateTime(timezone=True)))
    op.add_column("sighting", sa.Column("run", Id))
    # What stands now was given by the run it stands on; since when it says so is not known.
    op.execute("""
        UPDATE sighting SET
            wording = (SELECT listing.wording FROM listing JOIN standing
                ON standing.run = listing.run AND standing.source = sighting.source
                WHERE listing.key = sighting.key),
            run = (SELECT listing.run FROM listing JOIN standing
                ON standing.run = listing.run AND standing.source = sighting.source
                WHERE listing.key = sighting.key AND listing.missing_since IS NULL)
        WHERE EXISTS (SELECT 1 FROM listing JOIN standing
            ON standing.run = listing.run AND standing.source = sighting.source
            WHERE listing.key = sighting.key)
    """)
