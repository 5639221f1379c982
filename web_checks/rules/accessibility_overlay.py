"""Accessibility overlays on the page.

Whom it hurts: people who use a screen reader or magnifier meet a second tool on top of their own; it clashes with it,
takes its keys, and what it changes disappears on the next visit. Tested: the scripts that the page loads, against those
of known products. It is named so that nobody counts it as mended pages: the audit gives no credit for it. Left to a
person: whether it gets in the way.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.overlays import overlays
from web_checks.page import Page
from web_checks.probes import scripts

RULE = Rule(
    id="accessibility-overlay",
    title=Text("页面装有无障碍浮层工具", "Page carries an accessibility overlay"),
    whom=Text(
        "读屏软件、放大软件的使用者已有自己的工具，浮层与之抢按键、重复朗读；浮层的改动换一台机器就没有了。",
        "People bring their own screen reader or magnifier; the overlay takes its keys and speaks over it, "
        "and what it changes is gone on another machine.",
    ),
    mend=Text(
        "改好页面本身（替代文本、标签、对比度、键盘操作）；保留浮层时，默认关闭，不接管按键，用键盘能打开和关闭。",
        "Mend the pages themselves (alternatives, labels, contrast, keyboard); an overlay that stays must be off "
        "by default, take no keys, and open and close by keyboard.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    needs=("scripts",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each product on the page."""
    seen = page.answer(scripts.PROBE)
    for product, address in overlays(script.address for script in seen):
        where = next(script.target for script in seen if script.address == address)
        message = Text(
            f"浮层工具：{product.name}。检测结果不因它而加分；请人看一看它是否妨碍读屏软件和键盘操作",
            f"An overlay: {product.name}. The audit gives no credit for it; "
            "a person should see whether it gets in the way of screen readers and keyboard",
        )
        yield Verdict(Outcome.CANT_TELL, where, message)
