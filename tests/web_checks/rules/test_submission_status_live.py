"""submission-status-live: messages in live regions, outside them, and with the focus on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "submission-status-live"


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("document.body.insertAdjacentHTML('beforeend', '<div class=toast>提交成功</div>')", Outcome.CANT_TELL),
        ("document.body.insertAdjacentHTML('beforeend', '<div>请输入姓名</div>')", Outcome.CANT_TELL),
        ("s.textContent = '提交成功'", Outcome.PASSED),
        ("document.body.insertAdjacentHTML('beforeend', '<div role=alert>请输入姓名</div>')", Outcome.PASSED),
        ("n.textContent = '请输入姓名'; f.a.focus()", Outcome.PASSED),
        ("d.hidden = false; d.focus()", Outcome.INAPPLICABLE),
        ("document.body.append('今天天气晴')", Outcome.INAPPLICABLE),
        ("alert('请输入姓名')", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, script: str, outcome: Outcome) -> None:
    html = f"""<form id="f"><p><label>姓名 <input name="a"></label><span id="n"></span></p><button>提交</button></form>
    <p id="s" role="status"></p><div id="d" tabindex="-1" hidden>提交成功</div>
    <script>f.addEventListener('submit', (event) => {{ event.preventDefault(); {script} }})</script>"""
    assert web.see(html, rules=(RULE,), staging=True).outcome(RULE) is outcome


def test_another_page_is_no_status(web: Web) -> None:
    done = '<!doctype html><html lang="zh-CN"><title>完成</title><p>提交成功'
    html = '<form action="/done" method="post"><input aria-label="姓名" name="a"><button>提交</button></form>'
    assert web.see(html, rules=(RULE,), staging=True, others={"/done": done}).outcome(RULE) is Outcome.INAPPLICABLE
