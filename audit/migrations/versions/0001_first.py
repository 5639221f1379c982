"""The first shape of the audit database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def words(length: int | None = None) -> sa.String:
    """Return a text type that sorts by code point in every database, so that reports come out in one order."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "runs",
        sa.Column("run", words(), primary_key=True),
        sa.Column("kind", words(16), nullable=False),
        sa.Column("name", words(), nullable=False),
        sa.Column("state", words(16), nullable=False),
        sa.Column("started", words(32), nullable=False),
        sa.Column("finished", words(32)),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.Column("base", words(), nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
    )
    op.create_table(
        "subjects",
        sa.Column("run", words(), primary_key=True),
        sa.Column("site", words(), primary_key=True),
        sa.Column("subject", words(), primary_key=True),
        sa.Column("kind", words(16), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("outcome", words(16), nullable=False),
        sa.Column("reason", words(32), nullable=False),
        sa.Column("title", words(), nullable=False),
        sa.Column("tally", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_table(
        "frontier",
        sa.Column("run", words(), primary_key=True),
        sa.Column("site", words(), primary_key=True),
        sa.Column("address", words(), primary_key=True),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("link", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer),
        sa.Column("state", words(8), nullable=False),
        sa.Column("source", words(16), nullable=False),
    )
    op.create_table(
        "findings",
        sa.Column("run", words(), primary_key=True),
        sa.Column("site", words(), primary_key=True),
        sa.Column("holder", words(), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("subject", words(), nullable=False),
        sa.Column("rule", words(), nullable=False),
        sa.Column("outcome", words(16), nullable=False),
        sa.Column("impact", sa.Integer, nullable=False),
        sa.Column("selector", words(), nullable=False),
        sa.Column("snippet", words(), nullable=False),
        sa.Column("message_zh", words(), nullable=False),
        sa.Column("message_en", words(), nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("limit", sa.Float),
        sa.Column("unit", words()),
        sa.Column("component", words(16), nullable=False),
        sa.Column("fingerprint", words(16), nullable=False),
        sa.Index("findings_by_rule", "run", "rule"),
    )
    op.create_table(
        "untested",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", words(), nullable=False),
        sa.Column("site", words(), nullable=False),
        sa.Column("holder", words(), nullable=False),
        sa.Column("subject", words(), nullable=False),
        sa.Column("what", words(), nullable=False),
        sa.Column("reason", words(32), nullable=False),
        sa.Column("detail", words(), nullable=False),
        sa.Index("untested_by_holder", "run", "site", "holder"),
    )
    op.create_table(
        "indicators",
        sa.Column("run", words(), primary_key=True),
        sa.Column("division", words(), primary_key=True),
        sa.Column("layer", words(), primary_key=True),
        sa.Column("name", words(), primary_key=True),
        sa.Column("standard", words(), primary_key=True),
        sa.Column("numerator", sa.Float, nullable=False),
        sa.Column("unknown", sa.Float, nullable=False),
        sa.Column("denominator", sa.Float, nullable=False),
        sa.Column("unit", words(), nullable=False),
    )
    op.create_table(
        "scores",
        sa.Column("run", words(), primary_key=True),
        sa.Column("scope", words(16), primary_key=True),
        sa.Column("subject", words(), primary_key=True),
        sa.Column("axis", words(16), primary_key=True),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("value", sa.Float),
        sa.Column("tested", sa.Float),
        sa.Column("needs_review", sa.Integer, nullable=False),
        sa.Column("untested", sa.Integer, nullable=False),
        sa.Column("parts", sa.JSON),
    )
    op.create_table(
        "evidence",
        sa.Column("run", words(), primary_key=True),
        sa.Column("name", words(), primary_key=True),
        sa.Column("parquet", sa.LargeBinary, nullable=False),
    )
