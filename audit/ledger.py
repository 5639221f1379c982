"""The ledger of a plan: when each fault was first seen, whether it is still there, mended, or has come back.

A fault is what one repair mends: on a website a cause (rule and component of a site), on the street a requirement that
one facility fails. A run keeps its ledger as evidence, made of the ledger before it and of what the run found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from audit.model import digest
from audit.store import Store

# Name of the evidence that holds a run's ledger.
EVIDENCE: Final = "ledger"
COLUMNS: Final = (
    *("fingerprint", "state", "first_seen", "last_seen", "days_open"),
    *("site", "layer", "subject", "rule", "outcome"),
)


class State(StrEnum):
    """How a fault stands. open: seen before, and not known to be mended; recurred: it had been mended once."""

    NEW = "new"
    OPEN = "open"
    MENDED = "mended"
    RECURRED = "recurred"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one fault over time. days_open: from the day it was first seen to the run's, or to its mending.

    last_seen: before the run's own day when nobody looked again, or when it is mended.
    """

    state: State
    first_seen: date
    last_seen: date
    days_open: int


@dataclass(frozen=True)
class Ledger:
    """The faults of a plan as they stand after one run.

    frame: a row for each fault by fingerprint: state (as State), first_seen and last_seen (ISO days), days_open, site
    or layer ("" for the other), subject (first page, or facility), rule, outcome ("failed", "cantTell").
    """

    frame: pd.DataFrame

    def of(self, fingerprint: str) -> Entry | None:
        """Return the entry of a fault by `cause(...)`, or by a facility finding's own fingerprint; None when unknown."""
        return self._entries.get(fingerprint)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        rows = (self.frame[name].tolist() for name in COLUMNS[:5])
        days: dict[str, date] = {}

        def day(text: str) -> date:
            return days.setdefault(text, date.fromisoformat(text))

        return {
            fingerprint: Entry(State(state), day(first), day(last), int(lasted))
            for fingerprint, state, first, last, lasted in zip(*rows, strict=True)
        }


def cause(site: str, component: str) -> str:
    """Return the fingerprint under which the ledger keeps a website's cause; component: as of its findings."""
    return digest("cause", site, component)


def read(store: Store, run: str) -> Ledger:
    """Return the ledger of a run; one without a row when none was kept."""
    kept = store.evidence(run, EVIDENCE)
    if kept is None:
        return Ledger(pd.DataFrame({name: pd.Series(dtype=_dtype(name)) for name in COLUMNS}))
    return Ledger(pq.read_table(pa.BufferReader(kept)).to_pandas())


def _dtype(column: str) -> str:
    return "int64" if column == "days_open" else "object"
