"""Large parts of a screen of which assistive technology sees nothing.

Whom it hurts: people who use a screen reader meet a blank where others see a page, a map or buttons. Tested: web views
and surfaces that an app draws by itself (Flutter, Unity, maps): whether anything in them has a name. Left to a person:
those without, since the page may still have been loading when the dump was made, or a film may play there; it never
fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Node, Role, Screen

RULE = Rule(
    id="screen-opaque-content",
    title=Text("界面上有读屏读不到的区域", "Part of a screen that screen readers see nothing of"),
    whom=Text(
        "别人看到网页、地图和按钮的地方，读屏软件的使用者什么也读不到。",
        "Where others see a page, a map or buttons, people who use a screen reader meet a blank.",
    ),
    mend=Text(
        "让内容进入无障碍树：网页用语义标签，Flutter 用 Semantics，自绘界面提供虚拟节点；地图另给文字列表。",
        "Put the content into the accessibility tree: semantic markup on pages, Semantics in Flutter, virtual views "
        "for what is drawn; give a list in words beside a map.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2", "wcag:1.1.1"),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LARGE = 0.2  # share of the screen
_DRAWN = re.compile(r"(?:Surface|Texture|Flutter|UnityPlayer|GL|Map)\w*View|XComponent|UnityPlayer")


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each large surface, the outermost of those within each other."""
    end = 0
    for node in screen.shown:
        if node.number < end or not _is_surface(node) or node.box.area < _LARGE * screen.size.area:
            continue
        end = node.end
        if any(inner.name for inner in (node, *screen.below(node)) if inner.shown):
            yield Verdict(Outcome.PASSED, screen.target(node), Text("里面的内容读得到", "Its content is read out"))
        else:
            yield Verdict(Outcome.CANT_TELL, screen.target(node), _BLANK)


def _is_surface(node: Node) -> bool:
    return node.role is Role.WEB or _DRAWN.fullmatch(node.short) is not None


_BLANK = Text(
    "界面文件里看不到这块区域的内容；请用读屏软件听一听，是当时没加载完，还是根本读不到",
    "The dump shows nothing of this area: listen whether it was still loading, or cannot be read at all",
)
