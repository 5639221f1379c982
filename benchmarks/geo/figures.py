"""The figures that the three ways bring back, and whether they are the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

_KEY = ["division", "layer", "name", "standard"]
_SHOWN = 10
_COUNTS = ["numerator", "unknown", "denominator"]


def of_parquet(folder: Path) -> pd.DataFrame:
    """Return the figures that the limit or the plain way wrote."""
    return _by_key(pd.read_parquet(folder / "indicators.parquet"))


def of_stepfree(folder: Path) -> pd.DataFrame:
    """Return the figures that stepfree recorded."""
    database = sqlite3.connect(folder / "audit.sqlite")
    try:
        return _by_key(pd.read_sql("select * from indicators", database))
    finally:
        database.close()


def differences(ours: pd.DataFrame, theirs: pd.DataFrame) -> list[str]:
    """Return, one line each, the figures that only the others have and those not the same to the last digit.

    Figures that stepfree alone has (it measures more than the others) are no difference.
    """
    told = [f"only one has {_words(row)}" for row in theirs.index.difference(ours.index)]
    both = theirs.index.intersection(ours.index)
    one, other = ours.loc[both], theirs.loc[both]
    wrong = (one != other).any(axis=1).to_numpy()
    rows = zip(both[wrong], one[wrong].to_numpy().tolist(), other[wrong].to_numpy().tolist(), strict=True)
    return told + [f"{_words(row)}: {mine} and {yours} ({', '.join(_COUNTS)})" for row, mine, yours in rows]


def compared(found: Mapping[str, pd.DataFrame]) -> int:
    """Print how the figures of each stand to stepfree's; return how many differ."""
    ours, wrong = found["stepfree"], 0
    for name, theirs in found.items():
        if name == "stepfree":
            continue
        told = differences(ours, theirs)
        wrong += len(told)
        print(f"{name}: {len(theirs)} figures, {len(told)} of them differ from stepfree's {len(ours)}")
        print("".join(f"  {line}\n" for line in told[:_SHOWN]), end="")
    return wrong


def _by_key(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype(dict.fromkeys(_KEY, str)).set_index(_KEY)[_COUNTS].sort_index()


def _words(row: Any) -> str:
    return " / ".join(map(str, row))
