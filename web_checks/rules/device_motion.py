"""Functions that are worked by shaking or tilting the device.

Whom it hurts: people whose device is mounted, or whose hands shake, cannot use or cannot avoid them. Tested: listeners
for motion and orientation of the device on a page where no control does anything. Left to a person: pages with
controls: whether one of them does the same and whether the motion can be switched off.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import listeners

RULE = Rule(
    id="device-motion",
    title=Text("只能靠摇晃或倾斜设备来操作", "Worked only by shaking or tilting the device"),
    whom=Text(
        "设备固定在轮椅上的人摇不动它，手抖的人会误触发。",
        "People whose device is mounted cannot shake it; people with a tremor set it off by accident.",
    ),
    mend=Text(
        "同样的操作也提供按钮，并提供关闭动作感应的设置；不需要动作感应的，删去这个监听（“摇一摇”广告）。",
        "Offer a button for the same and a setting that turns motion off; drop the listener where it is not needed.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.4",),
    act_rules=("7677a9", "c249d5"),
    depth=Depth.IN_DEPTH,
    needs=("listeners",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_OPERATED = listeners.CLICKS | listeners.KEYS | {"input", "change", "mousedown", "pointerdown", "touchstart", "submit"}


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for the page when it listens for motion of the device."""
    heard = page.answer(listeners.PROBE)
    motion = sorted(heard.window & listeners.MOTIONS)
    if not motion:
        return
    where = Target("html", "", "html")
    operated = (heard.window | heard.document) & _OPERATED or any(
        element.types & _OPERATED and not element.disabled for element in heard.elements
    )
    if operated:
        message = Text(
            f"页面监听 {motion[0]}；请人看一看是否有按钮能做同样的操作，并能关闭动作感应",
            f"The page listens for {motion[0]}: a person should look whether controls do the same",
        )
        yield Verdict(Outcome.CANT_TELL, where, message)
    else:
        message = Text(
            f"页面监听 {motion[0]}，而没有任何能操作的控件",
            f"The page listens for {motion[0]}, and no control on it does anything",
        )
        yield Verdict(Outcome.FAILED, where, message)
