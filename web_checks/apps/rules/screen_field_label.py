"""Text fields that nothing names.

Whom it hurts: people who use a screen reader hear "edit box" and do not know what to enter. Tested: every text field:
its label, its hint, what stands in it. A field without any fails where no text stands beside or above it either; with
such a text it is left to a person, since dumps do not tell which text is the label of which field (labelFor,
accessibilityElements). Left to a person: HarmonyOS fields, and whether a hint alone is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.apps.screen import Format, Role, Screen, operable
from web_checks.box import Box

RULE = Rule(
    id="screen-field-label",
    title=Text("输入框没有名称", "Text field without a name"),
    whom=Text(
        "读屏软件的使用者只听到“编辑框”，不知道要填什么。",
        "People who use a screen reader hear “edit box” and do not know what to enter.",
    ),
    mend=Text(
        "安卓用 android:labelFor 或 hint，苹果用 accessibilityLabel，鸿蒙用 accessibilityText 写明要填什么。",
        "Say what to enter by android:labelFor or a hint, accessibilityLabel on iOS, accessibilityText on HarmonyOS.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2", "wcag:1.3.1", "wcag:3.3.2"),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# How far above or beside a field its label may stand, in heights of the field.
_NEAR = 2.0


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each text field."""
    for node in screen.controls:
        if node.role is not Role.FIELD:
            continue
        target = screen.target(node)
        if any(wording.has_letters(told or "") for told in (node.label, node.hint)):
            yield Verdict(Outcome.PASSED, target, Text("读得出要填什么", "It says what to enter"))
        elif node.text.strip():
            # On Android an empty field shows its hint as its text; what was typed looks the same.
            yield Verdict(Outcome.CANT_TELL, target, _FILLED)
        elif screen.format is Format.HARMONY or any(_near(node.box, other) for other in _texts(screen)):
            yield Verdict(Outcome.CANT_TELL, target, _BESIDE)
        else:
            yield Verdict(Outcome.FAILED, target, _NAMELESS)


def _texts(screen: Screen) -> Iterator[Box]:
    return (node.box for node in screen.shown if node.name and not operable(node))


def _near(field: Box, text: Box) -> bool:
    reach = _NEAR * field.height
    above = field.top - reach <= text.bottom <= field.top + 1 and text.left < field.right and text.right > field.left
    level = text.top < field.bottom and text.bottom > field.top
    return above or (level and text.right <= field.left + 1) or field.common(text) > 0


_NAMELESS = Text(
    "没有名称和提示文字，旁边也没有文字说明要填什么",
    "It has no name and no hint, and no text beside it says what to enter",
)
_BESIDE = Text(
    "输入框本身没有名称；请用读屏软件听一听，旁边的文字是否读作它的名称",
    "The field itself has no name: listen whether the text beside it is read out with it",
)
_FILLED = Text(
    "输入框里的文字可能是提示，也可能是填好的内容；请清空后用读屏软件听一听",
    "What stands in the field may be a hint or an entry: empty it and listen with a screen reader",
)
