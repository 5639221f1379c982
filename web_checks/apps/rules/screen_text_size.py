"""Small text on a screen.

Whom it hurts: people with low vision and older people. Tested: the size of letters where a dump tells it (HarmonyOS
with -a), else texts on the screenshot, by the height of their ink, which tells it to within a fifth: 12 dp (pt on iOS)
on every screen, and 18 on one for older people, where main text is meant to have that (quoted from secondary sources).
Left to a person: which text is the main one, and whether the app follows the text size of the system. It never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.apps.lettering import Lettering, lettering
from web_checks.apps.screen import Role, Screen

RULE = Rule(
    id="screen-text-size",
    title=Text("界面文字偏小", "Small text on a screen"),
    whom=Text("低视力者和老年人看不清小字。", "People with low vision and older people cannot read small text."),
    mend=Text(
        "适老界面的主要文字不小于 18，其他界面不小于 12（安卓用 sp，苹果用动态字体），并跟随系统字号。",
        "Set main text for older people at 18 or more, all other text at 12 or more (sp on Android, Dynamic Type on "
        "iOS), and follow the size that the system is set to.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    needs=("screen", "letter-size"),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_USUAL, _ELDER = 12, 18  # dp or pt


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each text whose letters tell their size."""
    limit = _ELDER if screen.elder else _USUAL
    for node in screen.shown:
        if node.role is not Role.TEXT or not node.text.strip():
            continue
        seen = lettering(screen, node) if node.letters is None and screen.scale else None
        least = node.letters or (seen.least if seen else 0)
        if not least:
            continue
        target = screen.target(node)
        if least >= limit:
            yield Verdict(Outcome.PASSED, target, Text("字号够大", "Large enough"))
        elif seen is None:
            message = Text(
                f"界面文件写明字号是 {least:g}，应不小于 {limit}；请人看一看是否看得清",
                f"The dump gives the letters as {least:g}, and they should be {limit} or more: can they be read?",
            )
            yield Verdict(Outcome.CANT_TELL, target, message, Measurement(least, limit, screen.unit))
        else:
            yield _measured(screen, target, seen, limit)


def _measured(screen: Screen, target: Target, seen: Lettering, limit: int) -> Verdict:
    size = f"{seen.least:g}–{seen.most:g} {screen.unit}"
    message = Text(
        f"从截图量，字号约 {size}，应不小于 {limit}；请人看一看是否看得清",
        f"On the screenshot the letters are about {size}, and should be {limit} or more: can they be read?",
    )
    return Verdict(Outcome.CANT_TELL, target, message, Measurement(seen.least, limit, screen.unit))
