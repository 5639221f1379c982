"""The tables of the audit database, in the newest shape; audit/migrations brings older databases to it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()

RUNS = Table(
    "runs",
    METADATA,
    Column("run", String(80), primary_key=True),
    Column("kind", String(16), nullable=False),  # "site" or "district"
    Column("name", Text, nullable=False),
    Column("state", String(16), nullable=False),  # "running", "interrupted" or "finished"
    Column("started", String(32), nullable=False),
    Column("finished", String(32)),
    Column("plan", JSON, nullable=False),  # the plan as audited, defaults filled in
    Column("base", Text, nullable=False),  # the folder that the plan's paths are relative to
    Column("versions", JSON, nullable=False),  # stepfree, axe-core, browser, editions
)

# Pages, sites and layers: everything that ends in one stated outcome.
SUBJECTS = Table(
    "subjects",
    METADATA,
    Column("run", String(80), primary_key=True),
    Column("site", String(200), primary_key=True, default=""),  # "" for layers
    Column("subject", Text, primary_key=True),  # address of a page, id of a site or layer
    Column("kind", String(16), nullable=False),  # "page", "site" or "layer"
    Column("position", Integer, nullable=False),  # order within the run, the same in every run
    Column("outcome", String(16), nullable=False),
    Column("reason", String(32), nullable=False, default=""),
    Column("title", Text, nullable=False, default=""),
    Column("tally", JSON, nullable=False, default=dict),  # rule id → [passed, failed, cantTell]
    Column("facts", JSON, nullable=False, default=dict),  # what else was seen, e.g. HTTP status, language, template
)

FRONTIER = Table(
    "frontier",
    METADATA,
    Column("run", String(80), primary_key=True),
    Column("site", String(200), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("depth", Integer, nullable=False),
    Column("parent", Integer, nullable=False),  # position of the first page that links here
    Column("link", Integer, nullable=False),  # index of that link in its page
    Column("position", Integer),  # given when its depth is reached
    Column("state", String(8), nullable=False),  # "found", "queued" or "done"
    Column("source", String(16), nullable=False),  # "start", "list", "sitemap", "link" or "redirect"
)

FINDINGS = Table(
    "findings",
    METADATA,
    Column("run", String(80), primary_key=True),
    Column("site", String(200), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("number", Integer, primary_key=True),  # order within the subject
    Column("rule", String(80), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("impact", Integer, nullable=False),
    Column("selector", Text, nullable=False),
    Column("snippet", Text, nullable=False),
    Column("message_zh", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    Column("value", Float),
    Column("limit", Float),
    Column("unit", String(16)),
    Column("component", String(16), nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Index("findings_by_rule", "run", "rule"),
)

UNTESTED = Table(
    "untested",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", String(80), nullable=False, index=True),
    Column("site", String(200), nullable=False),
    Column("subject", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

INDICATORS = Table(
    "indicators",
    METADATA,
    Column("run", String(80), primary_key=True),
    Column("division", String(80), primary_key=True),
    Column("layer", String(80), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("standard", String(80), primary_key=True),
    Column("numerator", Float, nullable=False),
    Column("unknown", Float, nullable=False),
    Column("denominator", Float, nullable=False),
    Column("unit", String(16), nullable=False),
)

SCORES = Table(
    "scores",
    METADATA,
    Column("run", String(80), primary_key=True),
    Column("scope", String(16), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("axis", String(16), primary_key=True),
    Column("low", Float),
    Column("high", Float),
    Column("value", Float),
    Column("tested", Float),
    Column("needs_review", Integer, nullable=False),
    Column("untested", Integer, nullable=False),
    Column("parts", JSON),
)

# Columnar evidence (Parquet): the facilities of each layer with one outcome column for each requirement, the
# divisions with their outlines. A row a facility in a table of its own would cost a city 400,000 rows an edition.
EVIDENCE = Table(
    "evidence",
    METADATA,
    Column("run", String(80), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("parquet", LargeBinary, nullable=False),
)
