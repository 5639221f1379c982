"""heading-descriptive: stand-ins, vague ones, real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "heading-descriptive"


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        ("<h2>标题</h2>", Outcome.FAILED),
        ("<h2>标题 2</h2>", Outcome.FAILED),
        ("<h2>栏目名称</h2>", Outcome.FAILED),
        ("<h3>Heading 1</h3>", Outcome.FAILED),
        ('<div role="heading" aria-level="2">……</div>', Outcome.FAILED),
        ("<h2>更多</h2>", Outcome.CANT_TELL),
        ("<h2>3</h2>", Outcome.CANT_TELL),
        ("<h2>Section 2</h2>", Outcome.CANT_TELL),
        ("<h2>第二部分</h2>", Outcome.CANT_TELL),
        ("<h2>第二部分 收支情况</h2>", Outcome.PASSED),
        ("<h2>2024</h2>", Outcome.PASSED),
        ("<h2>通知公告</h2>", Outcome.PASSED),
        ("<h2>标题党治理行动</h2>", Outcome.PASSED),
        ('<h1><img src="/x.png" alt="开放时间"></h1>', Outcome.PASSED),
        # A promise that can be checked: something of another kind stands there, its own kind, or a kind akin to it.
        ("<h2>天气预报</h2><p>办公时间：周一至周五 9:00—17:00</p>", Outcome.FAILED),
        ("<h2>Today's weather</h2><p>We are open Monday to Friday, 9am to 5pm.</p><p>It may rain.</p>", Outcome.FAILED),
        ("<h2>收费标准</h2><p>明天多云，气温 12 ℃</p>", Outcome.FAILED),
        ("<h2>市图书馆开放时间</h2><p>明天多云，气温 12 ℃</p>", Outcome.FAILED),
        ("<h2>办公时间</h2><p>收费：每份 10 元</p>", Outcome.CANT_TELL),
        ("<h2>办公时间</h2><p>收费：每份 10 元</p><p>周一至周五</p>", Outcome.PASSED),
        ("<h2>联系我们</h2><p>办公时间：周一至周五 9:00—17:00</p>", Outcome.CANT_TELL),
        ("<h2>联系我们</h2><p>办公时间：周一至周五 9:00—17:00</p><p>电话：010-88886666</p>", Outcome.PASSED),
        ('<h2>天气</h2><img src="/x.png" alt=""><p>开放时间：周一至周五 9:00—17:00</p>', Outcome.CANT_TELL),
        ("<h2>天气</h2><p>雨天照常开放：周一至周五 9:00—17:00</p>", Outcome.PASSED),
        ("<h2>天气</h2><p>本栏目每天更新。</p>", Outcome.PASSED),
        ("<h2>天气</h2><h2>办公时间</h2><p>办公时间：周一至周五 9:00—17:00</p>", Outcome.PASSED),
        ("<div><div><div><h2>天气</h2></div></div></div><p>开放时间：周一 9:00</p>", Outcome.PASSED),
        ("<h2>天气保障工作</h2><p>办公时间：周一至周五 9:00—17:00</p>", Outcome.PASSED),
        ("<h2 hidden>标题</h2>", Outcome.INAPPLICABLE),
        ("<h2></h2>", Outcome.INAPPLICABLE),
        ('<h2 role="presentation">标题</h2>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
