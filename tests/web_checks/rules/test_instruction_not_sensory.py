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
        ("<p>请点击右侧红色按钮。</p><button>提交</button>", Outcome.CANT_TELL),
        (f"<p>请点击右侧红色的“提交”按钮。</p>{CONTROLS}", Outcome.PASSED),
        (f"<p>请点击右侧红色提交按钮。</p>{CONTROLS}", Outcome.PASSED),
        (f"<p>请点击右侧的预约入口。</p>{CONTROLS}", Outcome.CANT_TELL),
        ("<p>请点击红色按钮。</p><button>红色的</button><button aria-label='红色按钮'>×</button>", Outcome.PASSED),
        (f"<p>会场在大厅右侧，左侧是停车场。</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p>红色按钮代表急停装置。</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p>A square has four right angles.</p>{CONTROLS}", Outcome.INAPPLICABLE),
        (f"<p hidden>请点击右侧红色按钮。</p>{CONTROLS}", Outcome.INAPPLICABLE),
    ],
)
def test_each_outcome(web: Web, html: str, outcome: Outcome) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is outcome
