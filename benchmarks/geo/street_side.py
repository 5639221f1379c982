"""Runs stepfree's street side alone: files in, results recorded in an audit database out; no scores, no reports.

    python -m benchmarks.geo.street_side PLAN.toml OUT [--profile FILE]

It is what `stepfree district` does before it scores, less the command line's own start; as there, what it needs is
imported when it runs.
"""

from __future__ import annotations

import argparse
import cProfile
import time
from datetime import UTC, datetime
from pathlib import Path

from audit.uncollected import for_one_command

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def run(plan_file: Path, out: Path) -> None:
    """Audit the streets of a plan and record it in OUT/audit.sqlite."""
    from audit import plan as plans
    from audit.store import Store
    from geo_checks import street

    plan, base = plans.load(plan_file)
    store = Store.at(out / "audit.sqlite")
    try:
        number = store.start_run(
            "district", plan.name, plan.model_dump(mode="json", by_alias=True), base, {}, _ANY_TIME
        )
        street.record(store, number, street.audit(plan, base))
        store.set_state(number, "finished", _ANY_TIME)
    finally:
        store.close()


def main() -> None:
    """Run it, watched by a profiler when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--profile", type=Path, help="write cProfile's figures to a file")
    arguments = parser.parse_args()
    for_one_command()
    if arguments.profile is None:
        run(arguments.plan, arguments.out)
        return
    profiler = cProfile.Profile(time.process_time)
    profiler.runcall(run, arguments.plan, arguments.out)
    profiler.dump_stats(arguments.profile)


if __name__ == "__main__":
    main()
