"""SARIF: what code scanning takes, in as many runs and files as it allows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from audit.model import Lang
from reports import FORMATS, sarif
from reports.summary import Summary
from tests.reports.schemas import schema


def read_sarif(path: Path) -> Any:
    document = json.loads(path.read_text("utf-8"))
    assert [error.message for error in schema("sarif.schema.json").iter_errors(document)] == []
    for run in document["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    return document


def test_sarif_is_what_code_scanning_takes(hostile: Summary, tmp_path: Path) -> None:
    document = read_sarif(FORMATS["sarif"].write(hostile, tmp_path, Lang.EN))
    portal, services, down = document["runs"]
    ids = [run["automationDetails"]["id"] for run in document["runs"]]
    assert len(set(ids)) == 3, "GitHub tells the analyses of one commit apart by them"
    assert down["invocations"] == [{"executionSuccessful": False}]
    assert down["results"] == []
    lines = [r["partialFingerprints"]["primaryLocationLineHash"] for r in portal["results"]]
    assert len(set(lines)) == len(lines) == len(hostile.sites[0].causes) + len(hostile.sites[0].reviews)
    by_rule = {(r["ruleId"], r["kind"]): r for r in portal["results"]}
    assert by_rule["axe-image-alt", "fail"]["level"] == "error"
    assert by_rule["axe-region", "fail"]["properties"]["judgedBy"]["verdict"] == "failed"
    assert not [r for r in services["results"] if r["ruleId"] == "axe-region"], "a person passed it"
    assert [bool(r.get("suppressions")) for r in portal["results"]].count(True) == 1
    assert "9 pages" in portal["results"][0]["message"]["text"]
    for result in portal["results"]:
        text = result["message"]["text"]
        assert not re.search(r"(?<!\\)\[", text), "a bracket would begin a link"
        assert "\n" not in text
    assert "Whom it hurts" in portal["tool"]["driver"]["rules"][0]["help"]["markdown"]


def test_sarif_goes_on_in_further_runs_and_files(hostile: Summary, tmp_path: Path) -> None:
    whole = read_sarif(FORMATS["sarif"].write(hostile, tmp_path / "whole", Lang.EN))
    total = sum(len(run["results"]) for run in whole["runs"])
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "findings-9.sarif").write_text("old")
    sarif.write(hostile, tmp_path / "cut", Lang.EN, most_results=2, most_bytes=3000)
    files = sorted((tmp_path / "cut").glob("findings*.sarif"))
    runs = [run for path in files if path.name != "findings-9.sarif" for run in read_sarif(path)["runs"]]
    assert len(files) > 2
    assert sum(len(run["results"]) for run in runs) == total, "nothing is cut"
    assert max(len(run["results"]) for run in runs) == 2
    assert len({run["automationDetails"]["id"] for run in runs}) == len(runs)
    sarif.write(hostile, tmp_path / "cut", Lang.EN)
    assert not (tmp_path / "cut" / "findings-2.sarif").exists(), "an earlier report's second file would stay for ever"
