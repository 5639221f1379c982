"""The part of the audit database that keeps exhibits: pictures of faults, and tables of evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select, tuple_

from audit import schema
from audit.database import Database
from audit.records import Shot, shot_of


class Exhibits(Database):
    """Pictures and tables of evidence in the audit database."""

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
