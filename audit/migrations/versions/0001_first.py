"""The first shape of the audit database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "runs",
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started", sa.String(32), nullable=False),
        sa.Column("finished", sa.String(32)),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
    )
    op.create_table(
        "subjects",
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("site", sa.String(200), primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("tally", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_table(
        "frontier",
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("site", sa.String(200), primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("link", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
    )
    op.create_table(
        "findings",
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("site", sa.String(200), primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("impact", sa.Integer, nullable=False),
        sa.Column("selector", sa.Text, nullable=False),
        sa.Column("snippet", sa.Text, nullable=False),
        sa.Column("message_zh", sa.Text, nullable=False),
        sa.Column("message_en", sa.Text, nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("limit", sa.Float),
        sa.Column("unit", sa.String(16)),
        sa.Column("component", sa.String(16), nullable=False),
        sa.Column("fingerprint", sa.String(16), nullable=False),
        sa.Index("findings_by_rule", "run", "rule"),
    )
    op.create_table(
        "untested",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", sa.String(80), nullable=False, index=True),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "indicators",
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("division", sa.String(80), primary_key=True),
        sa.Column("layer", sa.String(80), primary_key=True),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("standard", sa.String(80), primary_key=True),
        sa.Column("numerator", sa.Float, nullable=False),
        sa.Column("unknown", sa.Float, nullable=False),
        sa.Column("denominator", sa.Float, nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
    )
    op.create_table(
        "scores",
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("scope", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(200), primary_key=True),
        sa.Column("axis", sa.String(16), primary_key=True),
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
        sa.Column("run", sa.String(80), primary_key=True),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("parquet", sa.LargeBinary, nullable=False),
    )
