"""Audits as users name them: a findings.json, a run's id, or latest."""

from __future__ import annotations

from pathlib import Path

from audit import snapshot
from audit.model import IncompleteError, Text, UsageError
from audit.records import Run
from audit.snapshot import Snapshot
from audit.snapshot_file import of_file
from audit.store import Store


def is_file(named: str) -> bool:
    """Return whether a user names a file, rather than a run."""
    return named.endswith(".json") or Path(named).is_file()


def earlier(named: str, store: Store, kind: str, name: str) -> Snapshot:
    """Return the run that a user names by its id, or as "latest": the last finished one of the same kind and name."""
    if named != "latest":
        return snapshot.of_run(store, store.run(named))
    done = [run for run in store.runs() if (run.state, run.kind, run.name) == ("finished", kind, name)]
    if not done:
        raise UsageError(
            Text(
                f"--baseline latest：审计数据库里没有 {name} 已完成的运行；先不带 --baseline 运行一次",
                f"--baseline latest: the database holds no finished run of {name}; run once without --baseline first",
            )
        )
    return snapshot.of_run(store, done[-1])


def audit_named(named: str, store: Store | None) -> Snapshot:
    """Return the audit that a user names for a comparison: a findings.json, or a finished run ("latest": the last)."""
    if store is None or is_file(named):
        return of_file(Path(named))
    return snapshot.of_run(store, finished(store.run(named)))


def finished(run: Run) -> Run:
    """Return a run that is finished; IncompleteError for any other."""
    if run.state != "finished":
        raise IncompleteError(
            Text(
                f"运行 {run.id} 还没有完成；用 --resume {run.id} 继续",
                f"run {run.id} is not finished; go on with --resume {run.id}",
            )
        )
    return run
