"""The part of the audit database that keeps figures: indicators of streets, and scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Final

from sqlalchemy import Table, delete, insert, select

from audit import schema
from audit.database import Database
from audit.model import Figures, Indicator, Score

# Figures that one statement puts in where the database takes them by position: SQLite takes half as long for them as
# one by one. With nine values each they are fewer than the 999 that any SQLite takes.
_AT_ONCE: Final = 100


class FigureBook(Database):
    """Indicators and scores in the audit database: those of a run are replaced as a whole."""

    def save_indicators(self, run: str, indicators: Iterable[Indicator]) -> None:
        """Replace a run's indicators."""
        self.save_figures(run, Figures.gathered(indicators))

    def save_figures(self, run: str, figures: Iterable[Figures]) -> None:
        """Replace a run's indicators by those that some figures stand for."""
        table = schema.INDICATORS
        # A city has 100,000 of them and few words: each word is made storable once, and the driver takes the rows as
        # they are. Through the types of SQLAlchemy it takes eight times as long.
        safe = cache(schema.storable)
        rows: list[tuple[str | float, ...]] = []
        for found in sorted(figures, key=attrgetter("layer", "name", "standard")):
            kind, unit = tuple(map(safe, (found.layer, found.name, found.standard))), safe(found.unit)
            divisions = map(safe, found.divisions)
            rows += [(run, code, *kind, *three, unit) for code, three in zip(divisions, found.rows, strict=True)]
        # By division, and so in the order of the primary key: a tree takes that in for half the cost.
        rows.sort(key=itemgetter(1))
        with self._write() as connection:
            connection.execute(delete(table).where(table.c.run == run))
            statement = insert(table).compile(dialect=connection.dialect)
            if rows and not statement.positional:
                names = table.columns.keys()
                connection.exec_driver_sql(str(statement), [dict(zip(names, row, strict=True)) for row in rows])
            else:
                into, values, row = str(statement).partition(" VALUES ")
                whole = len(rows) // _AT_ONCE * _AT_ONCE
                for count, some in ((_AT_ONCE, rows[:whole]), (1, rows[whole:])):
                    given = [tuple(chain.from_iterable(some[at : at + count])) for at in range(0, len(some), count)]
                    if given:
                        connection.exec_driver_sql(into + values + ", ".join([row] * count), given)

    def indicators(self, run: str, names: Collection[str] | None = None) -> list[Indicator]:
        """Return a run's indicators (all, or those of some names), by division, layer, name and standard."""
        table = schema.INDICATORS
        statement = select(table).where(table.c.run == run)
        if names is not None:
            statement = statement.where(table.c.name.in_(names))
        order = (table.c.division, table.c.layer, table.c.name, table.c.standard)
        return [
            Indicator(r.division, r.layer, r.name, r.numerator, r.unknown, r.denominator, r.unit, r.standard)
            for r in self._rows(statement.order_by(*order))
        ]

    def save_scores(self, run: str, scores: Iterable[Score]) -> None:
        """Replace a run's scores."""
        rows = [
            {
                "run": run,
                "scope": s.scope,
                "subject": s.subject,
                "axis": s.axis,
                "low": s.low,
                "high": s.high,
                "value": s.value,
                "tested": s.tested,
                "needs_review": s.needs_review,
                "untested": s.untested,
                "parts": s.parts,
            }
            for s in scores
        ]
        self._replace(schema.SCORES, run, rows)

    def scores(self, run: str) -> list[Score]:
        """Return a run's scores, by scope, subject and axis."""
        table = schema.SCORES
        order = (table.c.scope, table.c.subject, table.c.axis)
        return [
            Score(r.scope, r.subject, r.axis, r.low, r.high, r.value, r.tested, r.needs_review, r.untested, r.parts)
            for r in self._rows(select(table).where(table.c.run == run).order_by(*order))
        ]

    def _replace(self, table: Table, run: str, rows: list[dict[str, Any]]) -> None:
        with self._write() as connection:
            connection.execute(delete(table).where(table.c.run == run))
            if rows:
                connection.execute(insert(table), rows)
