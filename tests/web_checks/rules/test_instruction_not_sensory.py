"""instruction-not-sensory: looks alone, looks with a name, and sentences that instruct nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "instruction-not-sensory"
CONTROLS = "<button>提交</button><button>取消</button>"


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (f"<p>请点击右侧红色按钮。</p>{CONTROLS}", Outcome.FAILED),
        (f"<p>填写完成后，点击左边的绿色图标继续</p>{CONTROLS}", Outcome.FAILED),
        (f"<p>Press the round button on the left.</p>{CONTROLS}", Outcome.FAILED),
        ("<p>请点击右侧红色按钮。</p><button>提交</button>", Outcome.FAILED),
        ("<p>请点击右侧红色按钮。</p>", Outcome.CANT_TELL),
        (f"<p>请到<a href='/a'>办理页</a>点击右侧红色按钮。</p>{CONTROLS}", Outcome.CANT_TELL),
        (f"<h2>红色按钮</h2><p>请点击红色按钮。</p>{CONTROLS}", Outcome.PASSED),
        (f"<p>请扫描右侧二维码。</p>{CONTROLS}", Outcome.CANT_TELL),
        (f"<p>Open the menu on the left.</p>{CONTROLS}", Outcome.CANT_TELL),
        (f"<p>Interact with the round button.</p>{CONTROLS}", Outcome.FAILED),
        (f"<p>Interact with the button below this paragraph.</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p>请点击最大的按钮。</p>{CONTROLS}", Outcome.FAILED),
        ("<p>Click on the star to see more.</p><button>★</button>", Outcome.FAILED),
        ("<p>点击星形图标，收藏本页。</p><a href='/a'>☆</a>", Outcome.FAILED),
        ("<p>点击星形图标，收藏本页。</p><a href='/a' title='星形：收藏'>☆</a>", Outcome.PASSED),
        (f"<p>Choose the right option from the menu.</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p>Choose the option on the right.</p>{CONTROLS}", Outcome.FAILED),
        ("<p>More examples are found when you look underneath the star</p><p>★</p><ul><li>1</li></ul>", Outcome.FAILED),
        ("<p>请看三角形下方的说明。</p><div>▲</div><p>说明</p>", Outcome.FAILED),
        ("<p>Look underneath the star.</p><h2 aria-label='Star'>★</h2>", Outcome.PASSED),
        ("<p>Look underneath the star.</p>", Outcome.INAPPLICABLE),
        ("<p>Look underneath the star.</p><p>▲</p>", Outcome.INAPPLICABLE),
        ("<p>Look inside the star chart.</p><p>★</p>", Outcome.INAPPLICABLE),
        ("<p>The moon lies behind the star.</p><p>★</p>", Outcome.INAPPLICABLE),
        (f"<p>请点击右侧红色的“提交”按钮。</p>{CONTROLS}", Outcome.PASSED),
        (f"<p>请点击右侧红色提交按钮。</p>{CONTROLS}", Outcome.PASSED),
        (f"<p>请点击右侧的预约入口。</p>{CONTROLS}", Outcome.CANT_TELL),
        ("<p>请点击红色按钮。</p><button>红色的</button><button aria-label='红色按钮'>×</button>", Outcome.PASSED),
        (f"<p>会场在大厅右侧，左侧是停车场。</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p>红色按钮代表急停装置。</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p>A square has four right angles.</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p hidden>请点击右侧红色按钮。</p>{CONTROLS}", Outcome.INAPPLICABLE),
        # A button's word that is a mere verb in the sentence does not name it for sure.
        ("<p>Press the big button to send.</p><button>Send</button><button>Back</button>", Outcome.CANT_TELL),
        ("<p>Press Send, the big button.</p><button>Send</button><button>Back</button>", Outcome.PASSED),
        ("<p>Press the big button to go backwards.</p><button>Back</button><button>Up</button>", Outcome.FAILED),
        # A shape to press of which no sign is known.
        (f"<p>To go on, press the circle.</p>{CONTROLS}", Outcome.CANT_TELL),
        ("<p>To go on, press the circle.</p><button>Circle</button>", Outcome.INAPPLICABLE),
        # A place to look at.
        (f"<p>Please see the links to the right of the map.</p>{CONTROLS}", Outcome.CANT_TELL),
        (f"<p>详见右侧链接。</p>{CONTROLS}", Outcome.CANT_TELL),
        # Meaning in colour, size or sound.
        ("<p>Branches in small type are closed on Sundays.</p>", Outcome.CANT_TELL),
        ("<p>红色字体为必填项。</p>", Outcome.CANT_TELL),
        ("<p>标红的表示已经停办。</p>", Outcome.CANT_TELL),
        ("<p>Begin at the sound of the bell.</p>", Outcome.CANT_TELL),
        ("<p>听到提示音后开始朗读。</p>", Outcome.CANT_TELL),
        ("<p>拨打热线，听到提示音后按 1 键。</p>", Outcome.INAPPLICABLE),
        ("<p>The red text of the charter was restored.</p>", Outcome.INAPPLICABLE),
        ("<p>会场设在红色教育基地，红色文化展厅免费开放。</p>", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome


@pytest.mark.parametrize(
    ("inner", "outcome"),
    [("<p>★</p>", Outcome.FAILED), ("<p>★</p><h1>Star list</h1>", Outcome.PASSED), ("<p>☂</p>", Outcome.INAPPLICABLE)],
)
def test_the_sign_may_stand_in_a_frame(web: Web, inner: str, outcome: Outcome) -> None:
    html = '<p>Look underneath the star.</p><iframe src="/star.html" title="Examples"></iframe>'
    seen = web.see(html, rules=(RULE,), others={"/star.html": f"<!doctype html><title>s</title>{inner}"})
    assert seen.outcome(RULE) is outcome
