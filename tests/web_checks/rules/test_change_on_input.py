"""change-on-input: choosing, ticking and typing that leave, open or speak; warnings; what is worked without effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome
from tests.web_checks.conftest import Answer

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "change-on-input"
OPTIONS = '<option value="">请选择</option><option value="/b">市政府</option>'


def _see(web: Web, body: str) -> Seen:
    return web.see(body, rules=(RULE,), staging=True)


@pytest.mark.parametrize(
    ("control", "said"),
    [
        (f'<select onchange="location = this.value" aria-label="链接">{OPTIONS}</select>', "/b"),
        (f'<select onchange="window.open(this.value)" aria-label="链接">{OPTIONS}</select>', "弹出新窗口"),
        (
            f'<form action="/x"><select name="s" onchange="form.submit()" aria-label="栏目">{OPTIONS}</select></form>',
            "/x",
        ),
        ("<label><input type=checkbox onclick=\"alert('您好')\">甲</label>", "您好"),
        ('<form action="/y"><label><input type=radio onchange="form.submit()">甲</label></form>', "/y"),
        ("<label>姓名 <input oninput=\"location = '/z'\"></label>", "/z"),
        ('<form action="/v" method="post"><label>年份 <input onchange="form.submit()"></label></form>', "/v"),
    ],
)
def test_a_change_of_context_fails(web: Web, control: str, said: str) -> None:
    asked = len(web.server.asked)
    seen = _see(web, f'<label>别的 <input name="other"></label>{control}')
    assert len(seen.findings(RULE)) == 1
    assert (seen.outcome(RULE), said in seen.findings(RULE)[0].message.zh) == (Outcome.FAILED, True)
    assert not [path for method, path, _ in web.server.asked[asked:] if method == "POST"]


@pytest.mark.parametrize(
    "control",
    [
        f'<label>选择后跳转 <select onchange="location = this.value">{OPTIONS}</select></label>',
        f'<p>选中后将打开新窗口<br><select onchange="open(this.value)" aria-label="链接">{OPTIONS}</select></p>',
        f'<select onchange="this.nextSibling.textContent = this.value" aria-label="链接">{OPTIONS}</select><b></b>',
        "<label><input type=checkbox>甲</label>",
        '<label>姓名 <input oninput="this.title = this.value"></label>',
        # A framework draws the field anew.
        '<label>姓名 <input onblur="replaceWith(cloneNode())"></label>',
    ],
)
def test_warned_and_harmless_changes_pass(web: Web, control: str) -> None:
    assert _see(web, control).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "control",
    [
        "<label>姓名 <input onchange=\"alert('太短')\"></label>",
        '<label>区号 <input maxlength="4" oninput="value[3] && n.focus()"></label><input id="n" aria-label="号码">',
        f'<select onchange="n.focus()" aria-label="类别">{OPTIONS}</select><input id="n" aria-label="号码">',
        # The form is taken for filled in as soon as its last field is left.
        "<div><label>姓名 <input onblur=\"closest('div').innerHTML = '已提交'\"></label></div>",
    ],
)
def test_boxes_after_typing_and_a_focus_sent_on_are_for_a_person(web: Web, control: str) -> None:
    assert _see(web, control).outcome(RULE) is Outcome.CANT_TELL


def test_what_the_page_does_only_once_is_for_a_person(web: Web) -> None:
    # The page is asked for three times: by the visit, before the trial and to do it again.
    scripts = iter([b"document.querySelector('select').onchange = () => { location = '/b' }"] * 2)
    web.server.answers["/mode.js"] = lambda: Answer(next(scripts, b""), headers={"Content-Type": "text/javascript"})
    control = f'<select aria-label="链接">{OPTIONS}</select><script src="/mode.js"></script>'
    assert _see(web, control).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "control",
    [
        "",
        f'<select disabled aria-label="链接" onchange="location = this.value">{OPTIONS}</select>',
        '<div role="tablist"><input type="radio" role="tab" aria-label="甲" onclick="location = \'/b\'"></div>',
        '<input readonly aria-label="编号" value="1">',
    ],
)
def test_what_nobody_can_change_and_tabs_are_not_its_business(web: Web, control: str) -> None:
    assert _see(web, control).outcome(RULE) is Outcome.INAPPLICABLE
