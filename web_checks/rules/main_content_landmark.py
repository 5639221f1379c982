"""Pages without a landmark that begins with their own content.

Whom it hurts: people who use a screen reader jump to the main landmark; without it they pass banner and menu first.
Tested: whether a landmark (main, a named region or form …) begins with content that other pages do not repeat. Left
to a person: nothing more. By itself it breaks no criterion: a heading or a skip link also leads past the blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import bypass

RULE = Rule(
    id="main-content-landmark",
    title=Text("正文不在主区域地标里", "The page's own content is in no landmark"),
    whom=Text(
        "读屏软件的使用者一键就能跳到主区域（main）；没有这个地标，就要先听完页头和导航。",
        "People who use a screen reader reach the main landmark with one key; without it they hear the menu first.",
    ),
    mend=Text(
        '用一个 <main> 包住正文，导航和侧栏放在它外面；旧浏览器可写 <div role="main">。',
        'Wrap the content in one <main>, with menus and side columns outside; for old browsers <div role="main">.',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    act_rules=("b40fd1",),
    needs=("bypass",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page that has content of its own after something repeated."""
    seen = page.answer(bypass.PROBE)
    if not seen.needed or seen.start is None:
        return
    found = next((landmark for landmark in seen.landmarks if landmark.own), None)
    if found is not None:
        yield Verdict(Outcome.PASSED, found.target, Text("正文有地标", "The content has a landmark"))
        return
    main = next((landmark for landmark in seen.landmarks if landmark.role == "main"), None)
    if main is not None:
        message = Text(
            "主区域以重复的内容开头，没有跳过它", "The main landmark begins with repeated content: it skips nothing"
        )
        yield Verdict(Outcome.FAILED, main.target, message)
    else:
        message = Text("正文不在任何地标里", "The content begins in no landmark")
        yield Verdict(Outcome.FAILED, seen.start, message)
