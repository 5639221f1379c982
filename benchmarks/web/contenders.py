"""Who is measured: how each is started on some addresses, whether it is installed, and what it brought back."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web_checks import chromium
from web_checks.chromium import Kind, Machine

_FAULT = 'data-fault="{rule}"'
# Pages that a crawl meets beside the site's own: a map that is shown in a frame is linked to, too.
_LINKED = 5


@dataclass(frozen=True)
class Task:
    """What is to be audited: a site by its start address, or the addresses alone; work: the contender's own folder."""

    origin: str
    addresses: tuple[str, ...]
    crawled: bool
    work: Path
    tools: Path | None = None
    workers: int = 3


@dataclass(frozen=True)
class Brought:
    """What a contender brought back: pages finished, and seeded faults found (None = not looked at)."""

    pages: int
    faults: int | None = None


@dataclass(frozen=True)
class Contender:
    """Something that audits pages. command writes what it needs first; lacking: what to install, "" = nothing."""

    name: str
    command: Callable[[Task], list[str]]
    brought: Callable[[Task], Brought]
    lacking: Callable[[Path | None], str] = lambda _tools: ""
    peer: bool = False


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs one of this benchmark's modules."""
    return [sys.executable, "-m", f"benchmarks.web.{name}", *arguments]


def _found(pairs: Iterable[tuple[str, str]]) -> int:
    """Count the findings (rule of axe, snippet) that are of a seeded fault."""
    return sum(_FAULT.format(rule=rule) in snippet for rule, snippet in pairs)


# ---- the limit


def limit(tabs: int = 1, *, lean: bool = False) -> Contender:
    """Return the limit with some tabs. lean: with what makes stepfree's pages cheaper than axe and V8 as published."""

    def command(task: Task) -> list[str]:
        (task.work / "addresses.json").write_text(json.dumps(task.addresses), "utf-8")
        files = (str(task.work / "addresses.json"), str(task.work / "answers.json"))
        return module("limit", *files, "--tabs", str(tabs), *(["--lean"] if lean else []))

    def brought(task: Task) -> Brought:
        answers: dict[str, str] = json.loads((task.work / "answers.json").read_text("utf-8"))
        results = [result for answer in answers.values() for result in json.loads(answer)]
        found = _found((result["id"], node["snippet"]) for result in results for node in result["failed"])
        return Brought(len(answers), found)

    name = "limit" if tabs == 1 else f"limit-{tabs}-tabs"
    return Contender(f"{name}-lean" if lean else name, command, brought)


# ---- stepfree


def plan(task: Task) -> Path:
    """Write the plan of a task: no pause between requests, since the server is this machine's own."""
    text = (
        f'name = "benchmark"\ndate = 2026-01-01\n[web]\ndelay = 0\ndepth = "simplified"\nworkers = {task.workers}\n'
        f'max_pages = {len(task.addresses) + _LINKED}\n[[site]]\nid = "site"\nname = "site"\n'
        f'url = "{task.origin}/index.html"\n'
    )
    if not task.crawled:
        text += f"addresses = {json.dumps(task.addresses)}\n"
    path = task.work / "plan.toml"
    path.write_text(text, "utf-8")
    return path


def recorded(task: Task) -> Brought:
    """Read what stepfree recorded."""
    database = sqlite3.connect(task.work / "out" / "audit.sqlite")
    try:
        tested = database.execute("select count(*) from subjects where kind = 'page' and outcome <> 'untested'")
        (pages,) = tested.fetchone()
        rows = database.execute("select rule, snippet from findings where outcome = 'failed'").fetchall()
    finally:
        database.close()
    return Brought(pages, _found((rule.removeprefix("axe-"), snippet) for rule, snippet in rows))


def _whole(task: Task) -> list[str]:
    return [sys.executable, "-m", "cli", "district", str(plan(task)), "--quiet", "--out", str(task.work / "out")]


def _folder(task: Task) -> list[str]:
    options = ["--depth", "simplified", "--max-pages", str(len(task.addresses)), "--quiet"]
    return [sys.executable, "-m", "cli", "site", task.origin, *options, "--out", str(task.work / "out")]


def _only_axe(task: Task) -> list[str]:
    return module("axe_only", str(plan(task)), str(task.work / "out"))


def _nothing(task: Task) -> list[str]:
    return module("axe_only", str(plan(task)), str(task.work / "out"), "--nothing")


AXE_ONLY = Contender("stepfree-axe", _only_axe, recorded)
STEPFREE = Contender("stepfree", _whole, recorded)
FOLDER = Contender("stepfree-folder", _folder, recorded)
CRAWL_ONLY = Contender("stepfree-crawl", _nothing, recorded)


# ---- peers


def full_browser() -> str:
    """Return the full browser that peers start ("" = none): they know no headless shell."""
    return next(
        (str(found.path) for found in chromium.candidates(Machine()) if found.kind is not Kind.HEADLESS_SHELL), ""
    )


def _tool(name: str, tools: Path | None) -> str:
    inside = [str(tools / "node_modules" / ".bin")] if tools else []
    return shutil.which(name, path=os.pathsep.join([*inside, os.environ.get("PATH", "")])) or ""


def _needs(program: str, package: str, *, driver: bool = False) -> Callable[[Path | None], str]:
    def lacking(tools: Path | None) -> str:
        if not _tool(program, tools):
            return f"npm install --prefix TOOLS {package} (PUPPETEER_SKIP_DOWNLOAD=1), then --tools TOOLS"
        if not full_browser():
            return "a full Chromium or Chrome"
        return "a chromedriver on PATH" if driver and not shutil.which("chromedriver") else ""

    return lacking


def _has(package: str, *, driver: bool = False) -> Callable[[Path | None], str]:
    def lacking(_tools: Path | None) -> str:
        if importlib.util.find_spec(package) is None:
            return f"pip install {package.replace('_', '-')}"
        if not full_browser():
            return "a full Chromium or Chrome"
        return "a chromedriver on PATH" if driver and not shutil.which("chromedriver") else ""

    return lacking


def _pa11y_ci(task: Task) -> list[str]:
    launch = {"executablePath": full_browser(), "args": ["--no-sandbox"] if not chromium.sandbox_possible() else []}
    # One at a time: two at once lose pages on two cores.
    defaults = {"runners": ["axe"], "concurrency": 1, "timeout": 60000, "chromeLaunchConfig": launch}
    config = task.work / "pa11yci.json"
    config.write_text(json.dumps({"defaults": defaults, "urls": task.addresses}), "utf-8")
    script = f'"$0" --config "$1" --json > "{task.work}/answers.json"; test $? -le 2'
    return ["/bin/sh", "-c", script, _tool("pa11y-ci", task.tools), str(config)]


def _of_pa11y_ci(task: Task) -> Brought:
    results = _json(task.work / "answers.json").get("results", {})
    broken = [found for found in results.values() if len(found) == 1 and "code" not in found[0]]
    return Brought(len(results) - len(broken))


def _axe_cli(task: Task) -> list[str]:
    options = "headless,disable-dev-shm-usage" + ("" if chromium.sandbox_possible() else ",no-sandbox")
    return [
        _tool("axe", task.tools),
        *task.addresses,
        f"--chrome-path={full_browser()}",
        f"--chromedriver-path={shutil.which('chromedriver')}",
        f"--chrome-options={options}",
        f"--dir={task.work}",
        "--save=answers.json",
    ]


def _listed(task: Task) -> Brought:
    answers = _json(task.work / "answers.json")
    return Brought(len(answers))


def _lighthouse(task: Task) -> list[str]:
    flags = "--headless=new" + ("" if chromium.sandbox_possible() else " --no-sandbox")
    script = (
        'tool=$0; out=$1; flags=$2; shift 2; n=0; for url in "$@"; do n=$((n + 1)); '
        '"$tool" "$url" --quiet --only-categories=accessibility --output=json --output-path="$out/page-$n.json" '
        '--chrome-flags="$flags"; done'
    )
    tool = _tool("lighthouse", task.tools)
    return ["/usr/bin/env", f"CHROME_PATH={full_browser()}", "/bin/sh", "-c", script, tool, str(task.work), flags,
            *task.addresses]  # fmt: skip


def _of_lighthouse(task: Task) -> Brought:
    reports = [_json(file) for file in sorted(task.work.glob("page-*.json"))]
    return Brought(sum(report.get("runtimeError") is None for report in reports))


def _crawlee(task: Task) -> list[str]:
    (task.work / "addresses.json").write_text(json.dumps(task.addresses), "utf-8")
    files = (str(task.work / "addresses.json"), str(task.work / "answers.json"))
    script = str(Path(__file__).with_name("crawlee.mjs"))
    flags = [] if chromium.sandbox_possible() else ["--no-sandbox"]
    # Its queue is a folder of files: in the contender's own one, not in the one that the benchmark is started in.
    storage = f"CRAWLEE_STORAGE_DIR={task.work / 'storage'}"
    tools = str((task.tools or Path()).resolve())
    return ["/usr/bin/env", storage, _tool("node", None), script, tools, full_browser(), *files, *flags]


def _lacking_crawlee(tools: Path | None) -> str:
    packages = ("@crawlee/playwright", "playwright", "@axe-core/playwright")
    if not tools or not all((tools / "node_modules" / package).is_dir() for package in packages):
        return (
            f"npm install --prefix TOOLS {' '.join(packages)} (PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1), then --tools TOOLS"
        )
    if not _tool("node", None):
        return "node on PATH"
    return "" if full_browser() else "a full Chromium or Chrome"


def _loop(kind: str) -> Callable[[Task], list[str]]:
    def command(task: Task) -> list[str]:
        (task.work / "addresses.json").write_text(json.dumps(task.addresses), "utf-8")
        files = (str(task.work / "addresses.json"), str(task.work / "answers.json"))
        return module("python_peers", kind, full_browser(), *files)

    return command


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):  # it brought nothing back
        return {}


PEERS = (
    Contender("pa11y-ci", _pa11y_ci, _of_pa11y_ci, _needs("pa11y-ci", "pa11y-ci"), peer=True),
    Contender("axe-cli", _axe_cli, _listed, _needs("axe", "@axe-core/cli", driver=True), peer=True),
    Contender("lighthouse", _lighthouse, _of_lighthouse, _needs("lighthouse", "lighthouse"), peer=True),
    Contender("crawlee", _crawlee, _listed, _lacking_crawlee, peer=True),
    Contender("axe-playwright-python", _loop("playwright"), _listed, _has("axe_playwright_python"), peer=True),
    Contender("axe-selenium-python", _loop("selenium"), _listed, _has("axe_selenium_python", driver=True), peer=True),
)
