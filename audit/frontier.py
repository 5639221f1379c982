"""The frontier: the addresses of each site in a run, their places in the order of visits, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, tuple_, update

from audit import schema
from audit.database import Database
from audit.model import Outcome, Reason
from audit.records import EXCLUDED, LeftOut, Link, Waiting

# Says of addresses with their depths, in the order of the frontier, why each is left out; "" lets it in.
Sift = Callable[[Sequence[tuple[str, int]]], Sequence[str]]


class Frontier(Database):
    """The frontier of every site of every run in an audit database."""

    def add_links(self, run: str, site: str, links: Iterable[Link]) -> None:
        """Add addresses to the frontier; one that is there already keeps its earliest place."""
        with self._write() as connection:
            self._add_links(connection, run, site, links)

    def _add_links(self, connection: Connection, run: str, site: str, links: Iterable[Link]) -> None:
        table = schema.FRONTIER
        rows = [
            {
                "run": run,
                "site": site,
                "address": link.address,
                "depth": link.depth,
                "parent": link.parent,
                "link": link.link,
                "state": "left" if link.source == EXCLUDED else "found",
                "source": link.source,
            }
            for link in links
        ]
        if not rows:
            return
        statement = self._upsert(table)
        new = statement.excluded
        # Pages of one depth finish in any order; the earliest place wins, so the order never depends on timing.
        place = ("depth", "parent", "link", "source")
        earlier = tuple_(*(new[name] for name in place)) < tuple_(*(table.c[name] for name in place))
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["run", "site", "address"],
                set_={name: new[name] for name in place},
                where=(table.c.state == "found") & earlier,
            ),
            rows,
        )

    def next_depth(
        self, run: str, site: str, cap: int, sift: Sift | None = None, deepest: int | None = None
    ) -> list[Waiting]:
        """Return the pages to visit now: the rest of a depth that was begun, else the next depth in order.

        Positions are given out here, so that they are the same in every run; at most `cap` pages of a site have one.
        sift: leaves addresses out for good; deepest: no depth beyond it is begun.
        """
        table = schema.FRONTIER
        mine = (table.c.run == run) & (table.c.site == site)
        with self._write() as connection:
            while not (queued := self._waiting(connection, mine & (table.c.state == "queued"))):
                taken = connection.scalar(select(func.count()).where(mine & table.c.position.is_not(None))) or 0
                depth = connection.scalar(select(func.min(table.c.depth)).where(mine & (table.c.state == "found")))
                # A redirect or a file that is no page does not use up the cap.
                seen = schema.SUBJECTS
                no_page = (seen.c.run == run) & (seen.c.site == site) & (seen.c.kind == "page")
                no_page &= (seen.c.outcome == Outcome.INAPPLICABLE.value) & (seen.c.reason != Reason.DUPLICATE.value)
                room = cap + (connection.scalar(select(func.count()).where(no_page)) or 0) - taken
                if depth is None or room <= 0 or (deepest is not None and depth > deepest):
                    return []
                self._give_turns(connection, mine & (table.c.depth == depth), taken, room, sift)
            return queued

    def _give_turns(self, connection: Connection, where: Any, taken: int, room: int, sift: Sift | None) -> None:
        table = schema.FRONTIER
        order = (table.c.parent, table.c.link, table.c.address)
        found = [
            (row.address, row.depth)
            for row in connection.execute(
                select(table.c.address, table.c.depth).where(where & (table.c.state == "found")).order_by(*order)
            )
        ]
        for (address, _), why in zip(found, sift(found) if sift else [""] * len(found), strict=True):
            change: dict[str, Any] = {"state": "left", "source": why}
            if not why:
                if not room:
                    break
                change = {"position": taken, "state": "queued"}
                taken, room = taken + 1, room - 1
            connection.execute(update(table).where(where & (table.c.address == address)).values(**change))

    def _waiting(self, connection: Connection, where: Any) -> list[Waiting]:
        table = schema.FRONTIER
        rows = connection.execute(select(table).where(where).order_by(table.c.position))
        return [Waiting(row.address, row.depth, row.position, row.source) for row in rows]

    def has_frontier(self, run: str, site: str) -> bool:
        """Return whether the site's crawl was begun."""
        table = schema.FRONTIER
        return bool(self._rows(select(table.c.address).where((table.c.run == run) & (table.c.site == site)).limit(1)))

    def had_their_turn(self, run: str, site: str) -> list[Waiting]:
        """Return the addresses that were given a position, visited or not, in order."""
        table = schema.FRONTIER
        mine = (table.c.run == run) & (table.c.site == site)
        with self._write() as connection:
            return self._waiting(connection, mine & table.c.position.is_not(None))

    def left_out(self, run: str, site: str) -> list[LeftOut]:
        """Return the addresses that were found and not visited, in order."""
        table = schema.FRONTIER
        rows = self._rows(
            select(table)
            .where((table.c.run == run) & (table.c.site == site) & (table.c.state != "done"))
            .order_by(table.c.depth, table.c.parent, table.c.link, table.c.address)
        )
        return [LeftOut(r.address, r.depth, r.state, r.source if r.state == "left" else "") for r in rows]
