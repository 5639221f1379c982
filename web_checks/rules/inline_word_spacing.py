"""Word spacing that a style attribute fixes too small.

Whom it hurts: people with low vision or dyslexia set wider spacing of their own; a style attribute with
!important beats it. Tested: visible text whose word-spacing is declared so, against the limit of
WCAG 1.4.12. Left to a person: nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import spacing

RULE = Rule(
    id="inline-word-spacing",
    title=Text("style 属性用 !important 把词距定得过小", "Style attribute fixes the word spacing too small"),
    whom=Text(
        "低视力者和有阅读障碍的人要用自己的样式加大词距才读得下去，内联的 !important 样式却压过了他们的设置。",
        "People with low vision or dyslexia need a wider word spacing to read; an inline !important beats their style.",
    ),
    mend=Text(
        "把 style 属性中的 word-spacing 移到样式表，并去掉 !important；确需固定时，不小于字号的 0.16 倍。",
        "Move word-spacing from the style attribute to the style sheet without !important; "
        "if it must be fixed, make it at least 0.16 times the font size.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.12",),
    act_rules=("9e45ec",),
    needs=("spacing",),
)

LEAST = 0.16  # times the font size, WCAG 2.2, 1.4.12


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text of several words with fixed word spacing."""
    for text in page.answer(spacing.PROBE):
        if text.property != "word-spacing" or not text.words:
            continue
        wide = text.ratio >= LEAST
        message = Text(
            f"词距是字号的 {text.ratio:g} 倍，!important 使读者无法加大",
            f"The word spacing is {text.ratio:g} times the font size, and !important keeps readers from widening it",
        )
        measured = Measurement(text.ratio, LEAST, "em")
        yield Verdict(Outcome.PASSED if wide else Outcome.FAILED, text.target, message, measured)
