"""Pairs the rows of two tables one to one, by ever looser likeness: what is left over is new, or gone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Indices = NDArray[np.int64]


class Pairing:
    """Which row of `before` is which row of `now`; each row is paired once.

    Equal rows are paired in the order that the tables are in: put them in an order of their own first.
    """

    def __init__(self, before: pd.DataFrame, now: pd.DataFrame) -> None:
        self._before, self._now = before.reset_index(drop=True), now.reset_index(drop=True)
        self.of_before: Indices = np.full(len(before), -1, dtype=np.int64)
        self.of_now: Indices = np.full(len(now), -1, dtype=np.int64)

    def by(
        self, columns: Sequence[str], before: NDArray[np.bool_] | None = None, now: NDArray[np.bool_] | None = None
    ) -> None:
        """Pair rows that are not paired yet and agree in some columns. before, now: rows that may be."""
        free = [self._free(self.of_before, before), self._free(self.of_now, now)]
        if not all(rows.size for rows in free):
            return
        tables = [
            table.loc[rows, list(columns)].assign(_row=rows)
            for table, rows in zip((self._before, self._now), free, strict=True)
        ]
        for table in tables:
            table["_turn"] = table.groupby(list(columns), sort=False, dropna=False).cumcount()
        both = tables[0].merge(tables[1], on=[*columns, "_turn"], suffixes=("_before", "_now"))
        self.pair(both["_row_before"].to_numpy(np.int64), both["_row_now"].to_numpy(np.int64))

    def pair(self, before: Indices, now: Indices) -> None:
        """Record pairs of rows, by their numbers."""
        self.of_before[before], self.of_now[now] = now, before

    def free_before(self) -> NDArray[np.bool_]:
        """Return which rows of the table before have no partner."""
        return self.of_before < 0

    @staticmethod
    def _free(partner: Indices, allowed: NDArray[np.bool_] | None) -> Indices:
        return np.flatnonzero(partner < 0 if allowed is None else (partner < 0) & allowed)
