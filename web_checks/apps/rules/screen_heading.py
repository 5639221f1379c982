"""Long screens without headings.

Whom it hurts: people who use a screen reader cannot jump from part to part and must listen to everything. Tested:
screens with many texts: whether any is marked as a heading, where the dump tells it (page source of Appium's newer
drivers). Left to a person: all others, and whether the right texts are headings; it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Role, Screen

RULE = Rule(
    id="screen-heading",
    title=Text("内容多的界面没有标题", "Long screen without headings"),
    whom=Text(
        "读屏软件的使用者不能按标题跳读，只能从头听到尾。",
        "People who use a screen reader cannot jump between parts and must listen to everything.",
    ),
    mend=Text(
        "把各部分的标题标为标题：安卓 accessibilityHeading，苹果 header 特征，鸿蒙及其他系统按各自的开发文档。",
        "Mark the headings of the parts: accessibilityHeading on Android, the header trait on iOS, on HarmonyOS and "
        "other systems as their guides for developers say.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_MANY = 20  # texts of a screen above which it has parts


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield one verdict for a screen with many texts."""
    texts = [node for node in screen.shown if node.role is Role.TEXT and node.name]
    if len(texts) < _MANY:
        return
    told = [node.heading for node in screen.shown if node.heading is not None]
    target = screen.target(screen.nodes[0])
    if any(told):
        yield Verdict(Outcome.PASSED, target, Text("有标题", "It has headings"))
    elif told:
        message = Text(
            "有 {count} 段文字，没有一处标为标题；请人看一看是否需要",
            "{count} texts and no heading among them: a person should see whether there should be one",
        )
        yield Verdict(Outcome.CANT_TELL, target, message.format(count=len(texts)))
    else:
        yield Verdict(Outcome.CANT_TELL, target, _UNTOLD.format(count=len(texts)))


_UNTOLD = Text(
    "有 {count} 段文字；界面文件不说哪些是标题，请用读屏软件按标题跳读试一试",
    "{count} texts; the dump does not tell which are headings: try to jump by headings with a screen reader",
)
