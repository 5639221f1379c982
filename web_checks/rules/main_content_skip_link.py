"""Pages without a link that moves the focus to their own content.

Whom it hurts: people who work by keyboard alone, without a screen reader, can use neither headings nor landmarks;
only a skip link spares them the menu. Tested: whether a link inside the page leads past the repeated blocks to the
content. Left to a person: buttons that may do the same. By itself it breaks no criterion.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import bypass

RULE = Rule(
    id="main-content-skip-link",
    title=Text("没有“跳到正文”的链接", "No link skips to the page's own content"),
    whom=Text(
        "只用键盘的肢体障碍者没有读屏软件的标题和地标可用，每页都要按很多次 Tab 键才能越过导航。",
        "People who work by keyboard alone cannot use headings or landmarks and press Tab through the menu each time.",
    ),
    mend=Text(
        '在页面最前面加 <a href="#main">跳到正文</a>（获得焦点时可见），并让正文容器有 id="main"。',
        'Begin the page with <a href="#main">Skip to content</a>, visible on focus, and give the content id="main".',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    act_rules=("ye5d6e",),
    needs=("bypass",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page that has content of its own after something repeated."""
    seen = page.answer(bypass.PROBE)
    if not seen.needed or seen.start is None:
        return
    early = [link for link in seen.links if link.early]
    found = next((link for link in seen.links if link.own), None)
    broken = next((link for link in early if not link.found), None)
    if found is not None:
        yield Verdict(Outcome.PASSED, found.target, Text("有链接跳到正文", "A link leads to the content"))
    elif seen.controls:
        message = Text(
            "正文之前有一个控件可能用来跳过导航，请人按一按",
            "A control ahead of the content may skip: a person should try",
        )
        yield Verdict(Outcome.CANT_TELL, seen.controls[0], message)
    elif broken is not None:
        message = Text(
            "跳转链接“{name}”指向的位置不存在", "The place that the skip link “{name}” leads to does not exist"
        ).format(name=broken.name[:40])
        yield Verdict(Outcome.FAILED, broken.target, message)
    else:
        message = Text("页面里没有链接通到正文", "No link in the page leads to its content")
        yield Verdict(Outcome.FAILED, early[0].target if early else seen.start, message)
