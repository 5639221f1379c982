"""What people said of single items."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def words(length: int | None = None) -> sa.String:
    """Return a text type that sorts by code point in every database, so that reports come out in one order."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table of reviews."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("fingerprint", words(16), nullable=False),
        sa.Column("subject", words(), nullable=False),
        sa.Column("part", words(), nullable=False),
        sa.Column("rule", words(), nullable=False),
        sa.Column("says", words(16), nullable=False),
        sa.Column("person", words(), nullable=False),
        sa.Column("day", words(10), nullable=False),
        sa.Column("note", words(), nullable=False),
        sa.Column("until", words(10), nullable=False),
        sa.Column("run", words(), nullable=False),
        sa.Column("source", words(), nullable=False),
        sa.Column("recorded", words(32), nullable=False),
    )
