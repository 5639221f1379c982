"""What is measured of a page: lines, what is pressed, what floats, what calls itself an advertisement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

LONG = "正文" * 200


def facts(web: Web, html: str, path: str = "/elder/index.html") -> Any:
    # The site rule alone asks for the measurements; what is kept of them stands in the page's facts.
    return web.see(html, path=path, rules=("no-rule-of-ours",)).result.subject.facts["ease"]


@pytest.mark.parametrize(
    ("path", "html", "measured"),
    [
        ("/a.html", "<p>正文</p>", False),
        ("/a.html", '<h1>正文</h1><a href="/x">长者模式</a>', False),  # the entry, as on every page
        ("/news/older-news/welfare.html", "<p>正文</p>", True),
        ("/folder/bold/caret.html", "<p>正文</p>", False),
        ("/wza/a.html", "<p>正文</p>", True),
        ("/a.html", "<h1>长者服务专区</h1>", True),
        ("/a.html", "<button>退出长者模式</button>", True),
        ("/a.html", '<a href="/">返回标准版</a>', True),
        ("/a.html", "<script>document.body.className = 'is-elder'</script>", True),
        (
            "/a.html",
            '<!doctype html><html lang="zh-CN"><head><title>关怀版-某市</title></head><body>甲</body></html>',
            True,
        ),
    ],
)
def test_only_pages_that_say_they_are_for_older_people_are_measured(
    web: Web, path: str, html: str, *, measured: bool
) -> None:
    assert (facts(web, html, path) is not None) == measured


@pytest.mark.parametrize(("height", "line"), [("1.3", 1.3), ("26px", 1.3), ("2", 2)])
def test_the_pitch_of_lines_is_measured(web: Web, height: str, line: float) -> None:
    html = f'<p style="font-size:20px;line-height:{height};width:400px">{LONG}</p>'
    assert facts(web, html)["line"] == pytest.approx(line, abs=0.02)


def test_one_line_has_no_pitch(web: Web) -> None:
    assert facts(web, "<p>" + "字" * 20 + "</p>")["line"] == 0


def test_what_is_pressed_is_measured_but_links_in_sentences(web: Web) -> None:
    html = (
        '<p>请先阅读<a href="/a">办事指南</a>再办理</p><button style="width:44px;height:44px">甲</button>'
        '<button style="width:60px;height:60px">乙</button><button style="width:80px;height:43px">丙</button>'
    )
    seen = facts(web, html)
    assert [seen[name] for name in ("targets", "below_small", "below_large", "least", "least_name")] == [
        3,
        1,
        2,
        43,
        "丙",
    ]


FLOAT = '<div style="position:fixed;left:50px;top:50px;width:200px;height:120px">{0}</div>'


@pytest.mark.parametrize(
    ("html", "closes"),
    [
        (FLOAT.format("惠民保"), [0]),
        (FLOAT.format('<button style="width:44px;height:44px;padding:0">关闭</button>'), [44]),
        (FLOAT.format('<i class="close-btn" style="display:block;width:20px;height:20px"></i>'), [20]),
        ('<div style="position:fixed;left:0;top:0;width:100%;height:60px">导航</div>', []),
        (FLOAT.format("惠民保").replace("fixed", "absolute"), []),
        (FLOAT.format("惠民保").replace("120px", "40px"), []),
        (FLOAT.format("惠民保").replace("fixed", "fixed;display:none"), []),
    ],
)
def test_what_floats_and_how_it_closes(web: Web, html: str, closes: list[float]) -> None:
    assert [box["close"] for box in facts(web, html)["floats"]] == closes


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ('<div class="ad-left"><a class="ad" href="/x">购物</a></div>', 1),
        ('<a href="/x"><img alt="广告" src="/x.png"></a>', 1),
        ('<div class="header-add read">地址</div>', 0),
        ('<div class="ad" hidden>购物</div>', 0),
    ],
)
def test_advertisements_are_what_calls_itself_so(web: Web, html: str, count: int) -> None:
    assert facts(web, html)["adverts"] == count
