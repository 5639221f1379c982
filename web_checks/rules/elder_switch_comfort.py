"""Switches to a mode for older people that leave tight lines, small buttons, floating boxes or advertisements.

Whom it hurts: older people with unsteady hands and tired eyes, for whom the mode was made. Tested: the page after its
switch (关怀版, 大字版) was pressed and did something, by the table in web_checks/elder.py. Its limits are quoted from
the MIIT's design rules (2021) by others and are not verified, so it never fails; text size and completeness are
elder-mode-switch's. Left to a person: whether what is small, tight or floating gets in the way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import elder
from web_checks.page import Page
from web_checks.probes import mode_switch

RULE = Rule(
    id="elder-switch-comfort",
    title=Text(
        "开启适老模式后，行距、按钮、浮窗或广告不合适",
        "Lines, buttons, floating boxes or ads after the switch for older people",
    ),
    whom=Text(
        "老年人手抖、眼花：开了适老模式，按钮仍小、行距仍密，浮窗和广告照样误点。",
        "Older people switch the mode on and still miss small buttons, lose the line, and press what floats by.",
    ),
    mend=Text(
        "开启后行距不小于字高的 1.3 倍，主要按钮不小于 60×60 像素、其他不小于 44×44 像素；同时收起广告和浮窗。",
        "In the mode, set lines 1.3 letter heights apart or more, main buttons 60 by 60 px and others 44 by 44 or "
        "more, and take down advertisements and floating boxes.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    depth=Depth.IN_DEPTH,
    needs=("mode_switch",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for each aspect of the page as the first switch leaves it."""
    seen = page.answer(mode_switch.PROBE)
    if seen is None or seen.led or not seen.changed or seen.ease is None:
        return
    for aspect in elder.aspects(seen.ease):
        where = dataclasses.replace(seen.target, path=f"{seen.target.path}#{aspect.name}")
        yield Verdict(aspect.outcome, where, aspect.message, aspect.measurement)
