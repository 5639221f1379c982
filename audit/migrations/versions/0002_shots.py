"""Pictures of the first occurrence of each fault."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def words(length: int | None = None) -> sa.String:
    """Return a text type that sorts by code point in every database, so that reports come out in one order."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table of pictures."""
    op.create_table(
        "shots",
        sa.Column("run", words(), primary_key=True),
        sa.Column("site", words(), primary_key=True),
        sa.Column("component", words(16), primary_key=True),
        sa.Column("subject", words(), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("webp", sa.LargeBinary, nullable=False),
    )
