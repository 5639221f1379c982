"""Buttons of the same name in row after row: Edit, Delete, Apply.

Whom it hurts: blind people who go from button to button, and people who speak to the computer, meet ten times “Delete”
and do not know of what. Tested: buttons that show the same word in two or more rows of a table or list with different
contents, for names or descriptions that tell them apart. Left to a person: whether the row's first words are heard with
the button; so it never fails. Links are the link-purpose rules'.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import row_buttons

RULE = Rule(
    id="row-button-purpose",
    title=Text("每行的按钮同名，分不清是哪一项的", "Buttons in rows bear the same name"),
    whom=Text(
        "盲人逐个听按钮，用语音操作的人按名字点按钮，听到的都是“删除”，不知道删的是哪一项。",
        "Blind people who go from button to button, and people who speak to the computer, hear “Delete” time and again "
        "and not of what.",
    ),
    mend=Text(
        '名字里带上这一行的内容，如 aria-label="删除 张三的申请"；或用 aria-labelledby 连上本行的标题。',
        "Put the row's topic into the name, as in aria-label=\"Delete Ms Li's application\", or add the row's heading "
        "by aria-labelledby.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.6",),
    needs=("row_buttons",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SAME = Text(
    "{rows} 行里有同名按钮“{name}”（第一个在“{topic}”一行）；请人听一听单独读到按钮时能否知道是哪一项",
    "{rows} rows have buttons of the same name “{name}” (the first in the row “{topic}”): a person should hear whether "
    "each is clear when it is read out alone",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each kind of button that is in several rows."""
    for seen in page.answer(row_buttons.PROBE):
        if seen.described or seen.names == seen.rows:
            yield Verdict(Outcome.PASSED, seen.target, Text("名字或说明各不相同", "Names or descriptions differ"))
        else:
            message = _SAME.format(rows=seen.rows, name=seen.name, topic=seen.topic)
            yield Verdict(Outcome.CANT_TELL, seen.target, message)
