"""error-identification: refusals in text, in looks alone and in silence; and forms that refuse nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "error-identification"
FIELDS = '<p><label>姓名<input name="a" id="a"></label><span></span></p><p><label>单位<input name="b"></label></p>'


def _see(web: Web, script: str, fields: str = FIELDS, more: str = "") -> Outcome:
    form = f'<form id="f" action="/done" method="post">{fields}<button>提交</button></form>{more}'
    listener = f"f.addEventListener('submit', (event) => {{ {script} }})"
    others = {"/done": '<!doctype html><html lang="zh-CN"><title>完成</title><p>收到了'}
    return web.see(f"{form}<script>{listener}</script>", rules=(RULE,), staging=True, others=others).outcome(RULE)


@pytest.mark.parametrize(
    "script",
    [
        "event.preventDefault(); f.a.style.borderColor = 'red'",
        "event.preventDefault(); f.a.setAttribute('aria-invalid', 'true')",
        "event.preventDefault(); f.a.parentElement.style.backgroundImage = 'linear-gradient(red, red)'",
        "event.preventDefault(); alert('请正确填写')",
        "event.preventDefault(); f.insertAdjacentHTML('beforeend', '<div>输入有误</div>')",
    ],
)
def test_looks_alone_and_texts_without_a_field_fail(web: Web, script: str) -> None:
    assert _see(web, script) is Outcome.FAILED


def test_a_required_field_that_nobody_sees_fails(web: Web) -> None:
    hidden = FIELDS + '<input name="c" required style="display:none">'
    assert _see(web, "", hidden) is Outcome.FAILED


@pytest.mark.parametrize(
    "script",
    [
        "event.preventDefault(); alert('请输入姓名')",
        "event.preventDefault(); f.querySelector('span').textContent = '必填'; f.a.style.color = 'red'",
        "event.preventDefault(); f.insertAdjacentHTML('afterbegin', '<div role=alert>姓名不能为空</div>')",
    ],
)
def test_a_text_that_tells_the_field_passes(web: Web, script: str) -> None:
    assert _see(web, script) is Outcome.PASSED


def test_the_browsers_own_bubble_passes(web: Web) -> None:
    assert _see(web, "", FIELDS.replace("<input", "<input required")) is Outcome.PASSED


def test_one_field_alone_need_not_be_named(web: Web) -> None:
    one = '<label>关键词<input name="q"></label>'
    assert _see(web, "event.preventDefault(); alert('不能为空')", one) is Outcome.PASSED


@pytest.mark.parametrize(
    "script",
    [
        "event.preventDefault()",
        "event.preventDefault(); f.b.focus(); alert('输入有误')",
        "event.preventDefault(); alert('请先阅读第三章的说明')",
    ],
)
def test_what_cannot_be_told_is_for_a_person(web: Web, script: str) -> None:
    assert _see(web, script) is Outcome.CANT_TELL


def test_an_answer_of_the_server_is_read_as_well(web: Web) -> None:
    page = '<form action="/done" method="post"><p>{0}</p>' + FIELDS + "<button>提交</button></form>"
    for said, outcome in (("姓名不能为空", Outcome.PASSED), ("输入有误", Outcome.FAILED)):
        answer = f'<!doctype html><html lang="zh-CN"><title>表单</title>{page.format(said)}'
        seen = web.see(page.format(""), rules=(RULE,), staging=True, others={"/done": answer})
        assert seen.outcome(RULE) is outcome


@pytest.mark.parametrize(
    "script",
    [
        "",
        "event.preventDefault(); f.append('谢谢参与')",
        "event.preventDefault(); confirm('现在提交吗？')",
        "event.preventDefault(); f.a.className = 'touched'; f.append('已收到')",
    ],
)
def test_a_form_that_refuses_nothing_is_not_its_business(web: Web, script: str) -> None:
    assert _see(web, script) is Outcome.INAPPLICABLE


def test_fields_outside_a_form_and_links_that_send_are_tried(web: Web) -> None:
    html = f"""{FIELDS}<a href="javascript:" onclick="a.style.border = '2px solid red'">提交</a>
    <script>document.querySelector('a').addEventListener('click', (event) => event.preventDefault())</script>"""
    assert web.see(html, rules=(RULE,), staging=True).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize("words", ["退出登录", "删除"])
def test_ways_out_and_bare_buttons_that_delete_are_left_alone(web: Web, words: str) -> None:
    asked = len(web.server.asked)
    form = f'<form action="/done" method="post"><input type="checkbox" name="x"><button>{words}</button></form>'
    assert web.see(form, rules=(RULE,), staging=True).outcome(RULE) is Outcome.INAPPLICABLE
    assert not [method for method, _, _ in web.server.asked[asked:] if method == "POST"]
