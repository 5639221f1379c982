"""image-of-text: drawings whose text can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome, Reason, Target
from web_checks import ocr
from web_checks.page import Page
from web_checks.probes.decorations import Decorations
from web_checks.probes.image_words import ImageWords, WordedImage
from web_checks.rules import image_of_text

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

import base64

RULE = "image-of-text"


def _image(text: str, attributes: str = "") -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">{text}</text></svg>'
    data = base64.b64encode(svg.encode("ascii", "xmlcharrefreplace")).decode()
    return f'<img {attributes} width="90" height="30" src="data:image/svg+xml;base64,{data}">'


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (_image("通知公告", 'alt="通知公告"'), Outcome.FAILED),
        (_image("Welcome to our town", 'alt=""'), Outcome.FAILED),
        (_image("市政务服务网", 'class="site-logo"'), Outcome.CANT_TELL),
        (f'<div class="logo">{_image("市政务服务网")}</div>', Outcome.CANT_TELL),
        (_image("3"), Outcome.INAPPLICABLE),
        (_image("通知公告", "hidden"), Outcome.INAPPLICABLE),
        ('<svg width="90" height="30"><text y="20">通知公告</text></svg>', Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome


NOTICE = "关于城乡居民参保缴费的通知"
with_ocr = pytest.mark.skipif(not ocr.installed(), reason="the extra stepfree[ocr] is not installed")


def _judged(*lines: str, beside: str = "", text: str = "") -> list[tuple[Outcome, str]]:
    words = ImageWords((WordedImage(Target("#a"), lines, (beside,)),), text, 0)
    seen = {"decorations": Decorations((), (), ()), "image_words": words}
    page = Page("http://pages.test/", 200, "", "zh", "", settled=True, seen=seen)
    verdicts = list(image_of_text.judge(page))
    return [(verdict.outcome, verdict.message.zh if verdict.message else "") for verdict in verdicts]


@pytest.mark.parametrize(
    ("lines", "beside", "text", "asked"),
    [
        (("一二三四五六",), "", "", True),
        (("一二三四五",), "", "", False),
        (("一二三", "四五六"), "", "", True),
        (("abcdef ghijkl",), "", "", True),
        (("abcdef ghijk",), "", "", False),
        ((NOTICE,), NOTICE, "", False),
        ((NOTICE,), "关于城乡居民参保缴费的通告", "", False),  # one character was misread
        ((NOTICE,), "缴费的通知", "", True),
        ((NOTICE,), "", f"首页 {NOTICE} 联系我们", False),
        (("Welcome to our townhall",), "", "Welcome to our town hall", False),
        ((NOTICE, "时间：六月三十日前"), NOTICE, "", True),
    ],
)
def test_words_read_in_an_image_are_asked_about_at_the_limit(
    lines: tuple[str, ...], beside: str, text: str, *, asked: bool
) -> None:
    outcomes = [outcome for outcome, _ in _judged(*lines, beside=beside, text=text)]
    assert outcomes == ([Outcome.CANT_TELL] if asked else [])


def test_what_stands_in_text_is_not_quoted_and_a_long_text_is_cut() -> None:
    ((_, said),) = _judged(NOTICE, "时间：六月三十日前", beside=NOTICE)
    assert "六月三十日" in said
    assert NOTICE not in said
    ((_, said),) = _judged("字" * 500)
    assert len(said) < 150


def _read(web: Web, html: str, *, ocr: bool = True) -> Seen:
    text = f'<text x="10" y="60" font-size="24">{NOTICE}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">{text}</svg>'
    for name in ("one", "two", "three", "four", "five", "six"):
        web.server.answer(f"/{name}.svg", svg, Content_Type="image/svg+xml")
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,), ocr=ocr)


def _file(attributes: str = "", name: str = "one", width: int = 400) -> str:
    return f'<img src="/{name}.svg" width="{width}" height="100" {attributes}>'


@with_ocr
def test_an_image_is_read_when_the_plan_asks_for_it(web: Web) -> None:
    html = f'<div style="height:2000px">说明</div>{_file("id=a")}{_file("id=again")}'
    (finding,) = _read(web, html).findings(RULE)
    assert finding.outcome is Outcome.CANT_TELL
    assert finding.target.selector == "#a"
    assert finding.message is not None
    assert "居民参保缴费" in finding.message.en
    assert _read(web, html, ocr=False).outcome(RULE) is Outcome.INAPPLICABLE


@with_ocr
@pytest.mark.parametrize(
    "html",
    [
        _file(f'alt="{NOTICE}"'),
        f"<figure>{_file()}<figcaption>{NOTICE}</figcaption></figure>",
        _file('class="site-logo"'),
        f'<div class="logo">{_file()}</div>',
        _file(width=199),
        _file("hidden"),
        _file(name="missing"),
    ],
)
def test_nothing_is_said_of_logos_small_images_and_what_stands_in_text(web: Web, html: str) -> None:
    assert _read(web, html).outcome(RULE) is Outcome.INAPPLICABLE


@with_ocr
def test_the_limit_of_images_read_on_one_page_is_said(web: Web) -> None:
    seen = _read(web, "".join(_file(name=name) for name in ("one", "two", "three", "four", "five", "six")))
    assert len(seen.findings(RULE)) == 5
    assert [(one.what, one.reason, one.detail) for one in seen.result.untested] == [
        ("image_words", Reason.NOT_SAMPLED, "+1")
    ]
