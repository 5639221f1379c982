"""Faint text on a screen.

Whom it hurts: people with low vision, older people, anyone in bright sunlight. Tested: the pixels of each text on the
screenshot: the colour of its ground and the clearest tenth of its letters (edges are smoothed, so the rest is fainter
than the letters' own colour). It fails below 4.5:1 when the letters surely are not large, else below 3:1. What is
disabled is exempt, and so is what lies below a dialog. Left to a person: text over pictures, large text between the
two, whatever pixels do not settle.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps import picture
from web_checks.apps.layers import is_beneath
from web_checks.apps.lettering import lettering
from web_checks.apps.screen import Screen

RULE = Rule(
    id="screen-text-contrast",
    title=Text("界面文字对比度不足", "Faint text on a screen"),
    whom=Text(
        "低视力者、老年人和在阳光下看手机的人看不清。",
        "People with low vision, older people and anyone in bright sunlight cannot read it.",
    ),
    mend=Text(
        "加深文字或改变底色，使对比度达到 4.5:1（大号文字 3:1）。",
        "Darken the text or change its ground until the contrast is 4.5:1 (3:1 for large text).",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.3",),
    needs=("screen", "density", "screenshot"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_TEXT, _LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3
_LARGE_BOLD = 18.66  # CSS px: 14 pt, from which bold text is large; plain text is from 18 pt
# A measured contrast is this far below the true one at most, on a plain ground: letters are thin.
_DOUBT = 0.3


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each text whose letters stand out from its ground at all."""
    for node in screen.shown:
        if not node.text.strip() or node.enabled is False or node.password or is_beneath(screen, node):
            continue
        seen = lettering(screen, node)
        if seen is None:
            continue
        found, target = seen.letters, screen.target(node)
        needed = _TEXT if seen.most < _LARGE_BOLD else _LARGE
        shown = int(found.usual * 10) / 10
        if found.plain < picture.PLAIN:
            yield Verdict(Outcome.CANT_TELL, target, _PICTURED)
        elif found.usual >= _TEXT:
            yield Verdict(Outcome.PASSED, target, Text("够清楚", "Clear enough"))
        elif found.best + _DOUBT < needed:
            message = Text(
                f"文字与底色的对比度约 {shown:g}:1，应不低于 {needed:g}:1",
                f"The contrast of text and ground is about {shown:g}:1; {needed:g}:1 is needed",
            )
            yield Verdict(Outcome.FAILED, target, message, Measurement(shown, needed, ":1"))
        else:
            message = Text(
                f"从截图看，对比度约 {shown:g}:1，不到 {_TEXT:g}:1；请人量一量，大号文字 {_LARGE:g}:1 就够",
                f"On the screenshot the contrast is about {shown:g}:1, below {_TEXT:g}:1: measure it "
                f"({_LARGE:g}:1 is enough for large text)",
            )
            yield Verdict(Outcome.CANT_TELL, target, message, Measurement(shown, _TEXT, ":1"))


_PICTURED = Text(
    "文字压在图片或渐变上，从截图量不出对比度；请人看一看是否清楚",
    "The text lies over a picture or gradient, so its contrast cannot be measured: a person should see if it is clear",
)
