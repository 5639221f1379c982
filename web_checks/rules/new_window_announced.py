"""Links that open a new window without saying so.

Whom it hurts: people who are blind, have low vision or a cognitive impairment do not notice that the window is new,
and “back” no longer works. Tested: links with target="_blank" whose name and title do not say so. Left to a person:
whether an icon or a note on the page does. One verdict for the page: where one link does it, most do.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import controls

RULE = Rule(
    id="new-window-announced",
    title=Text("链接在新窗口打开，没有事先说明", "Links open new windows unannounced"),
    whom=Text(
        "盲人、低视力者和认知障碍者没有察觉窗口换了，“后退”失灵，回不到原来的页面。",
        "People who are blind, have low vision or a cognitive impairment lose the way back: “back” no longer works.",
    ),
    mend=Text(
        '去掉 target="_blank"；确需新窗口的，在链接文字或图标的替代文本里写明“（新窗口打开）”。',
        'Drop target="_blank"; where a new window is needed, say “(opens in a new window)” in the link or its icon.',
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    requirements=("wcag:3.2.5",),
    needs=("controls",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page with links that open new windows, at the first that does not say so."""
    links = page.answer(controls.PROBE).new_windows
    silent = [link for link in links if not link.told]
    if silent:
        message = Text(
            "{count} 个链接在新窗口打开而没有说明", "{count} links open a new window and do not say so"
        ).format(count=len(silent))
        yield Verdict(Outcome.CANT_TELL, silent[0].target, message)
    elif links:
        yield Verdict(Outcome.PASSED, links[0].target, Text("都有说明", "All of them say so"))
