"""The audit database: SQLite in WAL mode by default, PostgreSQL by URL. What is written together is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Table,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)

from audit import schema
from audit.causes import Causes
from audit.database import DatabaseError, told
from audit.model import (
    Figures,
    Finding,
    Indicator,
    RuleTally,
    Score,
    Text,
    Untested,
    UsageError,
    worst,
)
from audit.records import (
    Kept,
    Link,
    Loaded,
    Run,
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

Tallies = Mapping[str, RuleTally]


class Store(Causes, ReviewBook):
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

    # ---- runs

    def start_run(
        self,
        kind: str,
        name: str,
        plan: dict[str, Any],
        base: Path,
        versions: dict[str, str],
        now: datetime,
        since: str | None = None,
    ) -> str:
        """Record a new run and return its id: the day and a number, e.g. "2026-11-22-1".

        since: id of the run that unchanged pages of folders are carried over from.
        """
        day = now.date().isoformat()
        with self._write() as connection:
            taken = {
                row.run
                for row in connection.execute(select(schema.RUNS.c.run).where(schema.RUNS.c.run.startswith(day)))
            }
            number = next(n for n in range(1, len(taken) + 2) if f"{day}-{n}" not in taken)
            run = f"{day}-{number}"
            connection.execute(
                insert(schema.RUNS).values(
                    run=run,
                    kind=kind,
                    name=name,
                    state="running",
                    started=now.isoformat(timespec="seconds"),
                    plan=plan,
                    base=str(base),
                    versions=versions,
                    since=since,
                )
            )
        return run

    def set_state(self, run: str, state: str, now: datetime) -> None:
        """Record that a run is running again, interrupted or finished."""
        ended = None if state == "running" else now.isoformat(timespec="seconds")
        with self._write() as connection:
            connection.execute(update(schema.RUNS).where(schema.RUNS.c.run == run).values(state=state, finished=ended))

    def note_versions(self, run: str, versions: Mapping[str, str]) -> None:
        """Add versions to those that a run names."""
        known = self.run(run).versions
        with self._write() as connection:
            connection.execute(
                update(schema.RUNS).where(schema.RUNS.c.run == run).values(versions={**known, **versions})
            )

    def run(self, run: str) -> Run:
        """Return a run; "latest" is the one that started last. UsageError when there is none."""
        runs = self.runs()
        wanted = runs[-1:] if run == "latest" else [r for r in runs if r.id == run]
        if not wanted:
            known = ", ".join(r.id for r in runs[-5:]) or "-"
            raise UsageError(
                Text(f"没有运行 {run}；最近的是 {known}", f"there is no run {run}; the latest are {known}")
            )
        return wanted[0]

    def runs(self) -> list[Run]:
        """Return every run, oldest first."""
        return [
            Run(r.run, r.kind, r.name, r.state, r.started, r.finished, r.plan, r.base, r.versions, r.since)
            for r in self._rows(
                select(schema.RUNS).order_by(
                    # Run 10 of a day comes after run 9.
                    schema.RUNS.c.started,
                    func.length(schema.RUNS.c.run),
                    schema.RUNS.c.run,
                )
            )
        ]

    # ---- results

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
        for found in figures:
            kind, unit = tuple(map(safe, (found.layer, found.name, found.standard))), safe(found.unit)
            divisions = map(safe, found.divisions)
            rows += [(run, code, *kind, *three, unit) for code, three in zip(divisions, found.rows, strict=True)]
        rows.sort()  # in the order of the primary key, which costs a tree half as much to take in
        with self._write() as connection:
            connection.execute(delete(table).where(table.c.run == run))
            statement = insert(table).compile(dialect=connection.dialect)
            names = table.columns.keys()
            if rows:
                given = rows if statement.positional else [dict(zip(names, row, strict=True)) for row in rows]
                connection.exec_driver_sql(str(statement), given)

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

    def _add_shots(self, connection: Connection, run: str, site: str, shots: Iterable[Shot]) -> None:
        rows = [{"run": run, "site": site, **asdict(shot)} for shot in shots]
        if not rows:
            return
        statement = self._upsert(schema.SHOTS)
        new, kept = statement.excluded, schema.SHOTS.c
        # Pages are photographed in any order; the first one's picture stays.
        earlier = tuple_(new["position"], new["number"]) < tuple_(kept.position, kept.number)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["run", "site", "component"],
                set_={column.name: new[column.name] for column in schema.SHOTS.columns if not column.primary_key},
                where=earlier,
            ),
            rows,
        )

    def shot_places(self, run: str, site: str) -> dict[str, tuple[int, int]]:
        """Return the place (position of the page, number in it) of each picture of a site, by component, in order."""
        table = schema.SHOTS
        statement = select(table.c.component, table.c.position, table.c.number).where(
            (table.c.run == run) & (table.c.site == site)
        )
        rows = self._rows(statement.order_by(table.c.position, table.c.number, table.c.component))
        return {row.component: (row.position, row.number) for row in rows}

    def keep_shots(self, run: str, site: str, components: Collection[str]) -> None:
        """Remove a site's pictures of other components."""
        table = schema.SHOTS
        mine = (table.c.run == run) & (table.c.site == site)
        with self._write() as connection:
            connection.execute(delete(table).where(mine & table.c.component.not_in(components)))

    def shots(self, run: str, site: str) -> list[Shot]:
        """Return the pictures of a site, in the order of their pages."""
        table = schema.SHOTS
        statement = select(table).where((table.c.run == run) & (table.c.site == site))
        rows = self._rows(statement.order_by(table.c.position, table.c.number, table.c.component))
        return [shot_of(row) for row in rows]

    def save_evidence(self, run: str, name: str, parquet: bytes) -> None:
        """Keep a table of evidence (Parquet) under a name, replacing an older one."""
        table = schema.EVIDENCE
        with self._write() as connection:
            connection.execute(delete(table).where((table.c.run == run) & (table.c.name == name)))
            connection.execute(insert(table).values(run=run, name=name, parquet=parquet))

    def evidence(self, run: str, name: str) -> bytes | None:
        """Return a table of evidence; None when there is none."""
        table = schema.EVIDENCE
        rows = self._rows(select(table.c.parquet).where((table.c.run == run) & (table.c.name == name)))
        return bytes(rows[0].parquet) if rows else None

    def _replace(self, table: Table, run: str, rows: list[dict[str, Any]]) -> None:
        with self._write() as connection:
            connection.execute(delete(table).where(table.c.run == run))
            if rows:
                connection.execute(insert(table), rows)
