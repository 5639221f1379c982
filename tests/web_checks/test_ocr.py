"""Reading words in images: asked for, and refused in one line where it cannot be had."""

from __future__ import annotations

from datetime import date

import pytest

from audit.model import Depth
from audit.plan import Plan
from audit.plan import Web as WebPlan
from web_checks import ocr
from web_checks.sites import settings_of


def _plan(**web: object) -> Plan:
    return Plan(name="x", date=date(2026, 11, 22), web=WebPlan.model_validate(web))


def _problems(monkeypatch: pytest.MonkeyPatch, plan: Plan, *, installed: bool) -> list[str]:
    monkeypatch.setattr(ocr, "installed", lambda: installed)
    return [problem.en for problem in ocr.problems(plan)]


def test_nobody_needs_it_who_does_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _problems(monkeypatch, _plan(), installed=False) == []
    assert not settings_of(_plan()).ocr


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = _problems(monkeypatch, _plan(ocr=True, depth=Depth.IN_DEPTH), installed=False)
    assert "pip install 'stepfree[ocr]'" in problem
    assert _problems(monkeypatch, _plan(ocr=True, depth=Depth.IN_DEPTH), installed=True) == []
    assert settings_of(_plan(ocr=True, depth=Depth.IN_DEPTH)).ocr


@pytest.mark.parametrize("web", [{"depth": Depth.SIMPLIFIED}, {"depth": Depth.IN_DEPTH, "driver": "selenium"}])
def test_it_belongs_to_the_in_depth_look(monkeypatch: pytest.MonkeyPatch, web: dict[str, object]) -> None:
    (problem,) = _problems(monkeypatch, _plan(ocr=True, **web), installed=True)
    assert "in-depth" in problem
