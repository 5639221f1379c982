"""Short bold or large lines that stand over text and are no headings.

Whom it hurts: people who use a screen reader jump by headings and pass these by. Tested: blocks of at most 40
letters, bolder or larger than the long block that follows, without a heading's role (WCAG failure F2). Left to a
person: whether the line is a heading or only emphasis; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import prose

RULE = Rule(
    id="heading-markup",
    title=Text("看起来是标题，却没有标题标记", "Looks like a heading and is not marked as one"),
    whom=Text(
        "读屏软件的使用者按标题跳转，跳不到这里；听起来它也和正文没有分别。",
        "People who use a screen reader jump by headings and pass it by; it sounds like any other text.",
    ),
    mend=Text(
        "用 <h2>、<h3> 等标出标题，粗细和大小交给 CSS；编辑器里请用“标题”样式而不是加粗。",
        "Mark it as <h2>, <h3> … and leave weight and size to CSS; in an editor use a heading style, not bold.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("prose",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each block that looks like a heading."""
    for line in page.answer(prose.PROBE).headings:
        message = Text(
            "“{text}”比下文更粗或更大，却不是标题；请人判断是不是标题",
            "“{text}” is bolder or larger than the text below and no heading: a person should say whether it is one",
        ).format(text=line.text)
        yield Verdict(Outcome.CANT_TELL, line.target, message)
