"""What a source's terms ask every page that shows its facts to print."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("source", sa.Column("attribution", sa.Text, nullable=False, server_default=""))
