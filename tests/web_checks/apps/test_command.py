"""The command `stepfree app`, and apps inside a plan: what is asked for, refused, reported."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import geopandas
import pytest
import shapely

from audit.catalog import Shelved
from audit.model import UsageError
from audit.plan import load
from tests.commands import problems, run
from tests.web_checks.apps.appium_stub import AppiumStub
from tests.web_checks.apps.phones import View, dump
from web_checks.apps import record
from web_checks.apps.screen import Format
from web_checks.judge import Judgement

CLOSE = View("icon", (100, 100, 160, 160))
PLAN = """
name = "示例市"
date = 2025-01-01
[[app]]
id = "zwfw"
name = "政务服务"
name_en = "Services"
files = ["dumps"]
density = 160
[[owner]]
bureau = "数据局"
sites = ["zwfw"]
"""


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "首页.xml").write_bytes(dump(Format.ANDROID, View("text", (20, 20, 300, 50), "政务服务"), CLOSE))
    return folder


def findings(out: Path) -> list[dict[str, str]]:
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_files_give_a_report_in_every_format(dumps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("app", dumps, "--density", "160", "--name", "政务服务", "--lang", "zh", "--out", out)
    assert "政务服务" in result.stdout
    rows = findings(out)
    assert any(row["规则或要求"] == "screen-control-name" for row in rows)
    pages = [path.read_text("utf-8") for path in out.rglob("*.html")]
    assert any("screen-control-name" in page for page in pages)
    assert any("· 应用" in page for page in pages)
    (site,) = json.loads((out / "findings.json").read_text("utf-8"))["sites"]
    assert (site["id"], site["name"]) == ("app", "政务服务")


def test_the_gate_counts_findings_of_apps(dumps: Path, tmp_path: Path) -> None:
    run("app", dumps, "--out", tmp_path / "out", "--fail-on", "critical", "--format", "csv", exit_code=1)


def test_the_design_rules_for_older_people_as_the_standard(dumps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["--elder", "version", "--density", "160", "--standard", "miit-2021-app"]
    run("app", dumps, *arguments, "--out", out, "--quiet")
    clauses = {row["Rule or requirement"]: row["Clauses"] for row in findings(out)}
    assert "miit-2021-app:4.1" in clauses["screen-control-name"]
    assert {row["Outcome"] for row in findings(out) if row["Rule or requirement"].startswith("screen-elder")} <= {
        "needs review"
    }
    run("report", "--out", out, "--format", "csv", "--quiet")
    (line,) = problems("app", dumps, "--standard", "miit", "--out", out)
    assert "miit-2021-app" in line


def test_nothing_that_can_be_read_is_incomplete(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<html/>")
    (line,) = problems("app", tmp_path / "a.xml", "--out", tmp_path / "out", "--quiet", exit_code=3)
    assert "a" in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--appium"),
        (["nowhere"], "nowhere"),
        (["--appium", "ftp://x"], "http"),
        (["--appium", "http://u:p@x"], "password"),
        (["--appium", "http://127.0.0.1:9"], "capabilities"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    lines = problems("app", *arguments, "--out", tmp_path / "out")
    assert any(said in line for line in lines)
    assert not any("u:p" in line for line in lines)


def test_an_app_of_a_plan_stands_beside_its_sites(dumps: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, "utf-8")
    out = tmp_path / "out"
    run("district", plan, "--out", out, "--lang", "zh", "--quiet")
    assert {row["责任单位"] for row in findings(out)} == {"数据局"}
    assert {row["网站、应用、文档或图层"] for row in findings(out)} == {"政务服务"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('files = ["dumps"]', "files"),
        ("density = 160", "density"),
        ('id = "zwfw"\nname = "政务服务"', "id"),
    ],
)
def test_plans_that_are_wrong(dumps: Path, tmp_path: Path, change: str, said: str) -> None:
    wrong = {
        "files": 'files = ["none"]',
        "density": "density = -1",
        "id": 'id = "zwfw"\nname = "x"\nfiles = ["dumps"]\n[[app]]\nid = "zwfw"\nname = "政务服务"',
    }[said]
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN.replace(change, wrong), "utf-8")
    with pytest.raises(UsageError) as error:
        load(plan)
    assert any(said in problem.en and said in problem.zh for problem in error.value.problems)


def test_a_live_walk_ends_in_a_report(tmp_path: Path) -> None:
    stub = AppiumStub()
    (tmp_path / "caps.json").write_text('{"appium:app": "/a.apk"}')
    (tmp_path / "steps.toml").write_text(
        '[[step]]\nscreen = "首页"\n[[step]]\ntap = "办事"\nscreen = "大厅"\n', "utf-8"
    )
    out = tmp_path / "out"
    try:
        arguments: list[str | Path] = [
            "--capabilities",
            tmp_path / "caps.json",
            "--steps",
            tmp_path / "steps.toml",
            "--out",
            out,
        ]
        run("app", "--appium", stub.address, *arguments, "--name", "zwfw", "--quiet")
    finally:
        stub.close()
    rules = {row["Rule or requirement"] for row in findings(out)}
    assert {"screen-control-name", "axe-image-alt"} <= rules
    assert (out / "recorded" / "walk.json").is_file()


def test_a_phone_that_is_away_does_not_keep_the_rest_from_a_report(dumps: Path, tmp_path: Path) -> None:
    (tmp_path / "caps.json").write_text("{}")
    (tmp_path / "steps.toml").write_text('[[step]]\nscreen = "a"\n')
    away = 'appium = "http://127.0.0.1:9"\ncapabilities = "caps.json"\nsteps = "steps.toml"\nrecord = "rec"\n'
    plan = tmp_path / "plan.toml"
    plan.write_text(f'{PLAN}\n[[app]]\nid = "away"\nname = "离线"\n{away}', "utf-8")
    out = tmp_path / "out"
    lines = problems("district", plan, "--out", out, "--format", "csv", "--quiet", exit_code=3)
    assert len(lines) == 2
    assert "127.0.0.1:9" in lines[0]
    assert "away: " in lines[1]
    assert "127.0.0.1:9" in lines[1], "what the server said"
    assert any(row["规则或要求"] == "screen-control-name" for row in findings(out))


@pytest.mark.parametrize("names", [(), ("读我.txt",), ("device.json", "a.png")])
def test_a_folder_without_screens_is_said_before_anything_begins(tmp_path: Path, names: Sequence[str]) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"{}")
    (line,) = problems("app", folder, "--out", tmp_path / "out", "--lang", "en")
    assert "holds neither dumps of screens" in line
    assert not (tmp_path / "out").exists()


def test_files_that_are_wrong_are_said_before_anything_begins(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    (line,) = problems("app", tmp_path / "a.zip", "--out", tmp_path / "out")
    assert "a.zip" in line
    assert not (tmp_path / "out").exists()


def test_an_interrupted_run_goes_on_and_ends_as_if_it_had_not_been(
    dumps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (dumps / "办事.xml").write_bytes(dump(Format.ANDROID, View("text", (20, 20, 300, 50), "办事大厅"), CLOSE))
    judge, out = record.judge, tmp_path / "out"

    def interrupted(seen: record.Observed, where: str, shelf: Sequence[Shelved]) -> Judgement:
        if seen.name == "首页":
            os.kill(os.getpid(), signal.SIGINT)
        return judge(seen, where, shelf)

    monkeypatch.setattr(record, "judge", interrupted)
    stopped = run("app", dumps, "--density", "160", "--out", out, "--format", "csv", exit_code=130)
    assert "--resume" in stopped.stderr
    rows = findings(out)
    assert {
        row["Page, screen, document or facility"].rpartition("/")[2] for row in rows if row["Outcome"] == "failed"
    } == {"%E5%8A%9E%E4%BA%8B"}
    monkeypatch.undo()
    run("app", "--resume", "latest", "--out", out, "--format", "csv", "--quiet")
    resumed = findings(out)
    run("app", dumps, "--density", "160", "--out", tmp_path / "other", "--format", "csv", "--quiet")
    assert resumed == findings(tmp_path / "other")


def test_an_app_in_a_district_that_there_is_not(dumps: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN.replace('id = "zwfw"', 'id = "zwfw"\ndistrict = "99"') + _DISTRICTS, "utf-8")
    frame = geopandas.GeoDataFrame(
        {"code": ["10"], "name": ["西区"]}, geometry=[shapely.box(117, 26, 118, 27)], crs=4326
    )
    frame.to_file(tmp_path / "districts.geojson")
    (line,) = problems("district", plan, "--out", tmp_path / "out")
    assert "[[app]] zwfw" in line


_DISTRICTS = """
[districts]
file = "districts.geojson"
"""
