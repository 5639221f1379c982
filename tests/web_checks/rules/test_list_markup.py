"""list-markup: lines that begin like a list, lists, and lines that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "list-markup"


@pytest.mark.parametrize(
    "html",
    [
        "<p>- 身份证<br>- 户口簿<br>- 照片</p>",
        "所需材料：<br>* 身份证<br>* 户口簿<br>* 照片",
        "<p>①身份证</p><p>②户口簿</p><p>③照片</p>",
        "<pre>\n  1. Passport\n  2. Photograph\n  3. Fee\n</pre>",
        "<div>• 身份证</div><div>• 户口簿</div><div>• 照片</div>",
        "<p>1、身份证原件</p><p>2、户口簿原件</p><p>3、近期照片</p>",
        "<td>·关于停水的公告<br>·关于停电的公告<br>·关于停气的公告</td>",
        '<style>b::before { content: "• " } b { display: block }</style><b>身份证</b><b>户口簿</b><b>照片</b>',
    ],
)
def test_three_lines_that_begin_alike_are_for_a_person(web: Web, html: str) -> None:
    body = f"<table><tr>{html}</tr></table>" if html.startswith("<td>") else f"<main>{html}</main>"
    assert web.see(body, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>• 身份证</li><li>• 户口簿</li><li>• 照片</li></ul>",
        f'<div role="list">{"".join(f"<p role=listitem>• {name}</p>" for name in "甲乙丙")}</div>',
        "<p>- 身份证<br>- 户口簿</p>",  # two lines
        "<p>1、身份证</p><p>1、户口簿</p><p>1、照片</p>",  # they do not count on
        "<p>• 身份证</p><p>- 户口簿</p><p>■ 照片</p>",  # each begins in its own way
        "".join(f"<p>{n}、{'申请人应当如实提交有关材料' * 5}。</p>" for n in (1, 2, 3)),  # the paragraphs of a document
        "<p>-5 ℃<br>-3 ℃<br>-1 ℃</p>",
        "<pre><code>- a: one\n- b: two\n- c: three</code></pre>",
        "<div hidden>• 身份证<br>• 户口簿<br>• 照片</div>",
        "<h2>1. 总则</h2><h2>2. 范围</h2><h2>3. 附则</h2>",
    ],
)
def test_lists_and_other_lines_are_not_its_business(web: Web, html: str) -> None:
    assert web.see(f"<main>{html}</main>", rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_it_tells_how_many_lines_and_where_they_begin(web: Web) -> None:
    seen = web.see("<p>须带：<br>• 身份证<br>• 户口簿<br>• 照片<br>逾期不候</p>", rules=(RULE,))
    (finding,) = seen.findings(RULE)
    assert "“• 身份证”" in finding.message.zh
    assert "3 行" in finding.message.zh
