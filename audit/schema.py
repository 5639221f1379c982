"""The tables of the audit database, in the newest shape; audit/migrations brings older databases to it."""

from __future__ import annotations

import re

from sqlalchemy import JSON, Column, Dialect, Float, Index, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

METADATA = MetaData()

# PostgreSQL refuses NUL in text, and no database can encode half of a surrogate pair; pages contain both.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a text with U+FFFD in place of what a database cannot hold (NUL, lone surrogates)."""
    return _UNSTORABLE.sub("\ufffd", text)


class Words(TypeDecorator[str]):
    """Text from outside, made storable whenever it is written or compared."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the value as it is stored."""
        return None if value is None else storable(value)


RUNS = Table(
    "runs",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("kind", Words(16), nullable=False),  # "site", "app", "document" or "district"
    Column("name", Words, nullable=False),
    Column("state", Words(16), nullable=False),  # "running", "interrupted" or "finished"
    Column("started", Words(32), nullable=False),
    Column("finished", Words(32)),
    Column("plan", JSON, nullable=False),  # the plan as audited, defaults filled in
    Column("base", Words, nullable=False),  # the folder that the plan's paths are relative to
    Column("versions", JSON, nullable=False),  # stepfree, axe-core, browser, editions
    Column("since", Words),  # the run that unchanged pages of folders are carried over from
)

# Pages, sites and layers: everything that ends in one stated outcome.
SUBJECTS = Table(
    "subjects",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("site", Words, primary_key=True, default=""),  # "" for layers
    Column("subject", Words, primary_key=True),  # address of a page, id of a site or layer
    Column("kind", Words(16), nullable=False),  # "page", "site" or "layer"
    Column("position", Integer, nullable=False),  # order within the run, the same in every run
    Column("outcome", Words(16), nullable=False),
    Column("reason", Words(32), nullable=False, default=""),
    Column("title", Words, nullable=False, default=""),
    Column("tally", JSON, nullable=False, default=dict),  # rule id → [passed, failed, cantTell]
    Column("facts", JSON, nullable=False, default=dict),  # what else was seen, e.g. HTTP status, language, template
)

FRONTIER = Table(
    "frontier",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("site", Words, primary_key=True),
    Column("address", Words, primary_key=True),
    Column("depth", Integer, nullable=False),
    Column("parent", Integer, nullable=False),  # position of the first page that links here
    Column("link", Integer, nullable=False),  # index of that link in its page
    Column("position", Integer),  # given when its depth is reached
    Column("state", Words(8), nullable=False),  # "found", "queued", "done", or "left"
    Column("source", Words(16), nullable=False),  # "start", "list", "sitemap", "link", "redirect"; or why it was left
)

FINDINGS = Table(
    "findings",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("site", Words, primary_key=True),
    Column("holder", Words, primary_key=True),  # id of the subject that it was saved with
    Column("number", Integer, primary_key=True),  # order within the holder
    Column("subject", Words, nullable=False),  # what it is about: the holder, or a page or facility within it
    Column("rule", Words, nullable=False),
    Column("outcome", Words(16), nullable=False),
    Column("impact", Integer, nullable=False),
    Column("selector", Words, nullable=False),
    Column("snippet", Words, nullable=False),
    Column("message_zh", Words, nullable=False),
    Column("message_en", Words, nullable=False),
    Column("value", Float),
    Column("limit", Float),
    Column("unit", Words),
    Column("component", Words(16), nullable=False),
    Column("fingerprint", Words(16), nullable=False),
    Index("findings_by_rule", "run", "rule"),
)

UNTESTED = Table(
    "untested",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", Words, nullable=False),
    Column("site", Words, nullable=False),
    Column("holder", Words, nullable=False),  # id of the subject that it was saved with
    Column("subject", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("reason", Words(32), nullable=False),
    Column("detail", Words, nullable=False),
    Index("untested_by_holder", "run", "site", "holder"),
)

INDICATORS = Table(
    "indicators",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("division", Words, primary_key=True),
    Column("layer", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("standard", Words, primary_key=True),
    Column("numerator", Float, nullable=False),
    Column("unknown", Float, nullable=False),
    Column("denominator", Float, nullable=False),
    Column("unit", Words, nullable=False),
    sqlite_with_rowid=False,  # a city's 100,000 figures stand in their key's order: one tree, half as large, not two
)

SCORES = Table(
    "scores",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("scope", Words(16), primary_key=True),
    Column("subject", Words, primary_key=True),
    Column("axis", Words(16), primary_key=True),
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
    Column("run", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("parquet", LargeBinary, nullable=False),
)

# Pictures of the first occurrence of each fault (rule and component) of a site, by the place of its page.
SHOTS = Table(
    "shots",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("site", Words, primary_key=True),
    Column("component", Words(16), primary_key=True),
    Column("subject", Words, nullable=False),  # address of the page
    Column("position", Integer, nullable=False),  # of the page
    Column("number", Integer, nullable=False),  # order within the page
    Column("width", Integer, nullable=False),  # CSS px
    Column("height", Integer, nullable=False),
    Column("webp", LargeBinary, nullable=False),
)

# What a page of a folder was made of when it was tested. Not among its facts: those are read for all pages at once.
LOADED = Table(
    "loaded",
    METADATA,
    Column("run", Words, primary_key=True),
    Column("site", Words, primary_key=True),
    Column("subject", Words, primary_key=True),  # address of the page
    Column("terms", Words(64), nullable=False),  # signature of the rules, the browser and the settings
    Column("files", JSON, nullable=False),  # paths that it asked for, in order
    Column("sha256", Words(64), nullable=False),  # over those paths and what was there
    Column("links", JSON, nullable=False),  # addresses of the site that it links to, in order
)

# What people said of single items, each word kept: the latest on an item counts. They belong to no run.
REVIEWS = Table(
    "reviews",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("fingerprint", Words(16), nullable=False),
    Column("subject", Words, nullable=False),  # id of the site or layer; "" where no audit knows the item
    Column("part", Words, nullable=False),  # component of a site, facility of a layer
    Column("rule", Words, nullable=False),
    Column("says", Words(16), nullable=False),  # a verdict, "waived", "mended", or what takes those back
    Column("person", Words, nullable=False),
    Column("day", Words(10), nullable=False),
    Column("note", Words, nullable=False),
    Column("until", Words(10), nullable=False),  # "" = without an end
    Column("run", Words, nullable=False),  # whose list it was
    Column("source", Words, nullable=False),  # name of the list's file
    Column("recorded", Words(32), nullable=False),
)
