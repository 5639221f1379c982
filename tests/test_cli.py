"""The command line: help, rules, a new plan, this machine; and a fault of our own, which shows no traceback."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner

import cli
from audit import plan as plans
from tests.commands import built_site, problems, run
from web_checks import axe


def test_rules_are_listed_with_impact_clauses_and_title() -> None:
    listed = run("rules", "--lang", "zh").stdout
    lines = [line.split("\t") for line in listed.splitlines()]
    assert all(len(line) == 4 for line in lines)
    by_id = {line[0]: line[1:] for line in lines}
    assert by_id["axe-image-alt"][:2] == ["critical", "wcag:1.1.1"]
    assert "image-alternative-meaningful" in by_id
    assert any(name.startswith("gb-55019") for name in by_id)
    assert "\x1b" not in listed


def test_one_rule_is_explained_in_both_languages() -> None:
    chinese = run("rules", "axe-image-alt", "--lang", "zh").stdout
    english = run("rules", "axe-image-alt", "--lang", "en").stdout
    assert "wcag:1.1.1" in chinese or "1.1.1" in chinese
    assert chinese != english
    assert len(english.splitlines()) >= 4


def test_an_unknown_rule_names_those_near_it() -> None:
    (line,) = problems("rules", "axe-imag-alt")
    assert "axe-image-alt" in line
    (line,) = problems("rules", "zzzzzz")
    assert "stepfree rules" in line


def test_rules_as_json_say_what_a_program_asks() -> None:
    rules = json.loads(run("rules", "--format", "json").stdout)
    by_id = {rule["id"]: rule for rule in rules}
    assert len(by_id) == len(rules) > 90
    assert list(by_id) == sorted(by_id)
    assert {"id", "clauses", "act_rules", "impact", "needs", "outcomes"} <= by_id["reflow"].keys()
    assert by_id["axe-image-alt"]["clauses"] == ["wcag:1.1.1"]
    assert json.loads(run("rules", "reflow", "--format", "json").stdout) == [by_id["reflow"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_init_writes_a_plan_and_its_schema(tmp_path: Path, lang: str) -> None:
    run("init", tmp_path / "new", "--lang", lang)
    written = tomllib.loads((tmp_path / "new" / "plan.toml").read_text("utf-8"))
    schema = json.loads((tmp_path / "new" / "plan.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    plans.Plan.model_validate(written)
    (line,) = problems("init", tmp_path / "new")
    assert "plan.toml" in line


def test_doctor_says_what_it_found(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.stepfree, ["doctor", "--out", str(tmp_path), "--lang", "en"])
    assert result.exit_code in (0, 3)
    assert "axe-core" in result.stdout
    assert re.search(r"^[✓✗?] Browser ", result.stdout, re.MULTILINE)


def test_help_and_version() -> None:
    assert "district" in run("--help").stdout
    assert run("--version").stdout.startswith("stepfree")
    for command in ("site", "district", "demo", "report", "compare", "rules", "init", "doctor"):
        assert "Usage" in run(command, "-h").stdout


def test_a_fault_of_our_own_leaves_its_traceback_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(axe, "script", fail)
    (line,) = problems("site", built_site(tmp_path), "--out", tmp_path, exit_code=4)
    log = Path(re.search(r"\S+\.log", line)[0])  # type: ignore[index]
    assert "RuntimeError: boom" in log.read_text()
    log.unlink()


def test_ctrl_c_before_an_audit_begins_is_no_failed_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.stepfree.commands["site"], "callback", interrupted)
    run("site", tmp_path, exit_code=130)
