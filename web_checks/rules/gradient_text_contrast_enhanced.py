"""Text on a gradient that is too faint wherever it stands (enhanced).

Whom it hurts: people with low vision cannot read it. Tested: text whose only background is an opaque gradient, held
against the lightest and darkest colour that the gradient can have: only text that fails on both is reported. Left to
a person (axe's color-contrast-enhanced asks): text that is too faint on a part of the gradient.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.gradient_contrast import judged
from web_checks.page import Page
from web_checks.probes import gradients

RULE = Rule(
    id="gradient-text-contrast-enhanced",
    title=Text("渐变底色上的文字达不到增强的对比度", "Text on a gradient misses the enhanced contrast"),
    whom=Text(
        "低视力者和在阳光下看手机的人看不清渐变底色上的浅淡文字。",
        "People with low vision, and anyone in bright sunlight, cannot read faint text on a gradient.",
    ),
    mend=Text(
        "加深文字或渐变的颜色，使整段渐变上的对比度都达到 7:1（大号文字 4.5:1）。",
        "Darken the text or the gradient until the contrast is 7:1 all along it (4.5:1 for large text).",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.6",),
    act_rules=("09o5cg",),
    needs=("gradients",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE}),
)

# WCAG 2.2, 1.4.6: contrast of text and of large text.
_TEXT, _LARGE = 7.0, 4.5


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text on a gradient that passes, or fails, wherever it stands."""
    yield from judged(page.answer(gradients.PROBE), _TEXT, _LARGE)
