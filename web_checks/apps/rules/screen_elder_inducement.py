"""Buttons on screens for older people that lure them into downloads or payments.

Whom it hurts: older people who trust what a government app offers. Tested: on screens for older people, the names of
buttons that promise money, gifts or a prize, or that start a download or a membership (secondary sources quote the
MIIT's design rules as forbidding them, so nothing fails). Left to a person: whether the service really offers that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.apps.screen import Role, Screen

RULE = Rule(
    id="screen-elder-inducement",
    title=Text("适老界面上有诱导按钮", "Luring button on a screen for older people"),
    whom=Text(
        "老年人信任政务应用，容易被引去下载、付款。",
        "Older people trust a government app and are easily led into downloads or payments.",
    ),
    mend=Text(
        "去掉诱导下载、付款的按钮；正常的缴费、下载写明内容和金额。",
        "Remove buttons that lure into downloads or payments; say which fee or download a service needs, and how much.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LURES = re.compile(
    r"(?:立即|马上|点击|一键|免费|限时)(?:下载|领取|抢购?|安装|开通|充值|购买|提现)|领(?:取)?(?:红包|奖品?|大奖|现金|礼包|优惠券)"
    r"|拆红包|抢红包|抽奖|开通(?:会员|vip)|续费会员|赚(?:钱|金币|现金)"
    r"|(?:download|install|buy|claim|get it) now|free download|claim (?:your )?(?:prize|reward|gift)",
    re.IGNORECASE,
)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each button on a screen for older people that has a name."""
    if not screen.elder:
        return
    for node in screen.controls:
        said = screen.spoken(node)
        if not said or node.role is Role.FIELD:
            continue
        if _LURES.search(wording.compact(said)):
            message = Text(
                "“{name}”像是在诱导下载或付款；请人看一看",
                "“{name}” looks like a lure into a download or payment: a person should look",
            )
            yield Verdict(Outcome.CANT_TELL, screen.target(node), message.format(name=said[:40]))
        else:
            yield Verdict(Outcome.PASSED, screen.target(node), Text("没有诱导", "No lure"))
