"""Content that appears under the mouse pointer and cannot be closed, reached or kept.

Whom it hurts: people who use a magnifier see a part of the screen and must move the pointer over the content to read
it; people with tremor leave it by accident. Tested: what appears over a trigger with a listener, a :hover style or a
tooltip: Esc with the pointer still, the pointer moved onto it, and a rest of some seconds. Tooltips of the browser's
own (title) are not the page's. Left to a person: content that appears on focus, content drawn by ::before or ::after,
and triggers further down the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import pointer

RULE = Rule(
    id="hover-content",
    title=Text("悬停出现的内容关不掉、移不上去或自己消失", "Hover content cannot be closed, reached or kept"),
    whom=Text(
        "用屏幕放大镜的低视力者要移动指针才能看全内容，一移它就消失；手抖的人也留不住它。",
        "People with low vision move the pointer to read under a magnifier, and the content is gone; "
        "people with tremor lose it, too.",
    ),
    mend=Text(
        "悬停出现的内容应能按 Esc 键关闭；指针能移到内容上而不消失（与触发处之间不留空隙）；指针不离开就不自动收起。",
        "Let Esc close it; keep it while the pointer is on it (no gap to the trigger); never close it on a timer.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.13",),
    depth=Depth.IN_DEPTH,
    needs=("pointer",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_STAYS_OPEN = Text("按 Esc 键不关闭", "Esc does not close it")
_OUT_OF_REACH = Text("指针移到内容上它就消失", "it vanishes when the pointer moves onto it")
_TIMED = Text("指针不动，几秒后它自己消失", "it vanishes by itself while the pointer rests")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each thing that appeared under the pointer and went with it."""
    hovered = page.answer(pointer.PROBE)
    for content in hovered.contents:
        wrong = []
        if content.obscures and not content.dismissed:
            wrong.append(_STAYS_OPEN)
        if not content.reached:
            wrong.append(_OUT_OF_REACH)
        if content.lasts is False:
            wrong.append(_TIMED)
        if not wrong:
            message = Text("悬停出现的内容留得住、也关得掉", "What appears on hover can be reached, kept and closed")
            yield Verdict(Outcome.PASSED, content.target, message)
            continue
        message = Text(
            f"悬停时出现“{{text}}”：{'；'.join(reason.zh for reason in wrong)}",
            f"On hover “{{text}}” appears: {'; '.join(reason.en for reason in wrong)}",
        ).format(text=content.text)
        # A style sheet that did not load leaves things where they do not belong.
        sure = _STAYS_OPEN in wrong and _OUT_OF_REACH in wrong and not hovered.unstyled
        yield Verdict(Outcome.FAILED if sure else Outcome.CANT_TELL, content.target, message)
