"""What the pages of a folder loaded, and the run that unchanged ones are carried over from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def words(length: int | None = None) -> sa.String:
    """Return a text type that sorts by code point in every database, so that reports come out in one order."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table of what was loaded; let a run name an earlier one."""
    op.add_column("runs", sa.Column("since", words()))
    op.create_table(
        "loaded",
        sa.Column("run", words(), primary_key=True),
        sa.Column("site", words(), primary_key=True),
        sa.Column("subject", words(), primary_key=True),
        sa.Column("terms", words(64), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("sha256", words(64), nullable=False),
        sa.Column("links", sa.JSON, nullable=False),
    )
