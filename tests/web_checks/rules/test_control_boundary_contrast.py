"""control-boundary-contrast: borders, fills and icons at the limit and past it, wrappers, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

RULE = "control-boundary-contrast"


def _see(web: Web, html: str) -> Seen:
    return web.see(html, rules=(RULE,))


def _field(style: str) -> str:
    return f"<label>姓名 <input style='{style}'></label>"


@pytest.mark.parametrize(
    "html",
    [
        _field("border:1px solid #949494"),  # 3.03:1
        _field("border:0;border-bottom:1px solid #949494"),
        _field("border:0;background:#949494"),
        _field("border:0;outline:1px solid #000"),
        _field("border:1px solid #fff;background:#fff") + "<style>body{background:#777}</style>",
        f"<div style='border:1px solid #666;width:300px'>{_field('border:0')}</div>",
        "<input type=checkbox style='appearance:none;width:16px;height:16px;border:1px solid #949494'>",
        "<button style='background:#fff'><svg width=20 height=20><path d='M0 0h20v20z' fill='#949494'/></svg></button>",
    ],
)
def test_what_stands_out_passes(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    ("html", "best"),
    [
        (_field("border:1px solid #959595"), 2.99),
        (_field("border:0;background:#fff"), 1),
        (_field("border:0;background:#eee"), 1.16),
        (f"<div style='border:1px solid #ccc;width:300px'>{_field('border:0')}</div>", 1.6),
        ("<select style='border:1px solid #ccc;background:#fff'><option>甲</select>", 1.6),
        ("<input type=radio style='appearance:none;width:16px;height:16px;border:1px solid #ccc'>", 1.6),
        ("<a href='#'><svg width=20 height=20><path d='M0 0h20v20z' fill='#ccc'/></svg></a>", 1.6),
    ],
)
def test_what_hardly_stands_out_is_for_a_person(web: Web, html: str, best: float) -> None:
    seen = _see(web, html)
    (finding,) = seen.findings(RULE)
    assert finding.outcome is Outcome.CANT_TELL
    assert finding.measurement is not None
    assert (finding.measurement.value, finding.measurement.limit) == (best, 3)


@pytest.mark.parametrize(
    "html",
    [
        "<p>没有控件</p>",
        "<input><textarea></textarea><select></select><input type=checkbox><input type=radio>",  # the browser's own
        "<input disabled style='border:1px solid #eee'>",
        "<input type=hidden>",
        _field("border:1px solid #eee;box-shadow:0 0 2px #000"),
        _field("border:1px solid #eee;background:url(x.png)"),
        f"<div style='background:linear-gradient(#fff,#000)'>{_field('border:1px solid #eee')}</div>",
        f"<style>div::before{{content:'';border:1px solid #000}}</style><div>{_field('border:1px solid #eee')}</div>",
        "<button>文字</button><button><img src=x.png alt=搜索></button>",
    ],
)
def test_native_inactive_and_unknown_ones_are_left_out(web: Web, html: str) -> None:
    assert _see(web, html).outcome(RULE) is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    ("border", "inside", "outcome"),
    [
        ("#959595", "", Outcome.CANT_TELL),  # 2.99:1
        ("#949494", "", Outcome.PASSED),
        ("#959595", "同意", Outcome.INAPPLICABLE),  # its words show it
        ("#959595", "<i></i>", Outcome.INAPPLICABLE),  # what is drawn inside may show it
    ],
)
def test_a_box_made_of_a_role(web: Web, border: str, inside: str, outcome: Outcome) -> None:
    style = f"width:20px;height:20px;border:2px solid {border};background:#fff"
    html = f'<div role="checkbox" tabindex="0" aria-checked="false" aria-label="同意" style="{style}">{inside}</div>'
    assert _see(web, html).outcome(RULE) is outcome
