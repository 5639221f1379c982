"""Measures what the HTML report of a large audit costs, on an audit database that is made up here.

    python -m benchmarks.reports [--pages 10000] [--findings 500000] [--sites 20] [--facilities 400000] [--seed 1]
                                 [--out FOLDER] [--json FILE]

The database is written through the store's own methods: sites with pages and findings, and a city of 16 districts, 200
streets and 3,000 communities with its facilities. Rendering runs in a process of its own: wall-clock and CPU seconds
and the most memory are the kernel's account of it. Then the files are counted, and the overview is opened in Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from playwright.sync_api import sync_playwright

from audit.districts import Division, DivisionTree
from audit.league import division_scores, layer_scores
from audit.model import Finding, Impact, Indicator, Lang, Outcome, RuleTally, Score, Target, Text, digest
from audit.plan import Plan
from audit.records import Subject
from audit.standards import Requirement, load_facility
from audit.store import Store
from reports import html_folder
from reports.summary import build
from web_checks import chromium
from web_checks.jobs import Shelves

DISTRICTS, STREETS, COMMUNITIES = 16, 200, 3000
EDITION: Final = "gb-55019-2021"
# Of the facilities: what is a curb ramp, a bus stop, a public toilet.
KINDS: Final = {"curb_ramps": 0.8, "bus_stops": 0.15, "public_toilets": 0.05}
MOST_BYTES: Final = 2_000_000
MOST_SECONDS: Final = 1.0
_RULES, _TEMPLATES = 40, 8
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_OUTCOMES = (Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL)
_SHARES = (0.76, 0.12, 0.12)


@dataclass(frozen=True)
class Size:
    """How large the audit is."""

    pages: int
    findings: int
    sites: int
    facilities: int
    seed: int


def divisions() -> list[tuple[Division, shapely.Geometry]]:
    """Return the divisions of the city as a grid of boxes, by code."""
    found: list[tuple[Division, shapely.Geometry]] = []
    side = 0.1
    for d in range(DISTRICTS):
        code = f"9901{d + 1:02d}"
        west, south = 114 + d % 4 * side, 30 + d // 4 * side
        found.append((Division(code, f"第{d + 1}区", name_en=f"District {d + 1}"), _box(west, south, side, side)))
        streets = STREETS // DISTRICTS + (d < STREETS % DISTRICTS)
        for s in range(streets):
            street, wide = f"{code}{s + 1:03d}", side / streets
            at = west + s * wide
            found.append((Division(street, f"第{d + 1}区{s + 1}街道", code), _box(at, south, wide, side)))
            communities = COMMUNITIES // STREETS
            for c in range(communities):
                tall = side / communities
                community = Division(f"{street}{c + 1:03d}", f"{s + 1}街道第{c + 1}社区", street)
                found.append((community, _box(at, south + c * tall, wide, tall)))
    return sorted(found, key=lambda pair: pair[0].code)


def _box(west: float, south: float, wide: float, tall: float) -> shapely.Geometry:
    return shapely.box(west, south, west + wide, south + tall)


def plan(size: Size) -> Plan:
    """Return the plan that such an audit would have."""
    codes = [f"9901{n + 1:02d}" for n in range(DISTRICTS)]
    sites = [
        {"id": f"site-{n:03d}", "name": f"第{n + 1}网站", "url": _address(n), "district": codes[n % DISTRICTS]}
        for n in range(size.sites)
    ]
    layers = [{"kind": kind, "file": f"{kind}.csv"} for kind in KINDS]
    owners = [{"bureau": "数据局", "sites": ["*"]}, {"bureau": "住房和城乡建设局", "layers": ["*"]}]
    owners.append({"bureau": "交通运输局", "layers": ["bus_stops"]})
    table = {"name": "大市", "date": "2026-01-01", "districts": {"file": "d.gpkg"}, "site": sites, "layer": layers}
    return Plan.model_validate({**table, "owner": owners, "street": {"standards": [EDITION]}, "fictitious": True})


def _address(site: int) -> str:
    return f"https://site{site:03d}.example/"


def fill(store: Store, size: Size) -> str:
    """Record the audit; return the run's id."""
    given = plan(size)
    shown = given.model_dump(mode="json", by_alias=True)
    run = store.start_run("district", given.name, shown, Path(), {"stepfree": "0"}, _ANY_TIME)
    places = divisions()
    tree = DivisionTree.of([division for division, _ in places])
    store.save_evidence(run, "divisions", _division_frame(places))
    rng = np.random.default_rng(size.seed)
    figures: list[Indicator] = []
    for position, (kind, share) in enumerate(KINDS.items()):
        figures += _layer(store, run, places, rng, (kind, position, round(size.facilities * share)))
    sites = _sites(store, run, size, given)
    store.save_indicators(run, figures)
    served: dict[str, list[Score]] = {}
    for site, score in zip(given.sites, sites, strict=True):
        served.setdefault(site.district or "", []).append(score)
    store.save_scores(run, [*sites, *layer_scores(figures, given), *division_scores(tree, served, figures, given)])
    store.set_state(run, "finished", _ANY_TIME)
    return run


def _division_frame(places: Sequence[tuple[Division, shapely.Geometry]]) -> bytes:
    rows = [division for division, _ in places]
    return _parquet(
        {
            "code": [row.code for row in rows],
            "name": [row.name for row in rows],
            "name_en": pa.array([row.name_en for row in rows], pa.string()),
            "parent": [row.parent for row in rows],
            "population": [1000.0] * len(rows),
            "area_m2": [1e6] * len(rows),
            "geometry": pa.array(shapely.to_wkb([shape for _, shape in places]).tolist(), pa.binary()),
        }
    )


def _parquet(columns: dict[str, Any]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


def _layer(
    store: Store,
    run: str,
    places: Sequence[tuple[Division, shapely.Geometry]],
    rng: np.random.Generator,
    about: tuple[str, int, int],
) -> list[Indicator]:
    """Record a layer; return its indicators."""
    kind, position, count = about
    (edition,) = load_facility((EDITION,))
    asked = edition.of(kind)
    leaves = [(number, shape) for number, (row, shape) in enumerate(places) if len(row.code) == len("990101001001")]
    at = rng.integers(0, len(leaves), count)
    west, south, east, north = np.array([shape.bounds for _, shape in leaves]).T
    home = np.array([number for number, _ in leaves])[at]
    verdicts = {row.id: rng.choice(len(_OUTCOMES), count, p=_SHARES).astype(np.int8) for row in asked}
    stacked = np.stack(list(verdicts.values())) if verdicts else np.zeros((1, count), np.int8)
    overall = np.where((stacked == 1).any(axis=0), 1, np.where((stacked == 2).any(axis=0), 2, 0))  # noqa: PLR2004
    codes = pa.array([row.code for row, _ in places])
    columns: dict[str, Any] = {
        "facility": [f"{kind[:4]}-{n:06d}" for n in range(count)],
        "label": [f"解放路 {n % 900} 号路口{'东西南北'[n % 4]}侧" for n in range(count)],
        "lon": west[at] + rng.random(count) * (east - west)[at],
        "lat": south[at] + rng.random(count) * (north - south)[at],
        "division": pa.DictionaryArray.from_arrays(pa.array(home.astype(np.int32)), codes),
        "outcome": _words(overall),
    }
    for row in asked:
        columns[f"req:{row.id}"] = _words(verdicts[row.id])
        value = row.limit * (1 + 0.2 * rng.standard_normal(count))
        columns[f"value:{row.attribute}"] = np.where(verdicts[row.id] == 2, np.nan, np.round(value, 2))  # noqa: PLR2004
    store.save_evidence(run, f"layer:{kind}", _parquet(columns))
    tallies = {name: RuleTally(*np.bincount(codes_, minlength=3).tolist()) for name, codes_ in verdicts.items()}
    facts = {
        "kind": kind,
        "file": f"{kind}.csv",
        "counts": {"rows": count, "judged": count},
        "scored_standard": EDITION,
        "requirements": [_requirement(row) for row in asked],
        "by_requirement": {
            name: dict(zip(("passed", "failed", "cantTell"), tally, strict=True)) for name, tally in tallies.items()
        },
    }
    store.save_subject(run, Subject(kind, "layer", Outcome.FAILED, position=position, facts=facts, tally=tallies))
    return list(_indicators(kind, places, home, overall, verdicts))


def _words(codes: Any) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array([o.value for o in _OUTCOMES]))


def _requirement(row: Requirement) -> dict[str, Any]:
    kept = ("id", "attribute", "operator", "limit", "high_limit", "unit", "clause", "kind", "confidence", "impact")
    texts = ("title_zh", "title_en", "whom_zh", "whom_en", "mend_zh", "mend_en")
    return {"standard": EDITION, **{name: getattr(row, name) for name in (*kept, *texts)}}


def _indicators(
    kind: str, places: Sequence[tuple[Division, shapely.Geometry]], home: Any, overall: Any, verdicts: dict[str, Any]
) -> Iterator[Indicator]:
    tree = DivisionTree.of([division for division, _ in places])

    def sums(which: Any) -> dict[str, float]:
        counted = np.bincount(home[which], minlength=len(places)).tolist()
        return tree.roll_up({row.code: float(n) for (row, _), n in zip(places, counted, strict=True) if n})

    everything = sums(np.ones(home.size, bool))
    told = {"pass": overall, **{f"requirement:{name}": codes for name, codes in verdicts.items()}}
    for name, codes in told.items():
        passed, unknown = sums(codes == 0), sums(codes == 2)  # noqa: PLR2004
        for division, total in everything.items():
            yield Indicator(division, kind, name, passed[division], unknown[division], total, "facilities", EDITION)
    for division, total in everything.items():
        yield Indicator(division, kind, "facilities", total, 0, total, "facilities")
        yield Indicator(division, kind, "surveyed", round(0.9 * total), 0, total, "facilities")


def _sites(store: Store, run: str, size: Size, given: Plan) -> list[Score]:
    """Record the sites with their pages and findings; return their scores."""
    rules = sorted(Shelves.all().rules)[:_RULES]
    scores = []
    each, per_page = size.pages // size.sites, max(1, size.findings // size.pages)
    for number, site in enumerate(given.sites):
        for n in range(each):
            page, template = f"{_address(number)}a/{n}.html", n % _TEMPLATES
            found = [_finding(site.id, page, rules[(n + i) % _RULES], template, i) for i in range(per_page)]
            tally = {finding.rule: RuleTally(3, 1, 0) for finding in found}
            facts: dict[str, Any] = {"status": 200, "stratum": ("articles", "channels", "services")[n % 3]}
            title = f"关于第{n}号事项的通知"
            store.save_subject(run, Subject(page, "page", Outcome.FAILED, site.id, n, None, title, tally, facts), found)
        facts = {"rules": rules, "pages_found": each, "depth": "simplified"}
        store.save_subject(run, Subject(site.id, "site", Outcome.FAILED, site.id, 0, facts=facts))
        scores.append(Score("site", site.id, "online", 50.0 + number, 60.0 + number, 55.0 + number, 0.4, 9, 0, {}))
    return scores


def _finding(site: str, page: str, rule: str, template: int, number: int) -> Finding:
    outcome = Outcome.CANT_TELL if number % 5 == 4 else Outcome.FAILED  # noqa: PLR2004
    target = Target(
        f"body > div.t{template} > ul > li:nth-child({number + 1}) > a",
        f'<a class="t{template}" href="/a/{number}.html" title="通知公告"><img src="/i/{number}.png" width="120"></a>',
    )
    message = Text("这个元素没有可以朗读的名称。", "This element has no name that can be read out.")
    component = digest(rule, str(template))
    return Finding(page, rule, outcome, Impact(1 + number % 4), target, message, component,
                   digest(page, rule, str(number)), None, site)  # fmt: skip


def render(database: Path, out: Path) -> None:
    """Write the HTML report of the latest run."""
    with closing(Store.at(database)) as store:
        html_folder.write(build(store, "latest", Shelves.all().rules), out, Lang.ZH)


def measured(database: Path, out: Path) -> dict[str, float]:
    """Render in a process of its own; return its seconds, its CPU seconds and the most memory (MB)."""
    began = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", "benchmarks.reports", "--render", str(database), str(out)])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(child.returncode)
    unit = 1e6 if platform.system() == "Darwin" else 1e3  # bytes there, KB elsewhere
    seconds = time.monotonic() - began
    return {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / unit}


def opened(index: Path) -> float:
    """Return the seconds that Chromium takes from asking for a page on disk until it is loaded."""
    found = chromium.find()
    if found is None:
        sys.exit("no Chromium: run make setup")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.path), chromium_sandbox=chromium.sandbox_possible()
        )
        page = browser.new_page()
        page.goto("about:blank")
        began = time.monotonic()
        page.goto(index.resolve().as_uri(), wait_until="load")
        seconds = time.monotonic() - began
        browser.close()
    return seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the database, render, print; return 1 when a file is too large or the overview opens too slowly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("pages", 10_000), ("findings", 500_000), ("sites", 20), ("facilities", 400_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument(
        "--out", type=Path, help="keep the database and the report here; a database there is used again"
    )
    parser.add_argument("--json", type=Path)
    parser.add_argument("--render", type=Path, nargs=2, metavar=("DATABASE", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.render:
        render(*given.render)
        return 0
    size = Size(given.pages, given.findings, given.sites, given.facilities, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        out = given.out or Path(folder)
        database, report = out / "audit.sqlite", out / "report"
        if not database.exists():
            with closing(Store.at(database)) as store:
                fill(store, size)
        told: dict[str, Any] = {**asdict(size), **measured(database, report)}
        files = {path: path.stat().st_size for path in report.rglob("*") if path.is_file()}
        largest = max(files, key=lambda path: (files[path], str(path)))
        index = report / "zh" / "index.html"
        told |= {"files": len(files), "mb": sum(files.values()) / 1e6, "largest": str(largest.relative_to(report))}
        told |= {"largest_bytes": files[largest], "index_bytes": files[index], "opens_in": opened(index)}
    for name, value in told.items():
        print(f"{name:<14} {value:,.2f}" if isinstance(value, float) else f"{name:<14} {value}")
    if given.json:
        given.json.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    return 0 if told["largest_bytes"] <= MOST_BYTES and told["opens_in"] < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
