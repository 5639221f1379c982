"""Draws failed findings of our own rules (not axe's) for a person to judge, each beside its page.

python scripts/precision_sample.py FOLDER OUT.toml [--seed TEXT] [--count N] [--in-depth]

FOLDER holds saved pages. OUT.toml lists the findings with an empty verdict; write "correct", "wrong" or "opinion" (a
matter of taste, which counts as wrong). A list that is drawn again keeps the verdicts of the findings that stay in it.
tests/precision/ holds the judged lists, and a test that asks for 95 % correct.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from audit.model import Depth, Finding, Outcome, StepfreeError, digest
from audit.store import Store
from web_checks import axe
from web_checks.crawl import Watch
from web_checks.jobs import Shelves, SiteJob, WebSettings
from web_checks.pool import TabPool
from web_checks.site import SiteAudit
from web_checks.sites import FOLDER_HOST, browsing

_KEYS = ("page", "rule", "selector", "snippet", "message", "verdict")


async def audited(folder: Path, depth: Depth) -> list[Finding]:
    """Audit the pages of a folder by our own rules alone; return what failed."""
    with tempfile.TemporaryDirectory() as work:
        store = Store.at(Path(work) / "audit.sqlite")
        run = store.start_run("site", "precision", {}, folder, {}, datetime.now(UTC))
        job = SiteJob("pages", "pages", f"http://{FOLDER_HOST}/", folder=folder, max_pages=10_000, follow=False)
        settings = WebSettings(depth=depth, delay=0, sample=None, stay=True)
        shelves = dataclasses.replace(Shelves.all("AA"), axe_options="")
        async with browsing([job], settings, axe.script(), isolated=True) as (browser, served):
            await SiteAudit(job, TabPool(browser, served.workers), store, run, shelves, served).audit(Watch())
        found = [finding for finding in store.findings(run) if finding.outcome is Outcome.FAILED]
        store.close()
    return found


def drawn(findings: Iterable[Finding], count: int, seed: str) -> list[Finding]:
    """Return some findings, one a fault (rule and component) of a page: random, but the same for the same seed."""
    firsts = {(finding.subject, finding.component): finding for finding in reversed(list(findings))}
    ranked = sorted(firsts.values(), key=lambda finding: digest(seed, finding.fingerprint))
    return sorted(ranked[:count], key=lambda finding: (finding.rule, finding.subject, finding.fingerprint))


def listing(found: Sequence[Finding], judged: dict[tuple[str, ...], str]) -> list[dict[str, str]]:
    """Return one row a finding. judged: verdicts of an earlier list by page, rule and selector."""
    rows = []
    for finding in found:
        page = finding.subject.removeprefix(f"http://{FOLDER_HOST}/")
        target = finding.target
        key = (page, finding.rule, target.selector)
        message = f"{finding.message.zh} / {finding.message.en}"
        rows.append(dict(zip(_KEYS, (*key, target.snippet, message, judged.get(key, "")), strict=True)))
    return rows


def verdicts_in(path: Path) -> dict[tuple[str, ...], str]:
    """Return the verdicts of an earlier list by page, rule and selector."""
    if not path.is_file():
        return {}
    rows = tomllib.loads(path.read_text("utf-8")).get("finding", [])
    return {(row["page"], row["rule"], row["selector"]): row["verdict"] for row in rows}


def as_toml(rows: Sequence[dict[str, str]], seed: str, of: int) -> str:
    """Return a list as TOML."""
    tables = "".join("\n[[finding]]\n" + "".join(f"{key} = {_quoted(row[key])}\n" for key in _KEYS) for row in rows)
    head = "# Failed findings of our own rules, judged by eye: correct, wrong or opinion.\n"
    return f"{head}seed = {_quoted(seed)}\nof = {of}\n{tables}"


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def main() -> int:
    """Draw a list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--in-depth", action="store_true")
    arguments = parser.parse_args()
    depth = Depth.IN_DEPTH if arguments.in_depth else Depth.SIMPLIFIED
    try:
        found = asyncio.run(audited(arguments.folder, depth))
    except StepfreeError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    rows = listing(drawn(found, arguments.count, arguments.seed), verdicts_in(arguments.out))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(as_toml(rows, arguments.seed, len(found)), "utf-8")
    left = sum(not row["verdict"] for row in rows)
    print(f"{arguments.out}: {len(rows)} of {len(found)} failed findings, {left} without a verdict")
    return 0


if __name__ == "__main__":
    sys.exit(main())
