"""Measures what auditing a page costs: stepfree beside the limit of what a browser can do, and beside peers.

    python -m benchmarks.web [--pages 200] [--only NAME] [--repeat N] [--peer-pages 22] [--tools TOOLS] [--json FILE]
    python -m benchmarks.web --quick              24 pages, no peers
    python -m benchmarks.web --memory [3000]      memory and time on a large site, against its first tenth
    python -m benchmarks.web --folder             50 built pages as in CI, cold start included: seconds
    python -m benchmarks.web --frontier [20000]   small pages crawled without rules: the crawl's own cost

Linux only. Contenders run one after the other. CPU seconds are those of the whole process tree, start-up included,
server excluded; memory is the tree's PSS. "limit" is axe-core over a raw pipe (benchmarks/web/limit.py), as published,
in Chromium as it comes; "limit-lean" is the same with the two levers that take stepfree below it; "stepfree-axe"
crawls, judges and stores with axe's rules alone; "stepfree" is the command line with all simplified rules, reports
included. Beside the pages, the seeded faults found are counted, where the answers can be read: who loses some does
less. Peers get some stratified pages and never crawl; limit and stepfree are run on the same ones for comparison:

    export PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
    npm install --prefix TOOLS pa11y-ci @axe-core/cli lighthouse @crawlee/playwright playwright @axe-core/playwright
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.web import pages
from benchmarks.web.contenders import AXE_ONLY, CRAWL_ONLY, FOLDER, PEERS, STEPFREE, Brought, Contender, Task, limit
from benchmarks.web.meter import Metered, metered
from benchmarks.web.server import Served, serving

ROOT = Path(__file__).resolve().parents[2]
_MANY_WORKERS = 8  # for small pages, which mostly wait to be at rest


@dataclass(frozen=True)
class Run:
    """One run of a contender."""

    name: str
    asked: int
    brought: Brought
    metered: Metered
    seeded: int
    first_asked: dict[str, float] = field(default_factory=dict)

    @property
    def cpu_a_page(self) -> float:
        """Return CPU seconds for each page that was finished."""
        return self.metered.cpu / max(1, self.brought.pages)

    @property
    def pages_a_minute(self) -> float:
        """Return pages finished a minute."""
        return 60 * self.brought.pages / max(0.001, self.metered.wall)

    def before(self, share: float, of: float = 1.0) -> tuple[float, float, float]:
        """Return seconds and CPU seconds a page, and most MB, between two shares of the pages asked for."""
        asked = sorted(self.first_asked.values())
        first, last = asked[int(share * (len(asked) - 1))], asked[int(of * (len(asked) - 1))]
        count = max(1, int(of * (len(asked) - 1)) - int(share * (len(asked) - 1)))
        between = [sample for sample in self.metered.samples if first <= sample.time <= last]
        if not between:
            return (last - first) / count, 0.0, 0.0
        cpu = between[-1].cpu - between[0].cpu
        return (last - first) / count, cpu / count, max(sample.mb for sample in between)


def measure(contender: Contender, task: Task, served: Served | None, seeded: int) -> Run:
    """Run a contender once. Raises SystemExit with the end of its output when it brings nothing back."""
    work = task.work / contender.name
    work.mkdir(parents=True)
    mine = Task(task.origin, task.addresses, task.crawled, work, task.tools, task.workers)
    if served is not None:
        served.first_asked()
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    took = metered(contender.command(mine), environ, work / "log.txt", ROOT)
    try:
        brought = contender.brought(mine)
    except Exception as error:
        said = (work / "log.txt").read_text("utf-8", "replace")[-2000:]
        raise SystemExit(f"{contender.name} brought nothing back (exit code {took.exit}): {error}\n{said}") from error
    if took.exit or brought.pages < len(task.addresses):
        said = (work / "log.txt").read_text("utf-8", "replace").strip()[-400:]
        done = f"{brought.pages} of {len(task.addresses)} pages"
        print(f"{contender.name}: exit code {took.exit}, {done}: {said}", file=sys.stderr)
    asked = served.first_asked() if served is not None else {}
    return Run(contender.name, len(task.addresses), brought, took, seeded, asked)


def compared(runs: Sequence[Run], title: str) -> None:
    """Print a table of runs, medians of repeats."""
    names = list(dict.fromkeys(run.name for run in runs))
    cpu = {name: statistics.median(run.cpu_a_page for run in runs if run.name == name) for name in names}
    print(f"\n{title}")
    print(
        f"{'':24}{'pages':>9}{'faults':>10}{'pages/min':>11}{'CPU s/page':>12}{'peak MB':>9}"
        f"{'× limit':>9}{'× stepfree':>12}"
    )
    for name in names:
        mine = [run for run in runs if run.name == name]
        one = mine[0]
        faults = "?" if one.brought.faults is None else f"{one.brought.faults}/{one.seeded}"
        ratios = "".join(
            f"{cpu[name] / cpu[other]:>{width}.2f}" if other in cpu else f"{'-':>{width}}"
            for other, width in (("limit", 9), ("stepfree", 12))
        )
        a_minute = statistics.median(run.pages_a_minute for run in mine)
        peak = max(run.metered.peak_mb for run in mine)
        done = f"{one.brought.pages}/{one.asked}"
        print(f"{name:24}{done:>9}{faults:>10}{a_minute:>11.0f}{cpu[name]:>12.3f}{peak:>9.0f}{ratios}")
    print("CPU s/page by part (sampled; the rest was too short-lived to be seen):")
    for name in names:
        run = next(run for run in runs if run.name == name)
        parts = sorted(run.metered.parts.items(), key=lambda part: (-part[1], part[0]))
        shown = ", ".join(f"{part} {spent / max(1, run.brought.pages):.3f}" for part, spent in parts if spent)
        print(f"  {name:22}{shown}")


def main_table(arguments: argparse.Namespace, work: Path) -> list[Run]:
    """Compare the limit, stepfree and peers on the government-like site."""
    site = pages.write(work / "site", arguments.pages, arguments.seed)
    peers = []
    for peer in PEERS if not arguments.quick and arguments.peer_pages else ():
        if arguments.only and peer.name not in arguments.only:
            continue
        if lacking := peer.lacking(arguments.tools):
            print(f"{peer.name} is left out; it needs: {lacking}", file=sys.stderr)
        else:
            peers.append(peer)
    chosen = site.stratified(arguments.peer_pages)
    runs: list[Run] = []

    def wanted(contender: Contender) -> bool:
        return not arguments.only or contender.name in arguments.only

    with serving(site.folder) as served:
        for turn in range(arguments.repeat):
            for label, some, crawled, these in (
                ("all", site.pages, True, [limit(), limit(lean=True), AXE_ONLY, STEPFREE]),
                ("few", chosen, False, [limit(), limit(lean=True), AXE_ONLY, STEPFREE, *peers] if peers else []),
            ):
                addresses = tuple(served.origin + page.path for page in some)
                task = Task(served.origin, addresses, crawled, work / label / str(turn), arguments.tools)
                seeded = sum(page.faults for page in some)
                for contender in filter(wanted, these if turn % 2 == 0 else these[::-1]):
                    print(f"{contender.name}: {len(addresses)} pages …", file=sys.stderr)
                    runs.append(measure(contender, task, served, seeded))
    whole = [run for run in runs if run.asked == len(site.pages)]
    few = [run for run in runs if run.asked != len(site.pages)]
    sizes = [page.elements for page in site.pages]
    told = f"{len(sizes)} pages, median {statistics.median(sizes):g} elements, at most {max(sizes)}"
    compared(whole, f"Whole site ({told}); stepfree crawls")
    if few:
        compared(few, f"{len(chosen)} stratified pages; nobody crawls")
    return runs


def memory(arguments: argparse.Namespace, work: Path) -> list[Run]:
    """Compare memory and time at the end of a large site with those of its first tenth."""
    site = pages.write(work / "site", arguments.memory, arguments.seed)
    with serving(site.folder) as served:
        addresses = tuple(served.origin + page.path for page in site.pages)
        task = Task(served.origin, addresses, crawled=True, work=work / "run")
        run = measure(STEPFREE, task, served, sum(page.faults for page in site.pages))
    at_tenth, whole = run.before(0, 0.1)[2], run.metered.peak_mb
    print(f"peak after {len(addresses) // 10} pages: {at_tenth:.0f} MB; after {run.brought.pages} pages and reports: "
          f"{whole:.0f} MB; ratio {whole / max(1, at_tenth):.2f}")  # fmt: skip
    _quarters(run)
    return [run]


def folder(arguments: argparse.Namespace, work: Path) -> list[Run]:
    """Time a folder of built pages from a cold start, as CI does, beside the limit."""
    site = pages.write(work / "site", 50, arguments.seed)
    runs = []
    with serving(site.folder) as served:
        addresses = tuple(served.origin + page.path for page in site.pages)
        seeded = sum(page.faults for page in site.pages)
        for turn in range(arguments.repeat):
            for contender in (limit(), limit(3), FOLDER):
                origin = str(site.folder) if contender is FOLDER else served.origin
                task = Task(origin, addresses, crawled=False, work=work / str(turn))
                runs.append(measure(contender, task, None, seeded))
    walls = {run.name: [r.metered.wall for r in runs if r.name == run.name] for run in runs}
    least = statistics.median(walls["limit-3-tabs"])
    for name, seconds in walls.items():
        middle = statistics.median(seconds)
        print(f"{name:20}{middle:8.1f} s   × limit with 3 tabs {middle / least:5.2f}")
    compared([run for run in runs if run.name != "limit-3-tabs"], "The same runs")
    return runs


def frontier(arguments: argparse.Namespace, work: Path) -> list[Run]:
    """Crawl many small pages without any rule; tell whether the last quarter costs more than the first."""
    site = pages.write_small(work / "site", arguments.frontier)
    with serving(site.folder) as served:
        addresses = tuple(served.origin + page.path for page in site.pages)
        task = Task(served.origin, addresses, crawled=True, work=work / "run", workers=_MANY_WORKERS)
        run = measure(CRAWL_ONLY, task, served, 0)
    _quarters(run)
    seconds: list[float] = json.loads((work / "run" / CRAWL_ONLY.name / "out" / "seconds.json").read_text("utf-8"))
    quarter = max(1, len(seconds) // 4)
    first, last = (1000 * statistics.mean(part) for part in (seconds[:quarter], seconds[-quarter:]))
    print(
        f"frontier and record: {1000 * statistics.mean(seconds):.1f} ms a page; "
        f"first quarter {first:.1f}, last {last:.1f}"
    )
    return [run]


def _quarters(run: Run) -> None:
    (first, first_cpu, first_mb), (last, last_cpu, last_mb) = run.before(0, 0.25), run.before(0.75)
    print(f"{run.brought.pages} pages, {run.pages_a_minute:.0f} a minute, {run.cpu_a_page:.3f} CPU s a page")
    for name, seconds, cpu, mb in (("first", first, first_cpu, first_mb), ("last", last, last_cpu, last_mb)):
        print(f"{name:>6} quarter: {1000 * seconds:7.0f} ms and {1000 * cpu:7.0f} CPU ms a page, {mb:6.0f} MB")


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    names = sorted({contender.name for contender in (limit(), limit(lean=True), AXE_ONLY, STEPFREE, *PEERS)})
    parser.add_argument("--pages", type=int, default=200, help="pages of the site (default 200)")
    parser.add_argument("--peer-pages", type=int, default=22, help="pages for peers (default 22; 0: no peers)")
    parser.add_argument("--only", action="append", choices=names, help="this contender only; may be repeated")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; medians are shown")
    parser.add_argument("--quick", action="store_true", help="24 pages, no peers")
    parser.add_argument("--tools", type=Path, help="folder where npm installed the peers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write every run to a file too")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--memory", type=int, nargs="?", const=3000, metavar="PAGES")
    modes.add_argument("--folder", action="store_true")
    modes.add_argument("--frontier", type=int, nargs="?", const=20000, metavar="PAGES")
    arguments = parser.parse_args()
    if not sys.platform.startswith("linux"):
        raise SystemExit("this benchmark reads /proc: Linux only")
    if arguments.quick:
        arguments.pages = 24
    mode = (
        memory if arguments.memory else folder if arguments.folder else frontier if arguments.frontier else main_table
    )
    with tempfile.TemporaryDirectory(prefix="stepfree-benchmark-", ignore_cleanup_errors=True) as work:
        runs = mode(arguments, Path(work))
    if arguments.json:
        told = [asdict(run) | {"cpu_a_page": run.cpu_a_page, "peak_mb": run.metered.peak_mb} for run in runs]
        arguments.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
