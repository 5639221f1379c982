"""Line height that a style attribute fixes too small.

Whom it hurts: people with low vision or dyslexia set wider spacing of their own; a style attribute with
!important beats it. Tested: visible text whose line-height is declared so, against the limit of
WCAG 1.4.12. Left to a person: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import spacing

RULE = Rule(
    id="inline-line-height",
    title=Text("style 属性用 !important 把行距定得过小", "Style attribute fixes the line height too small"),
    whom=Text(
        "低视力者和有阅读障碍的人要用自己的样式加大行距才读得下去，内联的 !important 样式却压过了他们的设置。",
        "People with low vision or dyslexia need a wider line height to read; an inline !important beats their style.",
    ),
    mend=Text(
        "把 style 属性中的 line-height 移到样式表，并去掉 !important；确需固定时，不小于字号的 1.5 倍。",
        "Move line-height from the style attribute to the style sheet without !important; "
        "if it must be fixed, make it at least 1.5 times the font size.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.12",),
    act_rules=("78fd32",),
    needs=("spacing",),
)

LEAST = 1.5  # times the font size, WCAG 2.2, 1.4.12


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text of several lines with a fixed line height."""
    for text in page.answer(spacing.PROBE):
        if text.property != "line-height" or text.lines <= 1:
            continue
        wide = text.ratio >= LEAST
        message = Text(
            f"行距是字号的 {text.ratio:g} 倍，!important 使读者无法加大",
            f"The line height is {text.ratio:g} times the font size, and !important keeps readers from widening it",
        )
        measured = Measurement(text.ratio, LEAST, "em")
        yield Verdict(Outcome.PASSED if wide else Outcome.FAILED, text.target, message, measured)
