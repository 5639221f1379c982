"""Lines that begin with dots, dashes or numbers like a list, and are no list in the code.

Whom it hurts: a screen reader says how many items a list has and lets people jump over it; of mere lines it reads each
dot and dash and tells no end. Tested: three lines and more, blocks or lines broken by br, that begin with one bullet,
drawn by the style sheet or typed, or with numbers that count on (WCAG technique H48). Left to a person: whether they
are a list (verses and dialogues begin alike, too); so it never fails. Long numbered lines are the paragraphs of a
document.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import enumerations

RULE = Rule(
    id="list-markup",
    title=Text("看起来是列表，却没有列表标记", "Looks like a list and is not marked as one"),
    whom=Text(
        "读屏软件会报出列表有几项，也能整个跳过；没有标记的，只能一行行听，圆点和短横也被念出来。",
        "A screen reader tells how many items a list has and can skip it; of mere lines it reads every dot and dash.",
    ),
    mend=Text(
        "用 <ul>、<ol> 和 <li> 标出列表，项目符号和编号交给 CSS；编辑器里请用“项目符号”和“编号”按钮。",
        "Mark it with <ul> or <ol> and <li> and leave bullets to CSS; in an editor use its list buttons.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("enumerations",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each run of lines that looks like a list."""
    for run in page.answer(enumerations.PROBE):
        message = Text(
            "从“{first}”起，{lines} 行的开头像列表项，却没有标成列表；请人判断是不是列表",
            "From “{first}” on, {lines} lines begin like the items of a list and are not marked as one: "
            "a person should say whether they are a list",
        ).format(first=run.first, lines=run.lines)
        yield Verdict(Outcome.CANT_TELL, run.target, message)
