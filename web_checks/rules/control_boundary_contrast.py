"""Fields and icons that hardly stand out from what they lie on.

Whom it hurts: people with low vision cannot find where to type, what to tick or what to press. Tested: the computed
colours of borders, fills and icons that the page styles itself, on plain grounds; a wrapper's border counts as the
field's. Left to a person: whether something else shows the control (that is why nothing fails), controls on pictures,
shadows, states such as hover and focus, parts of charts.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import boundaries

RULE = Rule(
    id="control-boundary-contrast",
    title=Text("输入框边界或图标与背景难以分辨", "Borders of fields or icons hardly stand out"),
    whom=Text(
        "低视力者看不出哪里可以输入、哪里可以勾选、按哪个图标。",
        "People with low vision cannot find where to type, what to tick or which icon to press.",
    ),
    mend=Text(
        "加深边框、底色或图标，使它与相邻颜色的对比度不低于 3:1。",
        "Darken the border, fill or icon until its contrast with the colour beside it is 3:1.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.11",),
    needs=("boundaries",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LIMIT = 3.0  # WCAG 2.2, 1.4.11
_NAMES = {
    "field": Text("输入框的边框和底色", "The field's border and fill"),
    "choice": Text("选择框的边框和底色", "The border and fill of the checkbox or radio button"),
    "icon": Text("图标", "The icon"),
}


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each control whose boundary or icon could be told."""
    for control in page.answer(boundaries.PROBE):
        name = _NAMES[control.kind]
        if control.best >= _LIMIT:
            message = Text(f"{name.zh}与相邻颜色分得清", f"{name.en} can be told from what is beside it")
            yield Verdict(Outcome.PASSED, control.target, message)
            continue
        best = int(control.best * 100) / 100
        message = Text(
            f"{name.zh}与相邻颜色的对比度只有 {best:g}:1，应不低于 {_LIMIT:g}:1，请人看一看有没有别的线索",
            f"{name.en} has a contrast of {best:g}:1 with what is beside it; {_LIMIT:g}:1 is needed, unless a person "
            "finds that something else shows the control",
        )
        yield Verdict(Outcome.CANT_TELL, control.target, message, Measurement(best, _LIMIT, ":1"))
