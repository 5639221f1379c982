"""qr-code-only: codes with and without another way to what is in them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
import zxingcpp

from audit.model import Depth, Outcome, Reason, Target
from web_checks.page import Page
from web_checks.probes.qr_codes import PROBE, QRCode, QRCodes
from web_checks.rules import qr_code_only

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "qr-code-only"
INVERTED = 'style="filter:invert(1)"'
HALL = "https://zwfw.city.test/hall/pay?id=7"
SECRET = HALL + "&token=s3cret"


def _data(payload: str | bytes) -> str:
    svg = zxingcpp.write_barcode_to_svg(zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _code(payload: str | bytes, attributes: str = 'alt="二维码"', side: int = 150) -> str:
    return f'<img {attributes} width="{side}" height="{side}" src="{_data(payload)}">'


DRAWN = (
    '<div id="box"></div><script>const c = document.createElement("canvas"); c.width = c.height = 200;'
    'const i = new Image(); i.onload = () => c.getContext("2d").drawImage(i, 0, 0, 200, 200);'
    f'i.src = "{_data(HALL)}"; document.getElementById("box").append(c);</script>'
)


def _seen(web: Web, html: str) -> Seen:
    return web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,))


def _judged(payload: str, *links: str, beside: str = "") -> list[tuple[Outcome, str]]:
    seen = QRCodes((QRCode(Target("#a"), payload, (beside,)),), links, 0)
    page = Page("http://pages.test/a.html", 200, "", "zh", "", settled=True, seen={"qr_codes": seen})
    verdicts = list(qr_code_only.judge(page))
    return [(verdict.outcome, verdict.message.en if verdict.message else "") for verdict in verdicts]


def test_a_code_without_a_link_is_a_question_that_names_the_host_alone(web: Web) -> None:
    seen = _seen(web, f'<p>扫码缴费</p>{_code(SECRET)}<a href="/other">其他</a>')
    (finding,) = seen.findings(RULE)
    assert finding.outcome is Outcome.CANT_TELL
    assert "zwfw.city.test" in finding.message.zh
    assert "zwfw.city.test" in finding.message.en
    assert "s3cret" not in finding.message.zh + finding.message.en
    assert "hall" not in finding.message.en


@pytest.mark.parametrize(
    "html",
    [
        f'{_code(HALL)}<a href="{HALL}">网上缴费</a>',
        f'<a href="{HALL}">{_code(HALL)}</a>',
        f'{_code(HALL)}<a href="http://www.zwfw.city.test/hall/pay?id=7&amp;utm_source=qr#top">网上缴费</a>',
        f"<p>扫码或打开 zwfw.city.test/hall/pay?id=7。</p>{_code(HALL)}",
        _code("http://pages.test/page.html"),  # the page itself, for reading on a phone
        f"<div><p>投诉电话 12345</p>{_code('投诉电话 12345')}</div>",
        _code("投诉电话12345", 'alt="二维码：投诉电话 12345"'),
        f'{_code("tel:12345")}<a href="tel:12345">拨打 12345</a>',
    ],
)
def test_another_way_to_the_same_place_passes(web: Web, html: str) -> None:
    assert _seen(web, html).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://zwfw.city.test/hall/pay?id=8">另一件事</a>',
        f'<a href="{HALL}" style="display:none">网上缴费</a>',  # nobody meets it
        f'<a href="{HALL}" aria-hidden="true" style="visibility:hidden">网上缴费</a>',
    ],
)
def test_a_link_elsewhere_or_one_that_nobody_meets_is_no_other_way(web: Web, link: str) -> None:
    assert _seen(web, _code(HALL) + link).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        f'<div style="width:150px;height:150px;background:url({_data(HALL)}) 0 0 / 150px"></div>',
        f'<div style="height:3000px">说明</div>{_code(HALL)}',  # far below
        f'<div style="background:#000;padding:40px">{_code(HALL, INVERTED)}</div>',
        _code(HALL, 'alt=""', side=60),
        _code(HALL, 'loading="lazy" style="margin-top:5000px"'),
        DRAWN,
    ],
)
def test_a_code_is_read_however_it_is_drawn(web: Web, html: str) -> None:
    assert _seen(web, html).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        "<p>没有图</p>",
        '<svg width="150" height="150" class="qrcode"><rect width="150" height="150" fill="#000"/></svg>',  # unreadable
        _code(HALL, side=40),  # too small to be aimed at
        _code(HALL, "hidden"),
        f'<img alt="二维码" width="150" height="300" src="{_data(HALL)}" style="object-fit:cover">',  # no square
        '<img alt="二维码" width="150" height="150" src="/missing.png">',
        _code(bytes(range(256))),  # no text
    ],
)
def test_nothing_is_said_of_what_is_no_code(web: Web, html: str) -> None:
    assert _seen(web, html).outcome(RULE) is Outcome.INAPPLICABLE


def test_one_code_shown_twice_is_one_question_and_the_first_is_named(web: Web) -> None:
    found = _seen(web, _code(HALL, 'id="one"') + _code(HALL, 'id="two"') + _code("https://other.test/", 'id="three"'))
    assert found.selectors(RULE, Outcome.CANT_TELL) == ["#one", "#three"]


def test_the_limit_of_codes_on_one_page_is_said(web: Web) -> None:
    codes = "".join(_code(f"https://city.test/{number}", side=100) for number in range(13))
    seen = _seen(web, codes)
    assert len(seen.findings(RULE)) == 12
    assert [(untested.what, untested.reason, untested.detail) for untested in seen.result.untested] == [
        (RULE, Reason.NOT_SAMPLED, "+1")
    ]


def test_what_is_in_a_code_but_is_no_address_is_asked_about() -> None:
    ((outcome, said),) = _judged("weixin://wxpay/bizpayurl?pr=s3cret")
    assert outcome is Outcome.CANT_TELL
    assert "weixin:" in said
    assert "s3cret" not in said
    ((outcome, said),) = _judged("本馆 周一 闭馆，" + "其余时间开放。" * 10, beside="开放时间")
    assert outcome is Outcome.CANT_TELL
    assert "本馆 周一 闭馆" in said
    assert len(said) < 200


@pytest.mark.parametrize(
    ("payload", "link", "outcome"),
    [
        ("HTTP://CITY.TEST", "https://www.city.test/index.html", Outcome.PASSED),
        ("www.city.test/a", "http://city.test/a/", Outcome.PASSED),
        ("city.test/a", "http://city.test/a", Outcome.PASSED),
        ("http://city.test/#/pay", "http://city.test/#/news", Outcome.CANT_TELL),
        ("http://city.test:8443/a", "http://city.test/a", Outcome.CANT_TELL),
        ("http://[broken", "http://city.test/", Outcome.CANT_TELL),
        ("http://city.test:99999/", "http://city.test:99999/", Outcome.PASSED),
        ("{host}", "javascript:void(0)", Outcome.CANT_TELL),
    ],
)
def test_addresses_are_compared_as_a_browser_reads_them(payload: str, link: str, outcome: Outcome) -> None:
    assert [found for found, _ in _judged(payload, link)] == [outcome]


def test_a_text_of_several_lines_is_compared_word_by_word(web: Web) -> None:
    text = "政务服务热线\n12345"
    assert _seen(web, f"<p>12345 政务服务热线</p>{_code(text)}").outcome(RULE) is Outcome.PASSED
    assert _seen(web, f"<p>政务服务</p>{_code(text)}").outcome(RULE) is Outcome.CANT_TELL


def test_text_of_an_address_by_chance_is_no_address() -> None:
    ((outcome, _),) = _judged("https://pay.city.test/12345", beside="pay city 12345 http")
    assert outcome is Outcome.CANT_TELL


def test_the_cap_is_the_probes_own() -> None:
    assert PROBE.cut is not None
    assert PROBE.cut(QRCodes((), (), 0)) == ""
    assert PROBE.cut(QRCodes((), (), 3)) == "+3"
