"""veraPDF's word is kept beside ours; what it does not say, or takes too long to, is no word at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web_checks.documents import opinion

SAID = {
    "report": {
        "jobs": [
            {
                "validationResult": [
                    {
                        "compliant": False,
                        "details": {
                            "ruleSummaries": [
                                {"ruleStatus": "FAILED", "clause": "7.1", "testNumber": 8},
                                {"ruleStatus": "PASSED", "clause": "7.2", "testNumber": 1},
                                {"ruleStatus": "FAILED", "clause": "5", "testNumber": 1},
                            ]
                        },
                    }
                ]
            }
        ]
    }
}


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    made = folder / "verapdf"
    made.write_text(f"#!/bin/sh\n{script}\n")
    made.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


async def test_its_verdict_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "said.json").write_text(json.dumps(SAID))
    program(tmp_path, monkeypatch, f"cat {tmp_path}/said.json; exit 1")
    assert await opinion.second_opinion(tmp_path / "a.pdf") == {"compliant": False, "failed": ["5-1", "7.1-8"]}


@pytest.mark.parametrize("script", ["echo no JSON", "echo '{}'", "exit 3"])
async def test_what_is_no_answer_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program(tmp_path, monkeypatch, script)
    assert await opinion.second_opinion(tmp_path / "a.pdf") is None


async def test_without_it_there_is_no_second_opinion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await opinion.second_opinion(tmp_path / "a.pdf") is None
