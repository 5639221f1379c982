"""tab-reachability: native controls that the walk by Tab passes by, and what stands for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome
from web_checks.probes import keyboard

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "tab-reachability"
START = '<main><h1>办事</h1><p><a href="/start">开始</a></p></main>'

pytestmark = pytest.mark.usefixtures("quick_keyboard")


def _see(web: Web, html: str) -> Seen:
    return web.see(START + html, depth=Depth.IN_DEPTH, rules=(RULE,))


@pytest.mark.parametrize(
    "html",
    [
        '<p><a id="x" href="/apply" tabindex="-1">在线申报</a></p>',
        '<label>姓名 <input id="x" tabindex="-1"></label>',
        '<label>地区 <select id="x" tabindex="-1"><option>东</option></select></label>',
    ],
)
def test_links_and_fields_out_of_the_tab_order_fail(web: Web, html: str) -> None:
    assert _see(web, html).selectors(RULE) == ["#x"]


def test_a_page_that_takes_the_tab_key_away_fails(web: Web) -> None:
    script = "<script>onkeydown = (event) => event.key !== 'Tab'</script>"
    seen = web.see(f'<p><a id="x" href="/a">申报</a></p>{script}', depth=Depth.IN_DEPTH, rules=(RULE,))
    assert seen.selectors(RULE) == ["#x"]


@pytest.mark.parametrize(
    "html",
    [
        # Tab gets there, and the page throws the focus away.
        '<p><a href="/a" onfocus="this.blur()">申报</a> <a href="/b" onfocus="this.blur()">查询</a></p>',
        '<iframe title="地图" srcdoc="<a href=/a>查询</a>"></iframe>',
        "<p>没有可以操作的东西</p>",
    ],
)
def test_a_focus_that_is_thrown_away_or_goes_into_a_frame_is_not_taken(web: Web, html: str) -> None:
    assert web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).selectors(RULE) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p><button id="x" tabindex="-1">打印</button></p>',  # it may have an equivalent
        '<p><a id="x" href="javascript:go()" tabindex="-1">打印</a></p>',
        '<div id="x" role="button">打印</div>',
        # A list with one stop: arrow keys may lead on.
        '<ul><li><a href="/1">一</a></li><li><a id="x" href="/2" tabindex="-1">二</a></li></ul>',
        # A script takes Tab past it.
        """<button id="a">一</button><button id="x">二</button><button id="b">三</button><script>
           a.onkeydown = (event) => event.key !== 'Tab' || event.shiftKey || (b.focus(), false);</script>""",
    ],
)
def test_doubtful_ones_are_for_a_person(web: Web, html: str) -> None:
    assert _see(web, html).selectors(RULE, Outcome.CANT_TELL) == ["#x"]


@pytest.mark.parametrize(
    "html",
    [
        '<button>提交</button><input aria-label="姓名"><details><summary>更多</summary><a href="/a">甲</a></details>',
        '<p><a href="/start" tabindex="-1"><img alt="开始图" src="data:,"></a></p>',  # the same link
        '<p><button tabindex="-1">开始</button></p>',  # the same name
        '<label><input type="radio" name="r" checked>是</label><label><input type="radio" name="r">否</label>',
        '<div role="tablist"><button role="tab">一</button><button role="tab" tabindex="-1">二</button></div>',
        '<button disabled tabindex="-1">提交</button><fieldset disabled><input></fieldset>',
        '<input readonly tabindex="-1"><div inert><a href="/a">甲</a></div>',
        '<div aria-hidden="true"><a href="/a" tabindex="-1">甲</a></div>',
        '<a href="/a" tabindex="-1" style="position:absolute;left:-999px">甲</a>',
        '<p><input type="number" aria-label="份数"><button tabindex="-1">+</button></p>',
        '<div tabindex="0" role="button">卡片<a href="/a" tabindex="-1">甲</a></div>',
    ],
)
def test_what_is_reached_or_stood_for_passes(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.PASSED


def test_what_stands_before_the_place_where_the_walk_began_is_not_blamed(web: Web) -> None:
    seen = web.see(
        '<button>一</button><button id="b" autofocus>二</button><button>三</button>',
        depth=Depth.IN_DEPTH,
        rules=(RULE,),
    )
    assert not seen.findings(RULE)


def test_a_walk_that_was_cut_short_blames_nothing_after_its_end(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard, "MOST_STOPS", 2)
    seen = _see(web, "<button>一</button><button>二</button>" + '<p><a id="x" href="/a" tabindex="-1">甲</a></p>')
    assert seen.selectors(RULE, Outcome.CANT_TELL) == ["#x"]


def test_a_page_without_stops_is_inapplicable(web: Web) -> None:
    assert web.see("<h1>公告</h1>", depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
