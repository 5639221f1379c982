"""--since: of a folder's pages only those that changed are opened, and the findings are those of a full run."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from audit.plan import Plan
from audit.store import Store
from tests.commands import needs_browser, page, problems, run
from web_checks import axe
from web_checks.arrival import Arrival
from web_checks.tab import Tab

HOST = "http://folder.test/"
# Asks for something outside the folder, so that it is opened every time.
ALWAYS = "outside.html"
EVERY = ["", "a.html", "b.html", "data.html", "missing.html", ALWAYS]
OPTIONS = ("--format", "json", "--format", "csv", "--quiet", "--lang", "en")

Visits = Callable[[], list[str]]


def written(site: Path) -> Path:
    """Write pages that share a style, one with data that a script fetches, one that asks for what is not there."""
    site.mkdir()
    grey = '<link rel="stylesheet" href="shared.css?v=1"><p class="grey">灰字</p>'
    fetches = "<p id='said'></p><script>fetch('data.json').then((r) => r.text()).then((t) => { said.textContent = t; })"
    for name, body in {
        "index.html": "",
        "a.html": grey,
        "b.html": grey + '<img src="logo.svg">',
        "data.html": fetches + '</script><img src="logo.svg">',
        "missing.html": '<img src="late.png" alt="图表：各区用水量">',
        ALWAYS: '<img src="http://other.test/x.png" alt="图表：各区用电量">',
    }.items():
        links = ("a.html", "b.html", "data.html", "missing.html", ALWAYS) if name == "index.html" else ()
        (site / name).write_text(page(f"页面 {name}", body, *links), "utf-8")
    (site / "shared.css").write_text(".grey { color: #bbb; background: #fff }", "utf-8")
    (site / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    (site / "data.json").write_text('"一"', "utf-8")
    return site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Those pages, never audited."""
    return written(tmp_path / "site")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with those pages (site) and their audit (out), to be copied."""
    both = tmp_path_factory.mktemp("audited")
    run("site", written(both / "site"), "--out", both / "out", *OPTIONS)
    return both


@pytest.fixture
def before(audited: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return a copy of the pages and a copy of their audit, the test's own."""
    shutil.copytree(audited, tmp_path, dirs_exist_ok=True)
    return tmp_path / "site", tmp_path / "out"


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Visits:
    """Return what was opened since this was last asked: the pages' names, sorted."""
    opened: list[str] = []
    usual = Tab.visit

    async def visit(self: Tab, address: str) -> Arrival:
        opened.append(address.removeprefix(HOST))
        return await usual(self, address)

    monkeypatch.setattr(Tab, "visit", visit)

    def asked() -> list[str]:
        found = sorted(opened)
        opened.clear()
        return found

    return asked


def findings(out: Path) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return the findings files without the marks of what was carried over."""
    document = json.loads((out / "findings.json").read_text("utf-8"))
    for site in document["sites"]:
        del site["carried"], site["since"]
    for finding in document["site_findings"]:
        del finding["carried_from"]
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [{k: v for k, v in row.items() if k != "Carried over from run"} for row in csv.DictReader(file)]
    return document, rows


def same_as_a_full_run(folder: Path, out: Path, *options: str) -> None:
    full = out.parent / f"full-{out.name}-{len(list(out.parent.iterdir()))}"
    run("site", folder, "--out", full, *OPTIONS, *options)
    assert findings(out) == findings(full)


@needs_browser
def test_what_did_not_change_is_not_opened_again(folder: Path, tmp_path: Path, visits: Visits) -> None:
    out = tmp_path / "out"
    run("site", folder, "--out", out, "--lang", "en")
    assert visits() == EVERY
    before = findings(out)
    said = run("site", folder, "--out", out, "--lang", "en", "--since", "latest").stdout
    assert visits() == [ALWAYS]
    assert findings(out) == before

    with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
        first, second = store.runs()
        assert second.since == first.id
        pages = {p.id.removeprefix(HOST): p.facts.get("carried_from") for p in store.subjects(second.id, "page")}
        assert pages == {**dict.fromkeys(("", "a.html", "b.html", "data.html", "missing.html"), first.id), ALWAYS: None}
        (site,) = store.subjects(second.id, "site")
        assert (site.facts["pages_tested"], site.facts["pages_carried"], site.facts["since"]) == (1, 5, first.id)

    document = json.loads((out / "findings.json").read_text("utf-8"))
    assert (document["sites"][0]["carried"], document["sites"][0]["since"]) == (5, first.id)
    marks = {finding["page"].removeprefix(HOST): finding["carried_from"] for finding in document["site_findings"]}
    assert marks["a.html"] == marks["b.html"] == first.id
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["Carried over from run"] for row in csv.DictReader(file)} >= {first.id}
    assert "1 of 6 pages tested" in said
    assert f"5 pages carried over from run {first.id}" in said
    for lang, words in (("en", f"carried over from run {first.id}"), ("zh", f"沿用运行 {first.id} 的结果")):
        (site_page,) = (out / lang).glob("site-*.html")
        assert site_page.read_text("utf-8").count(words) >= 5
        assert first.id in (out / lang / "method.html").read_text("utf-8")

    # A run that goes on from one that carried over names the one that opened the pages.
    run("site", folder, "--out", out, *OPTIONS, "--since", second.id)
    assert visits() == [ALWAYS]
    third = json.loads((out / "findings.json").read_text("utf-8"))
    assert {finding["page"]: finding["carried_from"] for finding in third["site_findings"]}[f"{HOST}a.html"] == first.id


@needs_browser
@pytest.mark.parametrize(
    ("changed", "content", "opened"),
    [
        ("a.html", page("页面 a.html", '<img src="logo.svg">'), ["a.html"]),
        ("shared.css", ".grey { color: #000; background: #fff }", ["a.html", "b.html"]),
        ("data.json", '"二"', ["data.html"]),
        ("late.png", "now it is there", ["missing.html"]),
        ("logo.svg", None, ["b.html", "data.html"]),
        ("new.html", page("页面 new.html"), ["new.html"]),
        ("index.html", page("页面 index.html", "", "b.html", "a.html"), [""]),
        ("b.html", page("页面 a.html", '<img src="logo.svg">'), ["b.html"]),  # across pages: two of one title
    ],
)
def test_what_changed_is_opened_and_nothing_else(
    before: tuple[Path, Path], visits: Visits, changed: str, content: str | None, opened: list[str]
) -> None:
    folder, out = before
    if content is None:
        (folder / changed).unlink()
    else:
        (folder / changed).write_text(content, "utf-8")
    run("site", folder, "--out", out, *OPTIONS, "--since", "latest")
    assert visits() == sorted([*opened, ALWAYS])
    same_as_a_full_run(folder, out)


@needs_browser
def test_other_rules_open_every_page(before: tuple[Path, Path], tmp_path: Path, visits: Visits) -> None:
    folder, out = before
    other = tmp_path / "axe.min.js"
    other.write_text(f"{axe.script().source}\n// another build", "utf-8")
    run("site", folder, "--out", out, *OPTIONS, "--since", "latest", "--axe-script", str(other))
    assert visits() == EVERY
    run("site", folder, "--out", out, *OPTIONS, "--since", "latest", "--base-url", HOST, "--axe-script", str(other))
    assert visits() == [ALWAYS]


@needs_browser
def test_in_depth_results_are_carried_over_to_an_audit_in_depth_alone(
    folder: Path, tmp_path: Path, visits: Visits
) -> None:
    for name in ("index.html", "data.html", "missing.html", ALWAYS, "b.html"):
        (folder / name).unlink()
    for name in ("b.html", "c.html"):  # of one template: one of them is drawn
        (folder / name).write_text((folder / "a.html").read_text("utf-8").replace("a.html", name), "utf-8")
    (folder / "index.html").write_text(page("首页", "", "a.html", "b.html", "c.html"), "utf-8")
    out, deep = tmp_path / "out", ("--depth", "in-depth")
    run("site", folder, "--out", out, *OPTIONS, *deep)
    visits()
    with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
        (first,) = store.runs()
        drawn = {p.id.removeprefix(HOST) for p in store.subjects(first.id, "page") if p.facts["depth"] == "in-depth"}
    assert 0 < len(drawn) < 4

    run("site", folder, "--out", out, *OPTIONS, *deep, "--since", first.id)
    assert visits() == []
    same_as_a_full_run(folder, out, *deep)
    visits()

    run("site", folder, "--out", out, *OPTIONS, "--since", first.id)
    assert visits() == ["", "a.html", "b.html", "c.html"], "an audit of another depth is none of the same settings"

    # Another page of the template comes first now, and is drawn; one that was before is tested as the rest is.
    assert drawn == {"", "a.html", "b.html"}
    (folder / "index.html").write_text(page("首页", "", "c.html", "a.html", "b.html"), "utf-8")
    run("site", folder, "--out", out, *OPTIONS, *deep, "--since", first.id)
    opened = visits()
    assert opened in (["", "", "a.html", "c.html"], ["", "", "b.html", "c.html"])
    same_as_a_full_run(folder, out, *deep)


@needs_browser
@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_run_that_goes_on_still_carries_over(
    before: tuple[Path, Path], visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = before
    (folder / "index.html").write_text(page("改版首页", "", "b.html"), "utf-8")
    with monkeypatch.context() as patched:
        usual = Tab.visit

        async def visit(self: Tab, address: str) -> Arrival:
            os.kill(os.getpid(), signal.SIGTERM)
            return await usual(self, address)

        patched.setattr(Tab, "visit", visit)
        run("site", folder, "--out", out, *OPTIONS, "--since", "latest", exit_code=143)
    assert visits() == [""]
    (row,) = json.loads((out / "findings.json").read_text("utf-8"))["sites"]
    assert (row["reason"], row["carried"]) == ("interrupted", 0)
    run("site", "--resume", "latest", "--out", out, *OPTIONS)
    assert visits() == [ALWAYS]
    same_as_a_full_run(folder, out)


@needs_browser
def test_a_page_that_never_comes_to_rest_is_opened_again(tmp_path: Path, visits: Visits) -> None:
    site, out = tmp_path / "site", tmp_path / "out"
    site.mkdir()
    (site / "index.html").write_text(
        page("首页", "<p id=n></p><script>setInterval(() => { n.textContent = performance.now(); }, 20)</script>"),
        "utf-8",
    )
    run("site", site, "--out", out, *OPTIONS)
    run("site", site, "--out", out, *OPTIONS, "--since", "latest")
    assert visits() == ["", ""]


# ---- what cannot be


def started(store: Store, folder: Path, state: str, url: str = HOST) -> str:
    """Record a run of a folder without auditing it."""
    site = {"id": folder.name, "name": folder.name, "url": url, "folder": str(folder)}
    plan = Plan.model_validate({"name": folder.name, "date": "2025-01-01", "site": [site]})
    now = datetime(2025, 1, 1, tzinfo=UTC)
    run_ = store.start_run("site", folder.name, plan.model_dump(mode="json", by_alias=True), folder, {}, now)
    store.set_state(run_, state, now)
    return run_


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_run_that_nothing_can_be_carried_over_from_is_one_line(folder: Path, tmp_path: Path, lang: str) -> None:
    out = tmp_path / "out"

    def line(*arguments: str | Path) -> str:
        (found,) = problems("site", *arguments, "--out", out, lang=lang)
        assert lang == "en" or re.search("[\u4e00-\u9fff]", found)
        return found

    assert "audit.sqlite" in line(folder, "--since", "latest")
    with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
        assert "latest" in line(folder, "--since", "latest")
        begun = started(store, folder, "interrupted")
        assert f"--resume {begun}" in line(folder, "--since", begun)
        other = started(store, folder, "finished", "http://elsewhere.test/")
        assert other in line(folder, "--since", other)
        assert "1999-01-01-1" in line(folder, "--since", "1999-01-01-1")
        assert "http://a.cn" not in line("http://a.cn/", "--since", "latest")
        assert "a.cn" in line("http://a.cn/", "--since", "latest")
        assert "--resume" in line(folder, "--since", "latest", "--resume", "latest")
        assert [run_.id for run_ in store.runs()] == [begun, other], "nothing was begun"
