"""Texts, dots and labels that only their colour tells apart.

Whom it hurts: people who do not tell red from green, who see in grey or do not see, miss what the colour says: done or
late, safe or not, required or not. Tested: neighbouring short texts in letters of different hues, dots and squares of
one shape in different colours beside words, and red labels of required fields without a sign (WCAG failure F81). Left
to a person: whether the colour says anything that the words do not; so it never fails. Links among text are axe's.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import colours, prose

RULE = Rule(
    id="colour-only-marks",
    title=Text("只用颜色区分", "Told apart by colour alone"),
    whom=Text(
        "分不清红绿的人、只看得到灰度的人和盲人，不知道颜色表示的状态、类别或必填。",
        "People who do not tell red from green, see in grey or do not see miss the state, the kind or the duty to fill "
        "in that a colour stands for.",
    ),
    mend=Text(
        "颜色之外再加文字或形状：“已办结”“超期”，不同形状的图例，必填项加 * 并说明。",
        "Say it in words or by shape besides: “done”, “late”, different shapes in a legend, an explained * for fields "
        "that are required.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.1",),
    needs=("colours", "prose"),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_TEXTS = Text(
    "“{first}”和“{second}”的文字颜色不同；请人判断颜色有没有别的意思、文字里有没有写出来",
    "“{first}” and “{second}” are written in different colours: a person should say whether the colour means "
    "something that the words do not say",
)
_DOTS = Text(
    "“{first}”和“{second}”旁的色块只有颜色不同；请人判断看不出颜色时能否分清",
    "The marks beside “{first}” and “{second}” differ in colour alone: a person should say whether they can be told "
    "apart without it",
)
_LABEL = Text(
    "“{text}”是必填项，只有标签是红色，没有文字或符号；请人判断别处是否说明",
    "“{text}” is required and only its red label shows it: a person should say whether words or a sign do elsewhere",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each row of texts or marks, and each label, that a colour tells apart."""
    for row in page.answer(prose.PROBE).tinted:
        yield Verdict(Outcome.CANT_TELL, row.target, _TEXTS.format(first=row.first, second=row.second))
    seen = page.answer(colours.PROBE)
    for marks in seen.dots:
        yield Verdict(Outcome.CANT_TELL, marks.target, _DOTS.format(first=marks.first, second=marks.second))
    for label in seen.labels:
        yield Verdict(Outcome.CANT_TELL, label.target, _LABEL.format(text=label.text))
