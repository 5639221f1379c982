"""Text over a picture that is too faint wherever it stands.

Whom it hurts: people with low vision cannot read it. Tested: text that axe leaves open because of what lies behind it
(an image, another element, a pseudo-element): the page is photographed without its letters, and the text fails when
neither the dark nor the light parts behind it (10th and 90th percentile) give enough contrast. Left to a person (axe's
color-contrast asks): text that is too faint on a part of the picture, over something that moves or did not load,
text that is hidden or has the colour of what is behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import pictured_texts

RULE = Rule(
    id="pictured-text-contrast",
    title=Text("压在图片上的文字看不清", "Text over a picture is too faint"),
    whom=Text(
        "低视力者和在阳光下看手机的人看不清压在图片上的浅淡文字。",
        "People with low vision, and anyone in bright sunlight, cannot read faint text over a picture.",
    ),
    mend=Text(
        "在文字下面加一层底色，或改变文字颜色，使对比度达到 4.5:1（大号文字 3:1）。",
        "Put a plain ground behind the text or change its colour until the contrast is 4.5:1 (3:1 for large text).",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.3",),
    depth=Depth.IN_DEPTH,
    needs=("pictured_texts",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE}),
)

# WCAG 2.2, 1.4.3: contrast of text and of large text.
_TEXT, _LARGE = 4.5, 3.0
# Less of a line's pixels than this are no letters: the text is covered, or has the very colour of what is behind it.
_LETTERS = 0.05
# Nobody sets text so close to the colour of its ground: the ground that was meant for it is not there.
_MEANT = 1.2


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text over a picture that passes everywhere, or fails even at its best."""
    for text in page.answer(pictured_texts.PROBE).found:
        if text.letters < _LETTERS:
            continue
        limit = _LARGE if text.large else _TEXT
        best = max(_contrast(text.own, text.dark), _contrast(text.own, text.light))
        within = text.darkest <= text.own <= text.lightest
        worst = 1.0 if within else min(_contrast(text.own, text.darkest), _contrast(text.own, text.lightest))
        if best < _MEANT:
            continue
        if best < limit:
            shown = int(best * 10) / 10
            message = Text(
                f"文字与背后图片的对比度最高处也只有 {shown:g}:1，应不低于 {limit:g}:1",
                f"Even over the best part of the picture the contrast is {shown:g}:1; {limit:g}:1 is needed",
            )
            yield Verdict(Outcome.FAILED, text.target, message, Measurement(shown, limit, ":1"))
        elif worst >= limit:
            yield Verdict(Outcome.PASSED, text.target, Text("图片各处都够清楚", "Clear all over the picture"))


def _contrast(one: float, other: float) -> float:
    darker, lighter = sorted((one, other))
    return (lighter + 0.05) / (darker + 0.05)
