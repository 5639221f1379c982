"""Links within a text that screen readers and switches may not reach: 我已阅读并同意《用户协议》和《隐私政策》.

Whom it hurts: people who use a screen reader or a switch cannot open what they are asked to agree to. Tested: texts of
one piece that ask for consent and name a document, while no control bears its name. Left to a person: whether each can
be opened (spans within a text take presses that dumps do not show); it never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.apps.screen import Role, Screen

RULE = Rule(
    id="screen-text-link",
    title=Text("文字里的链接可能按不到", "Link within a text may be out of reach"),
    whom=Text(
        "用读屏、开关设备的人打不开要他同意的协议。",
        "People who use a screen reader or a switch cannot open what they are asked to agree to.",
    ),
    mend=Text(
        "把每个协议做成单独的控件；用富文本时，安卓用 ClickableSpan 并试一试读屏的“链接”菜单，苹果用带链接的文本视图，"
        "鸿蒙用 Hyperlink 或能单独获得焦点的 Span。",
        "Make each document a control of its own; within a text use a ClickableSpan on Android (and try the menu of "
        "links), a text view with links on iOS, a Hyperlink on HarmonyOS.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2", "wcag:2.1.1"),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_NAMED = re.compile(
    r"《([^《》]{2,40})》|\b(terms (?:of (?:service|use)|and conditions)|privacy policy|user agreement)\b",
    re.IGNORECASE,
)
_AGREED = re.compile(r"同意|阅读|接受|遵守|\b(?:agree|agreeing|accept|accepting|read)\b", re.IGNORECASE)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each text that asks for consent to something that it names."""
    controls = {wording.compact(screen.spoken(node)) for node in screen.controls if node.role is not Role.CHECK}
    for node in screen.shown:
        if node.role is Role.FIELD or not _AGREED.search(node.text):
            continue
        names = ["".join(found) for found in _NAMED.findall(node.text)]
        whole = wording.compact(screen.spoken(node))
        opened = [name for name in names if any(_names(said, name) for said in controls if said != whole)]
        if names and len(opened) == len(names):
            yield Verdict(Outcome.PASSED, screen.target(node), Text("各有自己的控件", "Each has a control of its own"))
        elif names:
            yield Verdict(Outcome.CANT_TELL, screen.target(node), _SPANS.format(name=names[0]))


def _names(said: str, name: str) -> bool:
    return wording.compact(name) in said


_SPANS = Text(
    "文字里提到《{name}》，没有单独的控件；请用读屏软件试一试能不能打开",
    "The text names “{name}”, which has no control of its own: try whether a screen reader can open it",
)
