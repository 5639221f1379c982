"""Large images that say nothing to a screen reader: banners, notices, QR codes.

Whom it hurts: blind people do not learn that something is shown there, and a notice that is a picture reaches them not
at all. Tested: images that take up a good part of the screen, or are square and as large as a QR code: whether they, or
the control around them, have a name. Images that texts lie on are grounds. Left to a person: all without a name, since
they may be decoration; it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Node, Role, Screen

RULE = Rule(
    id="screen-image-alternative",
    title=Text("界面上的大图没有说明", "Large image on a screen without words"),
    whom=Text(
        "盲人不知道这里有横幅、通知或二维码，做成图片的通知一个字也听不到。",
        "Blind people do not learn of a banner or QR code, and hear not a word of a notice that is a picture.",
    ),
    mend=Text(
        "用文字写出图片传达的内容：安卓 contentDescription，苹果 accessibilityLabel，鸿蒙 accessibilityText；"
        "通知最好用文字；纯装饰的让读屏软件忽略。",
        "Say what it conveys: contentDescription on Android, accessibilityLabel on iOS, accessibilityText on "
        "HarmonyOS; better still, show notices as text. Let screen readers skip plain decoration.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LARGE, _WHOLE = 0.06, 0.9  # shares of the screen: of a banner at least; from which it is the ground of all
# A QR code is about square, and this share of the width of the screen.
_SQUARE, _CODE = (0.9, 1.1), 0.3


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each large image that nothing is written on."""
    for node in screen.shown:
        if node.role is not Role.IMAGE or not _is_large(screen, node) or _is_ground(screen, node):
            continue
        if node.name or any(outer.clickable and screen.spoken(outer) for outer in screen.above(node)):
            yield Verdict(Outcome.PASSED, screen.target(node), Text("读得出名称", "Its name is read out"))
        elif not node.clickable:  # as a control it is asked for its name
            yield Verdict(Outcome.CANT_TELL, screen.target(node), _SILENT)


def _is_large(screen: Screen, node: Node) -> bool:
    whole, box = screen.size, node.box
    narrow, wide = _SQUARE
    code = narrow * box.height <= box.width <= wide * box.height and box.width >= _CODE * min(whole.width, whole.height)
    return (code or box.area >= _LARGE * whole.area) and box.area < _WHOLE * whole.area


def _is_ground(screen: Screen, node: Node) -> bool:
    """Return whether texts lie on an image."""
    after = (other for other in screen.shown if other.number >= node.number and other is not node)
    return any(other.name and node.box.common(other.box) >= other.box.area for other in after)


_SILENT = Text(
    "这张大图没有说明；请人看一看它是装饰，还是横幅、通知、二维码",
    "This large image has no name: is it decoration, or a banner, a notice, a QR code?",
)
