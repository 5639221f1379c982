"""Pages with no way past the blocks that every page repeats.

Whom it hurts: people who use a keyboard or a screen reader go through the same banner and menu on every page. Tested:
whether the page's own content has a heading, a landmark or a link that leads to it. Left to a person: pages where a
control ahead of the content may skip or fold a block, and whether a way that exists is a good one.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import bypass

RULE = Rule(
    id="bypass-blocks",
    title=Text("没有办法跳过每页重复的内容", "No way past the blocks that every page repeats"),
    whom=Text(
        "只用键盘或读屏软件的人，每打开一页都要先走完同样的页头和导航，才能读到正文。",
        "People who use a keyboard or a screen reader walk through the same banner and menu on every page first.",
    ),
    mend=Text(
        "把正文放进 <main>，正文标题用 <h1>，并在页面最前面加“跳到正文”链接；三者做到一项即可，最好都有。",
        "Put the content into <main>, give it an <h1>, and begin the page with a “skip to content” link; "
        "one of them is enough, all three are best.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.1",),
    act_rules=("cf77f2",),
    needs=("bypass",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# One link ahead of the content is not a block that anyone needs to pass.
_LINKS = 2


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page that has content of its own after something repeated."""
    seen = page.answer(bypass.PROBE)
    if not seen.needed:
        return
    where = seen.blocks[0].target
    marks = (*seen.headings, *seen.landmarks)
    if any(mark.own for mark in marks) or any(link.own for link in seen.links):
        yield Verdict(Outcome.PASSED, Target("html", path="html"), Text("有办法跳过", "There is a way past"))
    elif seen.controls:
        message = Text(
            "正文没有标题和地标，也没有跳转链接；前面有一个控件可能用来跳过或收起导航，请人试一试",
            "The content has no heading, landmark or skip link; a control ahead of it may skip or fold the menu: "
            "a person should try",
        )
        yield Verdict(Outcome.CANT_TELL, seen.controls[0], message)
    elif any(block.role for block in seen.blocks) or sum(block.links for block in seen.blocks) >= _LINKS:
        message = Text(
            "正文之前有重复的内容，而正文没有标题、没有地标，也没有链接可以直接跳到正文",
            "Repeated content comes first, and the content itself has no heading, no landmark and no link to it",
        )
        yield Verdict(Outcome.FAILED, where, message)
