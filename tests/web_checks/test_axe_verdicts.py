"""Where axe's verdict is changed: text without words, single Chinese characters, frames behind a modal dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

CONTRAST, FRAME = "axe-color-contrast", "axe-frame-focusable-content"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("公告", Outcome.FAILED),
        ("大", Outcome.FAILED),
        ("（大）", Outcome.FAILED),
        ("X", Outcome.CANT_TELL),
        ("- - - ====", Outcome.CANT_TELL),
    ],
)
def test_contrast_is_asked_of_text(web: Web, text: str, outcome: Outcome) -> None:
    seen = web.see(f'<p style="color:#999;background:#fff">{text}</p>', rules=(CONTRAST,))
    assert seen.outcome(CONTRAST) is outcome


def test_a_failed_character_is_told_by_its_contrast(web: Web) -> None:
    (found,) = web.see('<p style="color:#999;background:#fff">大</p>', rules=(CONTRAST,)).findings(CONTRAST)
    assert found.message.en == "The contrast of #999999 on #ffffff is 2.84:1"
    assert found.measurement is not None


def test_a_single_character_that_is_clear_passes_axe(web: Web) -> None:
    seen = web.see('<p style="color:#333;background:#fff">大</p>', rules=(CONTRAST,))
    assert seen.outcome(CONTRAST) is not Outcome.FAILED


def test_text_in_a_shadow_root_is_text(web: Web) -> None:
    script = "<script>p.attachShadow({ mode: 'open' }).textContent = '公告'</script>"
    seen = web.see(f'<p id="p" style="color:#999;background:#fff"></p>{script}', rules=(CONTRAST,))
    assert seen.outcome(CONTRAST) is Outcome.FAILED


@pytest.mark.parametrize(("opened", "outcome"), [("showModal", Outcome.CANT_TELL), ("show", Outcome.FAILED)])
def test_a_frame_behind_a_modal_dialog_is_for_a_person(web: Web, opened: str, outcome: Outcome) -> None:
    frame = "<iframe tabindex='-1' title='内页' srcdoc=\"<a href='/x'>办事</a>\"></iframe>"
    dialog = f"<dialog id='d' aria-label='隐私'><button>关闭</button></dialog><script>d.{opened}()</script>"
    assert web.see(frame + dialog, rules=(FRAME,)).outcome(FRAME) is outcome


def test_a_frame_inside_the_dialog_is_judged_by_axe(web: Web) -> None:
    frame = "<iframe tabindex='-1' title='内页' srcdoc=\"<a href='/x'>办事</a>\"></iframe>"
    html = f"<dialog id='d' aria-label='隐私'>{frame}<button>关闭</button></dialog><script>d.showModal()</script>"
    assert web.see(html, rules=(FRAME,)).outcome(FRAME) is Outcome.FAILED


def test_a_component_is_the_same_on_pages_with_frames_and_without(web: Web) -> None:
    image = '<main><div class="news"><img class="photo" src="data:,"></div></main>'
    alone = web.see(image).findings("axe-image-alt")
    beside = web.see(f'{image}<iframe title="天气" srcdoc="<p>晴</p>"></iframe>').findings("axe-image-alt")
    assert [found.component for found in beside] == [found.component for found in alone] != []
