"""Switches and tabs that do not say their state.

Whom it hurts: people who use a screen reader cannot tell whether something is on, or which tab is open. Tested: whether
switches, check boxes and radio buttons tell a state; whether one button of the bar at the bottom of the screen is
marked as chosen. Left to a person: the bar (an app may tell it in other ways), and whether the state told is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import TOGGLES, Format, Node, Screen

RULE = Rule(
    id="screen-state",
    title=Text("开关、标签没有说明状态", "Switch or tab does not say its state"),
    whom=Text(
        "读屏软件的使用者不知道开关是开是关、现在在哪个标签页。",
        "People who use a screen reader cannot tell whether something is on, or which tab is open.",
    ),
    mend=Text(
        "自制的开关要说明开关状态：安卓 checkable 和 checked，苹果 accessibilityValue，鸿蒙 accessibilityChecked；"
        "当前标签要有标记：安卓 selected，苹果 selected 特征，鸿蒙 accessibilitySelected。",
        "Let home-made switches tell their state: checkable and checked on Android, accessibilityValue on iOS, "
        "accessibilityChecked on HarmonyOS; mark the tab that is open: selected, the selected trait, "
        "accessibilitySelected.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_BAR = 0.85  # share of the height of the screen below which a bar of tabs stands
_TABS = (3, 6)  # buttons that such a bar has


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each switch, and one for the bar of tabs."""
    for node in screen.shown:
        if node.role not in TOGGLES:
            continue
        if node.checked is not None:
            yield Verdict(Outcome.PASSED, screen.target(node), Text("状态读得出", "Its state is told"))
        elif screen.format is Format.ANDROID and node.checkable is False:
            message = Text("是开关或选项，却没有可勾选的状态", "It is a switch or choice, and tells no state")
            yield Verdict(Outcome.FAILED, screen.target(node), message)
        else:
            yield Verdict(Outcome.CANT_TELL, screen.target(node), _UNTOLD)
    bar = _bar(screen)
    if bar:
        chosen = any(each.selected or each.checked for node in bar for each in (node, *screen.below(node)))
        outcome = Outcome.PASSED if chosen else Outcome.CANT_TELL
        yield Verdict(
            outcome, screen.target(bar[0]), Text("当前标签有标记", "The open tab is marked") if chosen else _BAR_TEXT
        )


def _bar(screen: Screen) -> list[Node]:
    """Return the buttons of a row at the bottom of the screen; none when there is no such row."""
    rows: dict[tuple[int, float, float], list[Node]] = defaultdict(list)
    for node in screen.controls:
        if node.box.top >= _BAR * screen.size.height and screen.spoken(node):
            rows[node.parent, node.box.top, node.box.bottom].append(node)
    least, most = _TABS
    found = [nodes for nodes in rows.values() if least <= len(nodes) <= most]
    return found[-1] if found else []


_UNTOLD = Text("界面文件里看不到它的状态；请用读屏软件听一听", "The dump tells no state: listen with a screen reader")
_BAR_TEXT = Text(
    "底部的一排标签没有一个标为当前；请用读屏软件听一听能否分出现在在哪一页",
    "None of the tabs at the bottom is marked as open: listen whether a screen reader tells which one is",
)
