"""Pages that scroll sideways at 320 CSS px.

Whom it hurts: people with low vision who enlarge to 400 %, and everyone on a small phone, must scroll every line to and
fro. Tested: the width of the page's content at 320 × 256 CSS px. Left to a person: whether content that needs two
dimensions (a data table, a map) really does, whether anything disappears at that width, and a page whose style
sheets did not load.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import narrow

RULE = Rule(
    id="reflow",
    title=Text("页面在 320 像素宽时要左右滚动", "Page scrolls sideways at 320 px"),
    whom=Text(
        "低视力者把页面放大到 400%，或用小屏手机时，每一行都要左右拖动才能读完。",
        "People with low vision who enlarge to 400 %, and everyone on a small phone, scroll every line to and fro.",
    ),
    mend=Text(
        "去掉固定宽度（如 width: 1200px），用 max-width、flex 或 grid 让各栏在窄屏时换行；宽表格放进可单独滚动的区域。",
        "Drop fixed widths (such as width: 1200px); let columns wrap with max-width, flex or grid; "
        "put wide tables into a region that scrolls by itself.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.10",),
    depth=Depth.IN_DEPTH,
    needs=("narrow",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL}),
)

# One pixel of rounding is not a barrier.
_TOLERANCE = 1


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for the page, at the widest element that has no reason to be wide."""
    seen = page.answer(narrow.PROBE)
    measured = Measurement(seen.content_width, narrow.WIDTH, "px")
    if seen.unstyled:
        message = Text(
            f"有样式表没有载入；320 像素宽时内容宽 {seen.content_width:g} 像素，请人在样式齐全时再看",
            f"A style sheet did not load; at 320 px the content is {seen.content_width:g} px wide: "
            "a person should look at the page with all its styles",
        )
        yield Verdict(Outcome.CANT_TELL, Target("html"), message, measured)
        return
    if seen.content_width <= narrow.WIDTH + _TOLERANCE:
        yield Verdict(Outcome.PASSED, Target("html"), Text("内容不超出", "Content fits"), measured)
        return
    plain = [overflow for overflow in seen.overflows if not overflow.two_dimensional]
    if plain:
        yield Verdict(
            Outcome.FAILED,
            plain[0].target,
            Text(
                f"320 像素宽时内容宽 {seen.content_width:g} 像素，撑宽页面的是这个元素",
                f"At 320 px the content is {seen.content_width:g} px wide; this element makes it so",
            ),
            measured,
        )
        return
    where = seen.overflows[0].target if seen.overflows else Target("html")
    yield Verdict(
        Outcome.CANT_TELL,
        where,
        Text(
            f"320 像素宽时内容宽 {seen.content_width:g} 像素；撑宽的是表格、图片一类，请人判断是否必须二维展示",
            f"At 320 px the content is {seen.content_width:g} px wide because of tables, images or the like: "
            "a person should say whether they need two dimensions",
        ),
        measured,
    )
