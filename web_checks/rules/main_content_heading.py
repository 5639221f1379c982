"""Pages whose own content has no heading.

Whom it hurts: people who use a screen reader jump from heading to heading to find the content. Tested: whether a
heading that is seen and heard stands in the content, outside the blocks that other pages repeat. Left to a person:
whether the heading says what follows. By itself it breaks no criterion: a landmark or a skip link also leads past the
blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import bypass

RULE = Rule(
    id="main-content-heading",
    title=Text("正文没有标题", "The page's own content has no heading"),
    whom=Text(
        "读屏软件的使用者习惯按标题跳转；正文没有标题标记，就只能从页头一行行听下来。",
        "People who use a screen reader jump by headings; without one they listen from the top, line by line.",
    ),
    mend=Text(
        "正文的标题用 <h1>，小节用 <h2>、<h3>；不要用加粗的 <p>、<div> 代替，也不要把标题藏起来。",
        "Mark the content's title as <h1> and its sections as <h2>, <h3>; a bold <p> or <div>, or a hidden heading, "
        "does not do.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    act_rules=("047fe0",),
    needs=("bypass",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page that has content of its own after something repeated."""
    seen = page.answer(bypass.PROBE)
    if not seen.needed or seen.start is None:
        return
    found = next((heading for heading in seen.headings if heading.own), None)
    if found is not None:
        yield Verdict(Outcome.PASSED, found.target, Text("正文有标题", "The content has a heading"))
    elif seen.headings:
        message = Text(
            "标题只在重复的区域里，或看不见；正文没有标题",
            "Headings stand only in repeated blocks or out of sight; the content has none",
        )
        yield Verdict(Outcome.FAILED, seen.start, message)
    else:
        message = Text("整页没有可用的标题", "The page has no heading that can be used")
        yield Verdict(Outcome.FAILED, seen.start, message)
