"""Text on a gradient that is too faint wherever it stands.

Whom it hurts: people with low vision cannot read it. Tested: text whose only background is an opaque gradient, held
against the lightest and darkest colour that the gradient can have: only text that fails on both is reported. Left to
a person (axe's color-contrast asks): text that is too faint on a part of the gradient.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.gradient_contrast import judged
from web_checks.page import Page
from web_checks.probes import gradients

RULE = Rule(
    id="gradient-text-contrast",
    title=Text("渐变底色上的文字看不清", "Text on a gradient is too faint"),
    whom=Text(
        "低视力者和在阳光下看手机的人看不清渐变底色上的浅淡文字。",
        "People with low vision, and anyone in bright sunlight, cannot read faint text on a gradient.",
    ),
    mend=Text(
        "加深文字或渐变的颜色，使整段渐变上的对比度都达到 4.5:1（大号文字 3:1）。",
        "Darken the text or the gradient until the contrast is 4.5:1 all along it (3:1 for large text).",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.3",),
    act_rules=("afw4f7",),
    needs=("gradients",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE}),
)

# WCAG 2.2, 1.4.3: contrast of text and of large text.
_TEXT, _LARGE = 4.5, 3.0


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text on a gradient that passes, or fails, wherever it stands."""
    yield from judged(page.answer(gradients.PROBE), _TEXT, _LARGE)
