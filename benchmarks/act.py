"""Audits the W3C ACT test cases and tells what was found, what was wrongly failed and what a person must look at.

    python benchmarks/act.py FOLDER [--rules ID,ID] [--json FILE]

FOLDER holds testcases.json, testcases/ and test-assets/. A case counts as found when a rule that names the case's ACT
rule reports a failed target; a failed target on a passed or inapplicable case is a false positive; a cantTell on
either is counted as needing review.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from audit.model import Depth, Outcome, StepfreeError
from audit.store import Store
from web_checks import axe
from web_checks.crawl import Watch
from web_checks.jobs import Shelves, SiteJob, WebSettings
from web_checks.pool import TabPool
from web_checks.site import SiteAudit
from web_checks.sites import FOLDER_HOST, browsing

_MOUNT = "WAI/content-assets/wcag-act-rules"


@dataclass(frozen=True)
class Case:
    """A test case: its ACT rule, the expected outcome, and where its page stands."""

    rule: str
    rule_name: str
    id: str
    expected: str
    address: str


def cases_in(folder: Path) -> list[Case]:
    """Read the cases of a folder."""
    listed = json.loads((folder / "testcases.json").read_text("utf-8"))["testcases"]
    return [
        Case(
            case["ruleId"],
            case["ruleName"],
            case["testcaseId"],
            case["expected"],
            f"http://{FOLDER_HOST}/{_MOUNT}/testcases/{quote(case['file'])}",
        )
        for case in listed
    ]


def mounted(folder: Path, work: Path) -> Path:
    """Return a folder to serve in which the cases stand where their absolute links expect them."""
    mount = work / "www" / _MOUNT
    mount.parent.mkdir(parents=True)
    mount.symlink_to(folder.resolve(), target_is_directory=True)
    return work / "www"


async def outcomes_of(served_folder: Path, cases: list[Case], work: Path) -> dict[str, dict[str, set[Outcome]]]:
    """Audit the cases; return the outcomes other than passed by address and ACT rule."""
    addresses = tuple(dict.fromkeys(case.address for case in cases))
    job = SiteJob("act", "ACT", "", addresses, folder=served_folder, max_pages=len(addresses), follow=False)
    settings = WebSettings(depth=Depth.IN_DEPTH, workers=8, delay=0, sample=None, stay=True)
    store = Store.at(work / "act.sqlite")
    run = store.start_run("site", "act", {}, served_folder, {}, datetime.now(UTC))
    shelves = Shelves.all()
    async with browsing([job], settings, axe.script(), isolated=True) as (browser, served):
        count = 0

        def told(_result: object) -> None:
            nonlocal count
            count += 1
            if count % 20 == 0:
                print(f"{count}/{len(addresses)}", file=sys.stderr)

        await SiteAudit(job, TabPool(browser, served.workers), store, run, shelves, served).audit(Watch(told))
    return _by_act_rule(store, run, shelves)


def _by_act_rule(store: Store, run: str, shelves: Shelves) -> dict[str, dict[str, set[Outcome]]]:
    act = {rule.id: rule.act_rules for rule in shelves.rules.values()}
    found: dict[str, dict[str, set[Outcome]]] = defaultdict(lambda: defaultdict(set))
    for page in store.subjects(run, "page"):
        if page.outcome is Outcome.UNTESTED:
            print(f"untested: {page.id}: {page.reason} {page.facts.get('detail', '')}", file=sys.stderr)
        for rule, tally in page.tally.items():
            for act_rule in act.get(rule, ()):
                found[page.id][act_rule].add(tally.outcome)
    return found


def tell(cases: list[Case], outcomes: Mapping[str, Mapping[str, set[Outcome]]]) -> list[dict[str, Any]]:
    """Print the totals, then the same by ACT rule; return one row a case."""
    rows = []
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    names = {case.rule: case.rule_name for case in cases}
    for case in cases:
        got = outcomes.get(case.address, {}).get(case.rule, set())
        failed, review = Outcome.FAILED in got, Outcome.CANT_TELL in got and Outcome.FAILED not in got
        tally = by_rule[case.rule]
        tally["failed cases" if case.expected == "failed" else "other cases"] += 1
        tally["found"] += failed and case.expected == "failed"
        tally["false positives"] += failed and case.expected != "failed"
        tally["needs review"] += review
        rows.append({"rule": case.rule, "case": case.id, "expected": case.expected, "failed": failed, "review": review})
    total: Counter[str] = sum(by_rule.values(), Counter())
    print(
        f"found {total['found']} of {total['failed cases']}, "
        f"false positives {total['false positives']} of {total['other cases']}, needs review {total['needs review']}"
    )
    for rule, tally in sorted(by_rule.items(), key=lambda item: item[0]):
        print(
            f"{rule}  found {tally['found']:3} of {tally['failed cases']:3}  "
            f"false positives {tally['false positives']:2} of {tally['other cases']:3}  "
            f"needs review {tally['needs review']:3}  {names[rule]}"
        )
    return rows


def main() -> int:
    """Run the yardstick."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rules", default="", help="only the cases of these ACT rules")
    parser.add_argument("--json", type=Path, help="write one row for each case")
    arguments = parser.parse_args()
    if not (arguments.folder / "testcases.json").is_file():
        print(f"{arguments.folder}: no testcases.json here; name the folder that holds it", file=sys.stderr)
        return 2
    only = set(filter(None, arguments.rules.split(",")))
    cases = [case for case in cases_in(arguments.folder) if not only or case.rule in only]
    try:
        with tempfile.TemporaryDirectory() as work:
            outcomes = asyncio.run(outcomes_of(mounted(arguments.folder, Path(work)), cases, Path(work)))
    except StepfreeError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    rows = tell(cases, outcomes)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
