"""Runs stepfree's crawl, record and judgement on a plan's sites with axe's rules alone, or none.

    python -m benchmarks.web.axe_only PLAN.toml OUT [--nothing]

By default axe's rules alone; with --nothing no rule at all, which leaves the crawl. OUT receives audit.sqlite and
seconds.json: what the record of the crawl (the frontier) took, by quarters of the pages.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from audit import plan as plans
from audit.model import Finding, StepfreeError, Untested
from audit.records import Link, Loaded, Shot, Subject, Waiting
from audit.store import Store
from web_checks import axe
from web_checks.crawl import Watch
from web_checks.jobs import Shelves
from web_checks.pool import TabPool
from web_checks.site import SiteAudit
from web_checks.sites import browsing, job_of, settings_of

Sift = Callable[[Sequence[tuple[str, int]]], Sequence[str]]


class TimedStore(Store):
    """A store that adds up what the frontier and the saving of pages take (wall-clock seconds of each call)."""

    seconds: list[float]

    def next_depth(
        self, run: str, site: str, cap: int, sift: Sift | None = None, deepest: int | None = None
    ) -> list[Waiting]:
        """Time the frontier's own question; it counts towards the page before it."""
        began = time.perf_counter()
        waiting = super().next_depth(run, site, cap, sift, deepest)
        if self.seconds:
            self.seconds[-1] += time.perf_counter() - began
        return waiting

    def save_subject(
        self,
        run: str,
        subject: Subject,
        findings: Sequence[Finding] = (),
        untested: Sequence[Untested] = (),
        links: Iterable[Link] = (),
        shots: Iterable[Shot] = (),
        loaded: Loaded | None = None,
    ) -> None:
        """Time the saving of one page with its links."""
        began = time.perf_counter()
        super().save_subject(run, subject, findings, untested, links, shots, loaded)
        self.seconds.append(time.perf_counter() - began)


async def audit(plan_file: Path, out: Path, *, nothing: bool) -> list[float]:
    """Audit a plan's sites; return the seconds that saving each page took."""
    plan, base = plans.load(plan_file)
    settings = settings_of(plan)
    of_axe = Shelves.all(settings.level)
    shelves = dataclasses.replace(of_axe, page=(), site=(), axe_options="" if nothing else of_axe.axe_options)
    jobs = [job_of(site, plan, base) for site in plan.sites]
    store = TimedStore.at(out / "audit.sqlite")
    if not isinstance(store, TimedStore):
        raise TypeError("Store.at makes another class now")
    store.seconds = []
    run = store.start_run(
        "district", plan.name, plan.model_dump(mode="json", by_alias=True), base, {}, datetime.now(UTC)
    )
    async with browsing(jobs, settings, axe.script()) as (browser, served):
        for job in jobs:
            await SiteAudit(job, TabPool(browser, served.workers), store, run, shelves, served).audit(Watch())
    store.set_state(run, "finished", datetime.now(UTC))
    store.close()
    return store.seconds


def main() -> None:
    """Audit, and write what saving took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("plan", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--nothing", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    try:
        seconds = asyncio.run(audit(arguments.plan, arguments.out, nothing=arguments.nothing))
    except StepfreeError as error:
        raise SystemExit(str(error)) from error
    (arguments.out / "seconds.json").write_text(json.dumps(seconds), "utf-8")


if __name__ == "__main__":
    main()
