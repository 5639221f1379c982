"""Which district, street and community a division code means."""

from __future__ import annotations

from audit.districts import WHOLE
from reports.summary import Summary
from reports.wording import Words

_LEVELS = 3


class Places:
    """Names of the division, and of those above it, by code: district, street, community; None where there is none."""

    def __init__(self, summary: Summary, words: Words) -> None:
        self._summary, self._lang = summary, words.lang
        # The districts are what the league table compares; below them lie streets, then communities.
        self._first = min((row.division.level for row in summary.league), default=1)
        self._known: dict[str, tuple[str | None, ...]] = {}

    def of(self, code: str) -> tuple[str | None, ...]:
        """Return the names of district, street and community that a division is, or lies in."""
        if code not in self._known:
            self._known[code] = self._names(code)
        return self._known[code]

    def _names(self, code: str) -> tuple[str | None, ...]:
        names: list[str | None] = [None] * _LEVELS
        if code not in self._summary.divisions:
            return tuple(names)
        for above in self._summary.tree.ancestors(code):
            row = self._summary.divisions.get(above)
            if above != WHOLE and row is not None and 0 <= (at := row.division.level - self._first) < _LEVELS:
                names[at] = row.name.to(self._lang)
        return tuple(names)
