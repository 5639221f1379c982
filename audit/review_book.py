"""The part of the audit database that keeps reviews: what people said of items, each word kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from audit import schema
from audit.database import Database
from audit.model import Outcome
from audit.reviews import Item, Review, Says


class ReviewBook(Database):
    """Reviews in the audit database. They belong to items, not to runs: they count in every run that has the item."""

    def add_reviews(self, reviews: Iterable[Review], now: datetime) -> int:
        """Record reviews in one transaction and return how many were new: the same word twice is kept once."""
        table = schema.REVIEWS
        latest = {(review.says.topic, review.fingerprint): review for review in self.reviews()}
        rows = []
        for review in reviews:
            key = (review.says.topic, review.fingerprint)
            known = latest.get(key)
            if known is not None and _word(known) == _word(review):
                continue
            latest[key] = review
            rows.append({**_row(review), "recorded": now.isoformat(timespec="seconds")})
        if rows:
            with self._write() as connection:
                connection.execute(insert(table), rows)
        return len(rows)

    def reviews(self) -> list[Review]:
        """Return every review, in the order in which they were recorded."""
        table = schema.REVIEWS
        return [_review(row) for row in self._rows(select(table).order_by(table.c.id))]

    def unsettled(self, run: str, site: str, components: Collection[str]) -> list[tuple[str, str]]:
        """Return the pages of a site (address, component) where some components are cantTell, each pair once."""
        table = schema.FINDINGS
        mine = (table.c.run == run) & (table.c.site == site) & (table.c.outcome == Outcome.CANT_TELL.value)
        columns = (table.c.subject, table.c.component)
        statement = select(*columns).distinct().where(mine & table.c.component.in_(components)).order_by(*columns)
        return [(row.subject, row.component) for row in self._rows(statement)]


def _word(review: Review) -> tuple[object, ...]:
    """Return what makes two reviews one and the same word."""
    said = (review.says, schema.storable(review.person), review.day, schema.storable(review.note), review.until)
    return (*said, review.item)


def _row(review: Review) -> dict[str, Any]:
    item = review.item or Item("", "", "")
    return {
        "fingerprint": review.fingerprint,
        "subject": item.subject,
        "part": item.part,
        "rule": item.rule,
        "says": review.says.value,
        "person": review.person,
        "day": review.day.isoformat(),
        "note": review.note,
        "until": review.until.isoformat() if review.until else "",
        "run": review.run,
        "source": review.source,
    }


def _review(row: Any) -> Review:
    return Review(
        row.fingerprint,
        Says(row.says),
        row.person,
        date.fromisoformat(row.day),
        row.note,
        date.fromisoformat(row.until) if row.until else None,
        Item(row.subject, row.part, row.rule) if row.rule else None,
        row.run,
        row.source,
    )
