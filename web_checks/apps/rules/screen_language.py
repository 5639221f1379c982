"""Screens in another language than the app is set to.

Whom it hurts: a screen reader speaks in the language that the app declares; text in another one becomes noise. Tested:
the language of all texts of a screen, against the one that the plan says the app is set to. Left to a person: whether
the screen means to be in that language, and single foreign texts; it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import language
from web_checks.apps.screen import Role, Screen

RULE = Rule(
    id="screen-language",
    title=Text("界面文字与应用语言不一致", "Screen in another language than the app"),
    whom=Text(
        "读屏软件按应用声明的语言朗读，别的语言会读成乱音。",
        "A screen reader speaks in the language that the app declares; text in another becomes noise.",
    ),
    mend=Text(
        "翻译界面文字，或标明其语言（安卓 LocaleSpan，苹果 accessibilityLanguage）；系统没有这种标记的，请翻译。",
        "Translate the texts, or mark their language (LocaleSpan on Android, accessibilityLanguage on iOS); where a "
        "system has no such mark, translate them.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.1.1",),
    needs=("screen", "language"),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield one verdict for a screen with enough text to tell its language."""
    said = [node.text or node.label or "" for node in screen.shown if node.role is not Role.FIELD]
    found = language.detect("\n".join(filter(None, said)), hint=screen.language)
    if found is None:
        return
    target = screen.target(screen.nodes[0])
    if language.matches(screen.language, found.code):
        yield Verdict(Outcome.PASSED, target, Text("语言一致", "The language is the app's own"))
        return
    message = Text(
        "文字大多像是 {found}，应用的语言是 {declared}；请人看一看",
        "Most of the text looks like {found}, and the app is set to {declared}: a person should look",
    )
    yield Verdict(Outcome.CANT_TELL, target, message.format(found=found.code, declared=screen.language))
