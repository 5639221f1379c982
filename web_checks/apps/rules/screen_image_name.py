"""Images and icons that speak the names of their files.

Whom it hurts: people who use a screen reader hear "ic underscore close" or 图片 and learn nothing. Tested: labels of
images, and of buttons without text of their own: names of files and resources, and words that only name the medium.
Left to a person: vague words, and whether a name that says something says the right thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.alternatives import alternative
from web_checks.apps.screen import Format, Role, Screen

RULE = Rule(
    id="screen-image-name",
    title=Text("图片、图标读出的是文件名", "Image or icon speaks the name of its file"),
    whom=Text(
        "读屏软件的使用者听到“ic_close”“图片”，不知道那是什么。",
        "People who use a screen reader hear “ic_close” or “image” and learn nothing.",
    ),
    mend=Text(
        "写上图片传达的内容或按钮的作用：安卓 contentDescription，苹果 accessibilityLabel，鸿蒙 accessibilityText。"
        "纯装饰的图片让读屏软件忽略：安卓 importantForAccessibility，苹果 isAccessibilityElement，"
        "鸿蒙 accessibilityLevel。",
        "Say what the image conveys or what the button does: contentDescription on Android, accessibilityLabel on "
        "iOS, accessibilityText on HarmonyOS. Let screen readers skip plain decoration: importantForAccessibility, "
        "isAccessibilityElement, accessibilityLevel.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Names as resources have them: two words or more joined by underscores, or a size at the end (icon@2x).
_RESOURCE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+|[\w-]+@[23]x", re.IGNORECASE)
# A part that resources bear and no nickname does (zhang_san may be the owner of a picture).
_PART = re.compile(
    r"(?:^|_)(?:ic|icon|img|image|pic|btn|button|bg|nav|tab|logo|arrow|back|close|search|menu|more|home|share|add|del|"
    r"delete|edit|setting|settings|scan|msg|message|banner|avatar|default|normal|selected|white|black|gray)(?:_|$)|@",
    re.IGNORECASE,
)
# iOS makes words of the name of an asset when a button has no label: "ic close", "btn back", "icon home".
_ASSET = re.compile(r"(?:ic|icn|icon|btn|img|bg|nav|tab)(?: [a-z0-9]+)+", re.IGNORECASE)
# Among Chinese texts such words are the name of an asset even without a mark of one: "back black", "sort guide".
_WORDS = re.compile(r"[a-z][a-z0-9]*(?:[ .-][a-z0-9]+)*")


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each image or icon that has a label."""
    foreign = screen.format is Format.IOS and _in_chinese(screen)
    for node in screen.shown:
        label = (node.label or "").strip()
        if not label or (node.role is not Role.IMAGE and not (node.clickable and not node.text)):
            continue
        target = screen.target(node)
        if _RESOURCE.fullmatch(label) and _PART.search(label):
            yield Verdict(Outcome.FAILED, target, _FILE.format(name=label[:80]))
        elif _RESOURCE.fullmatch(label) or _ASSET.fullmatch(label) or (foreign and _WORDS.fullmatch(label)):
            yield Verdict(Outcome.CANT_TELL, target, _LIKE_FILE.format(name=label[:80]))
        else:
            outcome, why = alternative(label)
            yield Verdict(outcome, target, why.format(name=label[:80]))


def _in_chinese(screen: Screen) -> bool:
    texts = [node.text for node in screen.shown if node.role is Role.TEXT and wording.has_letters(node.text)]
    return 2 * sum(re.search(r"[\u3400-\u9fff]", text) is not None for text in texts) > len(texts)


_FILE = Text("读出的“{name}”是资源文件的名称", "It says “{name}”, the name of a resource")
_LIKE_FILE = Text(
    "读出的“{name}”像是资源文件的名称；请人看一看是否说清了作用",
    "It says “{name}”, which looks like the name of a resource: does it say what it is for?",
)
