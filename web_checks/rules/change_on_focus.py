"""Elements that change the context as soon as they get the focus.

Whom it hurts: people who only pass by with the Tab key are thrown out of the page. Tested: every stop of the Tab key:
a navigation, a window or a dialog that comes again when it is focused again, and a focus that is thrown away at once
(onfocus="this.blur()"). Left to a person: elements that hand the focus on to another one, and what came only once.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard

RULE = Rule(
    id="change-on-focus",
    title=Text("一获得焦点就跳转、弹窗或丢掉焦点", "Getting the focus navigates, opens something or drops the focus"),
    whom=Text(
        "用键盘和读屏软件的人只是路过，页面就跳走、弹窗或把焦点弄丢，他们不知道发生了什么。",
        "People who only tab past it find that the page has gone, a window has opened or the focus is lost.",
    ),
    mend=Text(
        '不要在 focus 事件里跳转或弹窗，改为点击或回车触发；删去 onfocus="this.blur()"，要去掉虚线框请改样式。',
        'Act on click or Enter, not on focus; remove onfocus="this.blur()" and style the focus instead.',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.2.1",),
    depth=Depth.IN_DEPTH,
    needs=("keyboard",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SAID = {
    "navigation": Text("获得焦点时页面要跳到 {what}", "When focused, the page goes to {what}"),
    "window": Text("获得焦点时弹出新窗口 {what}", "When focused, a window opens: {what}"),
    "dialog": Text("获得焦点时弹出对话框“{what}”", "When focused, a dialog says “{what}”"),
    "blur": Text("一获得焦点就把焦点丢掉", "As soon as it is focused it drops the focus"),
    "moved": Text(
        "一获得焦点就把焦点移给别的元素，请人看一看是否会让人迷失",
        "As soon as it is focused it hands the focus on: a person should look whether that loses anyone",
    ),
}


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each stop of the walk, a failed one for each thing that it does."""
    walk = page.answer(keyboard.PROBE)
    reacting = {reply.stop for reply in walk.replies}
    for index, stop in enumerate(walk.stops):
        if index not in reacting:
            yield Verdict(Outcome.PASSED, stop.target, Text("获得焦点时没有变化", "Nothing changes on focus"))
    for reply in walk.replies:
        certain = reply.sure and reply.kind != "moved"
        message = Text(
            _SAID[reply.kind].zh.replace("{what}", reply.what[:80]),
            _SAID[reply.kind].en.replace("{what}", reply.what[:80]),
        )
        yield Verdict(Outcome.FAILED if certain else Outcome.CANT_TELL, walk.stops[reply.stop].target, message)
