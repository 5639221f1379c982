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

from audit.frames import from_parquet, to_parquet
from audit.model import Outcome, digest
from audit.store import Store

# Name of the evidence that holds a run's ledger.
EVIDENCE: Final = "ledger"
COLUMNS: Final = (
    *("fingerprint", "state", "first_seen", "last_seen", "days_open"),
    *("opened", "site", "layer", "subject", "rule", "component", "outcome"),
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
    """What is known of one fault over time.

    last_seen: before the run's own day when it is mended, or nobody looked again. days_open: to the run's day (or that
    of its mending) from the day it was first seen, or came back. Days are those that the plans of the runs state.
    """

    state: State
    first_seen: date
    last_seen: date
    days_open: int


@dataclass(frozen=True)
class Ledger:
    """The faults of a plan as they stand after one run.

    frame: COLUMNS, a row for each fault, ordered by fingerprint: state (as State), first_seen, last_seen and opened
    (ISO days), days_open, site or layer ("" for the other), subject (first page, or facility), rule, component ("" on
    the street), outcome ("failed", "cantTell"). Of facilities, only what failed is in it.
    """

    frame: pd.DataFrame

    def of(self, fingerprint: str) -> Entry | None:
        """Return the entry of a fault by `cause(...)` or a facility finding's own fingerprint; None when unknown."""
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


def item(site: str, component: str, outcome: Outcome) -> str:
    """Return what a component of a website is known by in a list: one that failed and one in doubt are two items."""
    return cause(site, component) if outcome is Outcome.FAILED else digest("review", site, component)


def read(store: Store, run: str) -> Ledger:
    """Return the ledger of a run; one without a row when none was kept."""
    kept = store.evidence(run, EVIDENCE)
    if kept is None:
        return Ledger(no_rows())
    return Ledger(from_parquet(kept))


def write(store: Store, run: str, ledger: Ledger) -> None:
    """Keep the ledger of a run, in place of an older one."""
    types = [(name, pa.int64() if name == "days_open" else pa.string()) for name in COLUMNS]
    store.save_evidence(run, EVIDENCE, to_parquet(ledger.frame, types))


def no_rows() -> pd.DataFrame:
    """Return the frame of a ledger without faults."""
    return pd.DataFrame({name: pd.Series(dtype="int64" if name == "days_open" else "object") for name in COLUMNS})
