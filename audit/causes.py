"""Root causes in the audit database: findings that share rule and component, counted there and not read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from audit import schema
from audit.database import told
from audit.frontier import Frontier
from audit.model import Finding, Impact, Outcome
from audit.records import finding_of


@dataclass(frozen=True, slots=True)
class CauseCount:
    """Findings of a site that share outcome, rule and component. impact: the worst; pages: distinct subjects."""

    site: str
    outcome: Outcome
    rule: str
    component: str
    impact: Impact
    occurrences: int
    pages: int


class Causes(Frontier):
    """The root causes of every run in an audit database."""

    def causes(self, run: str) -> list[CauseCount]:
        """Return a run's root causes, by site, outcome, rule and component."""
        table = schema.FINDINGS
        key = (table.c.site, table.c.outcome, table.c.rule, table.c.component)
        counts = (func.max(table.c.impact), func.count(), func.count(table.c.subject.distinct()))
        statement = select(*key, *counts).where(table.c.run == run).group_by(*key).order_by(*key)
        return [
            CauseCount(site, Outcome(outcome), rule, component, Impact(impact), occurrences, pages)
            for site, outcome, rule, component, impact, occurrences, pages in self._rows(statement)
        ]

    def first_findings(self, run: str, site: str, each: int) -> Iterator[Finding]:
        """Yield the first findings (`each` at most) of each root cause of a site, in page order."""
        table, subjects = schema.FINDINGS, schema.SUBJECTS
        within = (subjects.c.run == table.c.run) & (subjects.c.site == table.c.site)
        place = (subjects.c.position, table.c.holder, table.c.number)
        of_cause = (table.c.outcome, table.c.rule, table.c.component)
        # Only keys are numbered: the snippets would make the sorting ten times as large.
        numbered = (
            select(*place, func.row_number().over(partition_by=of_cause, order_by=place).label("nth"))
            .join(subjects, within & (subjects.c.subject == table.c.holder))
            .where((table.c.run == run) & (table.c.site == site))
            .subquery()
        )
        same = (table.c.holder == numbered.c.holder) & (table.c.number == numbered.c.number)
        statement = (
            select(table)
            .join(numbered, same)
            .where((table.c.run == run) & (table.c.site == site) & (numbered.c.nth <= each))
            .order_by(numbered.c.position, table.c.holder, table.c.number)
        )
        yield from self._findings(statement)

    def often_found(self, run: str, site: str, more_than: int) -> Iterator[Finding]:
        """Yield the failed findings of a site whose root cause has more than so many: by cause, then in page order.

        The causes come in the order of `causes`.
        """
        table, subjects = schema.FINDINGS, schema.SUBJECTS
        mine = (table.c.run == run) & (table.c.site == site) & (table.c.outcome == Outcome.FAILED.value)
        cause = (table.c.rule, table.c.component)
        often = select(*cause).where(mine).group_by(*cause).having(func.count() > more_than).subquery()
        within = (subjects.c.run == table.c.run) & (subjects.c.site == table.c.site)
        statement = (
            select(table)
            .join(often, (often.c.rule == table.c.rule) & (often.c.component == table.c.component))
            .join(subjects, within & (subjects.c.subject == table.c.holder))
            .where(mine)
            .order_by(*cause, subjects.c.position, table.c.holder, table.c.number)
        )
        yield from self._findings(statement)

    def _findings(self, statement: Select[Any]) -> Iterator[Finding]:
        with told(self._engine.url), self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=2000).execute(statement):
                yield finding_of(row)
