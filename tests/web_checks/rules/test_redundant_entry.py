"""redundant-entry: next steps that ask again, that carry entries over, and that are no next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "redundant-entry"
STEP = '<form action="/two" method="post"><label>姓名 <input name="a"></label>{more}<button>{button}</button></form>'
SECOND = '<label>住址 <input name="b"></label>'


def _see(web: Web, answer: str, button: str = "下一步") -> Outcome:
    page = f'<!doctype html><html lang="zh-CN"><title>第二步</title>{answer}'
    html = STEP.format(more=SECOND, button=button)
    return web.see(html, rules=(RULE,), staging=True, others={"/two": page}).outcome(RULE)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("<label>姓名 <input></label><label>账号 <input></label>", Outcome.CANT_TELL),
        ('<label>姓名 <input value="测试"></label><label>账号 <input></label>', Outcome.PASSED),
        ("<label>账号 <input></label>", Outcome.INAPPLICABLE),
        (f"<p>姓名不能为空</p>{STEP.format(more=SECOND, button='下一步')}", Outcome.INAPPLICABLE),
        (STEP.format(more=SECOND, button="下一步"), Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, answer: str, outcome: Outcome) -> None:
    assert _see(web, answer) is outcome


def test_a_form_without_a_next_step_is_not_filled_in(web: Web) -> None:
    assert _see(web, "<label>姓名 <input></label>", button="提交") is Outcome.INAPPLICABLE
