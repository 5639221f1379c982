"""Text fields whose label takes the place of what stands in them.

Whom it hurts: people who use a screen reader may hear the label where their own entry should be read back. Tested: text
fields of Android screens with a content description of their own (Google's accessibility test framework objects to
it). Left to a person: what the screen reader in use makes of it; it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Format, Role, Screen

RULE = Rule(
    id="screen-field-entry-read",
    title=Text("输入框的名称盖住了已填的内容", "Label of a text field hides its entry"),
    whom=Text(
        "读屏软件的使用者可能只听到输入框的名称，听不到自己填了什么。",
        "People who use a screen reader may hear the label where their own entry should be read back.",
    ),
    mend=Text(
        "安卓输入框不要写 contentDescription，改用 android:hint，或用 labelFor 指向旁边的文字。",
        "Give Android text fields no contentDescription; use android:hint, or a text beside them with labelFor.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each text field of an Android screen whose labels the dump tells."""
    if screen.format is not Format.ANDROID:
        return
    for node in screen.controls:
        if node.role is not Role.FIELD or node.label is None:
            continue
        if node.label.strip():
            message = Text(
                "输入框写了 contentDescription（“{label}”）；请填入内容后用读屏软件听一听是否读得出",
                "The field has a contentDescription (“{label}”): enter something and listen whether it is read back",
            ).format(label=node.label.strip()[:60])
            yield Verdict(Outcome.CANT_TELL, screen.target(node), message)
        else:
            yield Verdict(Outcome.PASSED, screen.target(node), Text("读得出填写的内容", "The entry is read back"))
