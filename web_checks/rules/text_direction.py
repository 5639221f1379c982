"""Text of a script that runs from right to left in a block that runs from left to right, or the other way round.

Whom it hurts: in Uyghur, Arabic or Hebrew text full stops, brackets and figures change places, and people who follow
it under a magnifier or by ear lose its order. Tested: blocks of at least 15 letters, nearly all of one direction,
against the direction that the browser computes. Left to a person: whether anything is misplaced, so it never fails; and
mixed text.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import languages

RULE = Rule(
    id="text-direction",
    title=Text("文字的书写方向与声明不符", "Text does not run the way that the page says"),
    whom=Text(
        "维吾尔文、阿拉伯文等从右往左写的文字，标点、括号和数字会跑到错的一边，放大看或用读屏软件听都乱了次序。",
        "In text that runs from right to left, stops, brackets and figures end up on the wrong side and out of order.",
    ),
    mend=Text(
        '从右往左的文字写 dir="rtl"（整页写在 <html> 上），其余不写或写 dir="ltr"；用户填写的文字写 dir="auto"。',
        'Write dir="rtl" on text that runs from right to left (on <html> for a page), dir="ltr" on other text inside, '
        'dir="auto" on what users have entered.',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.2",),
    needs=("languages",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LEFTWARD = Text(
    "“{text}”从右往左写，所在的块却是从左往右",
    "“{text}” is written from right to left, and its block runs from left to right",
)
_RIGHTWARD = Text(
    "“{text}”从左往右写，所在的块却声明从右往左",
    "“{text}” is written from left to right, and its block says that it runs from right to left",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each block of right-to-left text, and for each that says it is some and is none."""
    for block in page.answer(languages.PROBE).directions:
        if block.fits:
            yield Verdict(Outcome.PASSED, block.target, Text("书写方向相符", "The direction fits"))
        else:
            why = _LEFTWARD if block.right_to_left else _RIGHTWARD
            yield Verdict(Outcome.CANT_TELL, block.target, why.format(text=block.text))
