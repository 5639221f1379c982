"""The part of the audit database that keeps runs: when, with what plan, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update

from audit import schema
from audit.database import Database
from audit.model import Text, UsageError
from audit.records import Run


class RunBook(Database):
    """Runs in the audit database. Methods that write are one transaction each."""

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
