"""Controls of an app that nothing names.

Whom it hurts: people who use a screen reader hear "button", or nothing, and must guess. Tested: everything that can be
pressed, but text fields: its own label or text, else what it holds that is no control. Silent containers around other
controls are left out: screen readers pass over them. Left to a person: HarmonyOS, whose dumps lack a part of what is
read out; large grounds that close a dialog; whether a name says enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Format, Node, Role, Screen, operable

RULE = Rule(
    id="screen-control-name",
    title=Text("界面上的控件没有名称", "Control on a screen without a name"),
    whom=Text(
        "读屏软件的使用者只听到“按钮”，或什么也听不到，只能靠猜。",
        "People who use a screen reader hear “button”, or nothing at all, and must guess.",
    ),
    mend=Text(
        "给控件写上名称：安卓 contentDescription，苹果 accessibilityLabel，鸿蒙 accessibilityText。",
        "Name it: contentDescription on Android, accessibilityLabel on iOS, accessibilityText on HarmonyOS.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2", "wcag:1.1.1"),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# What takes up more of the screen than this may be the ground behind a dialog, which a tap closes.
_GROUND = 0.25
_ON = 0.8  # share of a control that must lie on another one to be on it


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each control that is no text field."""
    for node in screen.controls:
        if node.role is Role.FIELD or _is_part(screen, node):
            continue
        if screen.spoken(node):
            yield Verdict(Outcome.PASSED, screen.target(node), Text("读得出名称", "Its name is read out"))
        elif any(inner.shown and operable(inner) for inner in screen.below(node)):
            continue
        elif screen.format is Format.HARMONY:
            yield Verdict(Outcome.CANT_TELL, screen.target(node), _UNTOLD)
        elif screen.format is Format.IOS and node.focusable is False:
            # VoiceOver stops at the element around it, which has a name of its own, or not here at all.
            if not any(outer.focusable for outer in screen.above(node)):
                yield Verdict(Outcome.CANT_TELL, screen.target(node), _PASSED_OVER)
        elif node.box.area > _GROUND * screen.size.area or _is_under(screen, node):
            yield Verdict(Outcome.CANT_TELL, screen.target(node), _GROUND_TEXT)
        else:
            yield Verdict(Outcome.FAILED, screen.target(node), _NAMELESS)


def _is_part(screen: Screen, node: Node) -> bool:
    """Return whether the press goes to the row around it, and with it what is read out: a switch in a list."""
    return node.clickable is False and any(outer.clickable for outer in screen.above(node))


def _is_under(screen: Screen, node: Node) -> bool:
    """Return whether several other controls lie on a control: a bar, the ground of a menu."""
    others = (other for other in screen.controls if not node.number <= other.number < node.end)
    return sum(node.box.common(other.box) >= _ON * other.box.area for other in others) > 1


_NAMELESS = Text("可以按，却没有名称，里面也没有文字", "It can be pressed, and has neither a name nor text")
_UNTOLD = Text(
    "界面文件里看不到它的名称；鸿蒙的界面文件不含无障碍文本，请用读屏软件听一听",
    "The dump shows no name; HarmonyOS dumps lack the accessibility text: listen with a screen reader",
)
_PASSED_OVER = Text(
    "可以按，却没有名称，读屏软件似乎也不会停在上面；请用 VoiceOver 试一试按不按得到",
    "It can be pressed, has no name, and VoiceOver seems to pass over it: try whether it can be reached",
)
_GROUND_TEXT = Text(
    "可以按，却没有名称；它像是背景，请人看一看读屏焦点会不会停在上面",
    "It can be pressed and has no name; it looks like a ground: does a screen reader stop at it?",
)
