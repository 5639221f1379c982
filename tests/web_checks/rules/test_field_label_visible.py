"""field-label-visible: a placeholder alone, and what saves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "field-label-visible"


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        ('<form><input placeholder="请输入手机号"></form>', Outcome.CANT_TELL),
        ('<form><div><input placeholder="请输入手机号" aria-label="手机号"></div></form>', Outcome.CANT_TELL),
        ('<form><label>手机号<input placeholder="11 位数字"></label></form>', Outcome.PASSED),
        ('<form><div><span>手机号</span><input placeholder="11 位数字"></div></form>', Outcome.PASSED),
        ('<form><div><input placeholder="关键词"><button>搜索</button></div></form>', Outcome.PASSED),
        ('<section><h2>订阅</h2><div><input placeholder="邮箱"></div></section>', Outcome.CANT_TELL),
        (
            '<p>订阅通讯</p><div><input placeholder="姓名"></div><div><input placeholder="邮箱"></div>',
            Outcome.CANT_TELL,
        ),
        ('<section><p>订阅通讯</p><div><input placeholder="邮箱"></div></section>', Outcome.PASSED),
        ("<form><input></form>", Outcome.INAPPLICABLE),
        ('<form><input type="checkbox" placeholder="x"></form>', Outcome.INAPPLICABLE),
        ('<form><input placeholder="x" hidden></form>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
