"""Screens without a title.

Whom it hurts: people who use a screen reader, and people who forget easily, do not know where they are. Tested: whether
a title bar with words, a heading, or a line of text stands at the top, or a part of the screen has a title of its own
(pane title, where the dump tells it). Left to a person: screens without any, since the title may be told in ways that
dumps do not show (the name of the window); it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.apps.screen import Role, Screen

RULE = Rule(
    id="screen-title",
    title=Text("界面没有标题", "Screen without a title"),
    whom=Text(
        "读屏软件的使用者和记性不好的人不知道到了哪里。",
        "People who use a screen reader, and people who forget easily, do not know where they are.",
    ),
    mend=Text(
        "在标题栏写上本页的名称，并设为窗口标题：安卓 setTitle，苹果 navigationItem.title，"
        "鸿蒙 NavDestination 的 title。",
        "Put the name of the screen into its title bar and set it as the title of the window: setTitle on Android, "
        "navigationItem.title on iOS, title of NavDestination on HarmonyOS.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.2",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_TOP = 0.2  # share of the height of the screen within which a title stands


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield one verdict for a screen that shows any text."""
    named = [node for node in screen.shown if node.name]
    if not named:
        return
    for node in screen.shown:
        bar = node.role is Role.TITLE_BAR or node.heading
        plain = node.role is Role.TEXT and not node.clickable and node.box.bottom <= _TOP * screen.size.height
        if wording.has_letters(node.pane) or ((bar or plain) and wording.has_letters(screen.spoken(node))):
            yield Verdict(Outcome.PASSED, screen.target(node), Text("有标题", "It has a title"))
            return
    message = Text(
        "上方没有看到标题；请用读屏软件听一听，打开这一页时是否读出它的名称",
        "No title is seen at the top: listen whether a screen reader says the name of the screen when it opens",
    )
    yield Verdict(Outcome.CANT_TELL, screen.target(screen.nodes[0]), message)
