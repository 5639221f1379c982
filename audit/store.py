"""The audit database: SQLite in WAL mode by default, PostgreSQL by URL. What is written together is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)

from audit import schema
from audit.causes import Causes
from audit.database import DatabaseError, told
from audit.exhibits import Exhibits
from audit.figure_book import FigureBook
from audit.model import (
    Finding,
    RuleTally,
    Text,
    Untested,
    worst,
)
from audit.records import (
    Kept,
    Link,
    Loaded,
    Shot,
    Subject,
    finding_of,
    finding_row,
    shot_of,
    subject_of,
    subject_row,
    untested_of,
    untested_row,
)
from audit.review_book import ReviewBook
from audit.run_book import RunBook

Tallies = Mapping[str, RuleTally]


class Store(Causes, Exhibits, FigureBook, ReviewBook, RunBook):
    """An open audit database.

    Methods that write are one transaction each. Raises DatabaseError when the database cannot be used.
    """

    @classmethod
    def at(cls, path: Path) -> Store:
        """Open the SQLite database in a file."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(
                Text(
                    f"审计数据库 {path} 不能建立：{error}；检查权限，或换一个文件夹",
                    f"audit database {path} cannot be created: {error}; check the rights, or choose another folder",
                )
            ) from error
        return cls(URL.create("sqlite", database=str(path)))

    def save_subject(
        self,
        run: str,
        subject: Subject,
        findings: Sequence[Finding] = (),
        untested: Sequence[Untested] = (),
        links: Iterable[Link] = (),
        shots: Iterable[Shot] = (),
        loaded: Loaded | None = None,
    ) -> None:
        """Record a subject's result in one transaction: outcome, findings, links, pictures; for a page, its done-mark.

        loaded: what a page of a folder was made of; None when a later run must open it again.

        Saving a subject again replaces what was recorded of it. Findings and untested rows belong to the subject that
        they are saved with; they may be about something within it (a page of a site, a facility of a layer).
        """
        with self._write() as connection:
            for table, holder in (
                (schema.SUBJECTS, schema.SUBJECTS.c.subject),
                (schema.FINDINGS, schema.FINDINGS.c.holder),
                (schema.UNTESTED, schema.UNTESTED.c.holder),
                (schema.LOADED, schema.LOADED.c.subject),
            ):
                mine = (table.c.run == run) & (table.c.site == subject.site) & (holder == subject.id)
                connection.execute(delete(table).where(mine))
            connection.execute(insert(schema.SUBJECTS).values(run=run, **subject_row(subject)))
            if findings:
                rows = [
                    {"run": run, "site": subject.site, "holder": subject.id, "number": n, **finding_row(f)}
                    for n, f in enumerate(findings)
                ]
                connection.execute(insert(schema.FINDINGS), rows)
            if untested:
                missed = [{"run": run, "site": subject.site, "holder": subject.id, **untested_row(u)} for u in untested]
                connection.execute(insert(schema.UNTESTED), missed)
            self._add_links(connection, run, subject.site, links)
            self._add_shots(connection, run, subject.site, shots)
            if loaded is not None:
                made_of = {"run": run, "site": subject.site, "subject": subject.id, **asdict(loaded)}
                connection.execute(insert(schema.LOADED).values(made_of))
            if subject.kind == "page":
                table = schema.FRONTIER
                connection.execute(
                    update(table)
                    .where((table.c.run == run) & (table.c.site == subject.site) & (table.c.address == subject.id))
                    .values(state="done")
                )

    def save_untested(self, run: str, untested: Iterable[Untested]) -> None:
        """Replace what a run as a whole did not test (a layer that was not supplied, people without a place)."""
        table = schema.UNTESTED
        rows = [{"run": run, "site": "", "holder": "", **untested_row(u)} for u in untested]
        with self._write() as connection:
            connection.execute(
                delete(table).where((table.c.run == run) & (table.c.site == "") & (table.c.holder == ""))
            )
            if rows:
                connection.execute(insert(table), rows)

    def add_judgements(
        self, run: str, site: str, rules: Sequence[str], judgements: Mapping[str, tuple[Sequence[Finding], Tallies]]
    ) -> None:
        """Add what rules across pages said to the pages of a site, in one transaction.

        judgements: findings and tallies by address. What the same rules said before is replaced, so that it can be
        done again after a crash.
        """
        findings, subjects = schema.FINDINGS, schema.SUBJECTS
        mine = (findings.c.run == run) & (findings.c.site == site)
        with self._write() as connection:
            connection.execute(delete(findings).where(mine & findings.c.rule.in_(rules)))
            pages = (subjects.c.run == run) & (subjects.c.site == site) & (subjects.c.kind == "page")
            for row in connection.execute(select(subjects).where(pages)).all():
                found, tallies = judgements.get(row.subject, ((), {}))
                kept = {rule: RuleTally(*counts) for rule, counts in row.tally.items() if rule not in rules}
                tally = {**kept, **tallies}
                if not tally:
                    continue
                connection.execute(
                    update(subjects)
                    .where(pages & (subjects.c.subject == row.subject))
                    .values(
                        tally={rule: list(counts) for rule, counts in tally.items()},
                        outcome=worst({counts.outcome for counts in tally.values()}).value,
                    )
                )
                first = connection.scalar(select(func.count()).where(mine & (findings.c.holder == row.subject))) or 0
                if found:
                    rows = [
                        {"run": run, "site": site, "holder": row.subject, "number": first + n, **finding_row(f)}
                        for n, f in enumerate(found)
                    ]
                    connection.execute(insert(findings), rows)

    def subjects(self, run: str, kind: str | None = None, site: str | None = None) -> list[Subject]:
        """Return a run's subjects in order."""
        table = schema.SUBJECTS
        statement = select(table).where(table.c.run == run)
        if kind is not None:
            statement = statement.where(table.c.kind == kind)
        if site is not None:
            statement = statement.where(table.c.site == site)
        order = (table.c.kind, table.c.site, table.c.position, table.c.subject)
        return [subject_of(row) for row in self._rows(statement.order_by(*order))]

    def kept(self, run: str, site: str, address: str) -> Kept | None:
        """Return a page of a folder as a run recorded it; None when it was not, or must be opened again anyway."""

        def rows(table: Table, holder: str, *order: str) -> list[Any]:
            mine = (table.c.run == run) & (table.c.site == site) & (table.c[holder] == address)
            return self._rows(select(table).where(mine).order_by(*(table.c[name] for name in order)))

        loaded = rows(schema.LOADED, "subject")
        pages = rows(schema.SUBJECTS, "subject") if loaded else []
        if not pages:
            return None
        (made_of,), (page,) = loaded, pages
        return Kept(
            subject_of(page),
            tuple(map(finding_of, rows(schema.FINDINGS, "holder", "number"))),
            tuple(map(untested_of, rows(schema.UNTESTED, "holder", "id"))),
            tuple(map(shot_of, rows(schema.SHOTS, "subject", "number", "component"))),
            Loaded(made_of.terms, tuple(made_of.files), made_of.sha256, tuple(made_of.links)),
        )

    def findings(self, run: str, site: str | None = None) -> Iterator[Finding]:
        """Yield a run's findings in the order of its subjects, a few thousand at a time."""
        table, subjects = schema.FINDINGS, schema.SUBJECTS
        statement = (
            select(table)
            .join(
                subjects,
                (subjects.c.run == table.c.run)
                & (subjects.c.site == table.c.site)
                & (subjects.c.subject == table.c.holder),
            )
            .where(table.c.run == run)
            .order_by(subjects.c.kind, subjects.c.site, subjects.c.position, table.c.holder, table.c.number)
        )
        if site is not None:
            statement = statement.where(subjects.c.site == site)
        with told(self._engine.url), self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=2000).execute(statement):
                yield finding_of(row)

    def finding_rows(self, run: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return some columns of a run's findings (the table's names; "page" is the subject), in stored order.

        What compares half a million of them needs neither their objects nor their messages.
        """
        table = schema.FINDINGS
        wanted = [table.c["subject" if name == "page" else name] for name in columns]
        order = (table.c.site, table.c.holder, table.c.number)
        rows = self._rows(select(*wanted).where(table.c.run == run).order_by(*order))
        return [tuple(row) for row in rows]

    def untested(self, run: str) -> list[Untested]:
        """Return what a run did not test, ordered by subject."""
        table = schema.UNTESTED
        order = (table.c.site, table.c.subject, table.c.what, table.c.id)
        rows = self._rows(select(table).where(table.c.run == run).order_by(*order))
        return [untested_of(row) for row in rows]
