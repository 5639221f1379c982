"""The judged lists beside this file: at least 95 of 100 failures that our own rules report are right."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

GOAL = 0.95
LISTS = sorted(Path(__file__).parent.glob("*.toml"))
VERDICTS = ("correct", "wrong", "opinion")


def test_there_is_a_judged_list() -> None:
    if not LISTS:
        pytest.skip("no list yet: scripts/precision_sample.py draws one")


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_reported_failures_are_right(path: Path) -> None:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["finding"]
    odd = [(row["page"], row["rule"]) for row in found if row["verdict"] not in VERDICTS]
    assert not odd, f"{path.name}: write a verdict ({', '.join(VERDICTS)})"
    wrong = [(row["page"], row["rule"], row["selector"]) for row in found if row["verdict"] != "correct"]
    assert len(found) - len(wrong) >= GOAL * len(found), wrong
