"""Switches to a mode for older people that do nothing, leave the text small, or take content away.

Whom it hurts: older people and people with low vision who press 长者模式, 关怀版 or 大字版 and are no better off.
Tested: the switch is pressed; the size of the main text before and after, against 18 px, which the MIIT's design rules
for older users (2021) ask of mobile pages; the links of the page's navigation before and after. Left to a person:
everything else, and switches that need a plug-in or another site.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import mode_switch
from web_checks.probes.mode_switch import ModeSwitch
from web_checks.probes.wayfinding import ELDER_TEXT

RULE = Rule(
    id="elder-mode-switch",
    title=Text("适老模式的开关没有效果", "Switch to the mode for older people does not help"),
    whom=Text(
        "老年人和低视力者按了“长者模式”“大字版”，字没有变大，或者栏目不见了。",
        "Older people and people with low vision press the switch and the text stays small, or content disappears.",
    ),
    mend=Text(
        "开关按下后正文字号不小于 18 像素，全部栏目和服务仍在；不依赖插件，用键盘也能操作，并记住选择。",
        "After pressing it the text is 18 px or more and every channel and service is still there; "
        "it needs no plug-in, works by keyboard and remembers the choice.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    depth=Depth.IN_DEPTH,
    needs=("mode_switch",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_FOLDED = 5  # of so many links in the navigation, a mode may fold one


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for the first switch on the page."""
    seen = page.answer(mode_switch.PROBE)
    if seen is None:
        return
    measured = Measurement(seen.size, ELDER_TEXT, "px") if seen.size and not seen.led else None
    said = _amiss(seen)
    if said is None:
        message = Text(
            f"“{seen.name}”有效，正文 {seen.size:g} 像素", f"“{seen.name}” works: the text is {seen.size:g} px"
        )
        yield Verdict(Outcome.PASSED, seen.target, message, measured)
    else:
        yield Verdict(Outcome.CANT_TELL, seen.target, said, measured)


def _amiss(seen: ModeSwitch) -> Text | None:
    name = seen.name
    if seen.led:
        return Text(
            f"“{name}”通往 {seen.led[0][:200]}；请人到那里看一看",
            f"“{name}” leads to {seen.led[0][:200]}: a person should look there",
        )
    if not seen.changed:
        return Text(
            f"按下“{name}”后页面没有变化；请人看一看是否要插件或登录",
            f"Nothing on the page changes when “{name}” is pressed: a person should see whether it needs a plug-in",
        )
    lost = len(seen.links_before - seen.links)
    if lost * _FOLDED > len(seen.links_before):
        return Text(
            f"按下“{name}”后，{len(seen.links_before)} 个导航链接少了 {lost} 个；请人看一看内容是否齐全",
            f"After pressing “{name}”, {lost} of {len(seen.links_before)} navigation links are gone: "
            "a person should see whether the content is complete",
        )
    if seen.size < ELDER_TEXT:
        return Text(
            f"按下“{name}”后正文为 {seen.size:g} 像素（原为 {seen.size_before:g} 像素）；请人看一看还能不能再放大",
            f"After pressing “{name}” the text is {seen.size:g} px (it was {seen.size_before:g} px): "
            "a person should see whether it can grow further",
        )
    return None
