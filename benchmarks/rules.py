"""Measures what each probe and rule costs beside axe-core: milliseconds a page, and share of axe's own time.

    python benchmarks/rules.py [FOLDER] [--pages N] [--simplified]

FOLDER holds built pages; without it the sites of the demo city are used. Goals: all static probes and rules together
take at most 15 % of axe's time; a page in depth takes at most 25 s.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from audit import demo
from audit import plan as plans
from audit.model import Depth, StepfreeError
from web_checks import axe
from web_checks.arrival import Arrival, PageLost, ScriptError
from web_checks.driver import AuditTab
from web_checks.folder import pages_in
from web_checks.jobs import Shelves, SiteJob, WebSettings
from web_checks.judge import judge_page
from web_checks.observe import Questions, observe
from web_checks.sites import FOLDER_HOST, browsing, job_of
from web_checks.tab import Tab
from web_checks.terms import Terms

STATIC_GOAL = 0.15
IN_DEPTH_GOAL = 25.0
_REPEATS = 3


@dataclass
class Times:
    """Seconds by what took them, over all pages; whole: seconds of each page in depth, its visit left out."""

    pages: int = 0
    axe: float = 0.0
    static: float = 0.0
    judging: float = 0.0
    whole: list[float] = field(default_factory=list)
    probes: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    driving: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    rules: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


async def admitted(_address: str) -> bool:
    """Let every request through: the browser is closed off from the network."""
    return True


def in_scope(_address: str) -> bool:
    """Count every frame in."""
    return True


async def measure(tab: AuditTab, address: str, shelves: Shelves, depth: Depth, times: Times) -> None:
    """Visit a page and add up what each question takes."""
    arrival = await tab.visit(address)
    if arrival.reason is not None:
        print(f"left out: {address}: {arrival.reason}", file=sys.stderr)
        return
    # As on a live site: what test copies are asked beside loads the page again for each try.
    live = (shelved.rule for shelved in (*shelves.page, *shelves.site) if not shelved.rule.staging)
    questions = Questions.of(live, shelves.axe_options)
    worlds, _ = await tab.frames(in_scope)

    async def asked(*names: str) -> float:
        began = time.perf_counter()
        for world in worlds:
            await tab.ask(world, names)
        return time.perf_counter() - began

    async def looked(*names: str) -> float:
        began = time.perf_counter()
        await tab.look(worlds, shelves.axe_options, names)
        return time.perf_counter() - began

    static = [probe.name for probe in questions.static]
    await looked(*static)  # the first look warms the page's code up, whichever it is
    # In turn, so that a machine that slows down slows both; the least of each, since noise only ever adds.
    pairs = [(await looked(), await looked(*static)) for _ in range(_REPEATS)]
    of_axe, with_probes = (min(times_) for times_ in zip(*pairs, strict=True))
    times.static += with_probes - of_axe
    nothing = await asked()
    for name in static:
        times.probes[name] += max(0.0, await asked(name) - nothing)
    for probe in questions.driving if depth is Depth.IN_DEPTH else ():
        began = time.perf_counter()
        if probe.drive is not None and isinstance(tab, Tab):
            await probe.drive(tab)
        times.driving[probe.name] += time.perf_counter() - began
    times.axe += of_axe
    times.pages += 1
    await _judge(tab, arrival, address, shelves, questions, depth, times)


async def _judge(
    tab: AuditTab, arrival: Arrival, address: str, shelves: Shelves, questions: Questions, depth: Depth, times: Times
) -> None:
    began = time.perf_counter()
    page = await observe(tab, arrival, address, questions, depth, in_scope)
    times.whole.append(time.perf_counter() - began)
    judging = time.perf_counter()
    judge_page(page, shelves.page, {})
    times.judging += time.perf_counter() - judging
    for shelved in shelves.page:
        if all(name in page.seen for name in shelved.rule.needs):
            began = time.perf_counter()
            list(shelved.judge(page))
            times.rules[shelved.rule.id] += time.perf_counter() - began


async def run(jobs: Sequence[SiteJob], most: int, depth: Depth) -> Times:
    """Measure the pages of some folders, taken evenly."""
    shelves, times = Shelves.all("AA"), Times()
    async with browsing(jobs, WebSettings(delay=0), axe.script(), isolated=True) as (browser, _):
        addresses = [
            urljoin(job.start, f"/{page}") for job in jobs if job.folder is not None for page in pages_in(job.folder)
        ]
        tab = await browser.tab(Terms(admitted))
        for address in addresses[:: max(1, -(-len(addresses) // most))]:
            try:
                await measure(tab, address, shelves, depth, times)
                await tab.forget()
            except (PageLost, ScriptError) as lost:
                print(f"left out: {address}: {lost}", file=sys.stderr)
                await tab.close()
                tab = await browser.tab(Terms(admitted))
        await tab.close()
    return times


def tell(times: Times) -> bool:
    """Print the figures; return whether the goals are met."""
    pages, of_axe = max(1, times.pages), times.axe or 1.0

    def line(name: str, seconds: float) -> str:
        return f"  {name:36} {1000 * seconds / pages:9.1f} ms a page {seconds / of_axe:8.1%} of axe"

    print(f"{times.pages} pages")
    print(line("axe-core", times.axe))
    for title, parts in (("static probes", times.probes), ("driving probes", times.driving), ("rules", times.rules)):
        print(f"{title}:")
        for name, seconds in sorted(parts.items(), key=lambda part: (-part[1], part[0])):
            print(line(name, seconds))
    added = times.static + times.judging
    longest, mean = max(times.whole, default=0.0), sum(times.whole) / pages
    print(line("simplified adds", added) + f" (goal {STATIC_GOAL:.0%})")
    depth = "in depth" if times.driving else "simplified"
    print(f"  {depth}, axe included: {mean:.1f} s a page, at most {longest:.1f} s (goal {IN_DEPTH_GOAL:g} s)")
    return added <= STATIC_GOAL * times.axe and longest <= IN_DEPTH_GOAL


def main() -> int:
    """Run the yardstick; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=12, help="pages at most, taken evenly from all")
    parser.add_argument("--simplified", action="store_true", help="leave the driving probes out")
    arguments = parser.parse_args()
    depth = Depth.SIMPLIFIED if arguments.simplified else Depth.IN_DEPTH
    try:
        with tempfile.TemporaryDirectory() as work:
            if arguments.folder is not None:
                jobs = [SiteJob("pages", "pages", f"http://{FOLDER_HOST}/", folder=arguments.folder)]
            else:
                plan, base = plans.load(demo.write(Path(work)))
                jobs = [job_of(site, plan, base) for site in plan.sites if site.folder]
            times = asyncio.run(run(jobs, arguments.pages, depth))
    except StepfreeError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0 if tell(times) else 1


if __name__ == "__main__":
    sys.exit(main())
