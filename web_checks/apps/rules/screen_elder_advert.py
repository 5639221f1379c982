"""Advertisements on screens for older people.

Whom it hurts: older people take them for a part of the service, and press them by mistake. Tested: on screens for older
people, texts and ids that call something an advertisement, and countdowns that skip one (secondary sources quote the
MIIT's design rules as forbidding them, so nothing fails). Left to a person: adverts that do not call themselves so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.screen import Role, Screen

RULE = Rule(
    id="screen-elder-advert",
    title=Text("适老界面上有广告", "Advertisement on a screen for older people"),
    whom=Text(
        "老年人把广告当成服务的一部分，误点进去。",
        "Older people take it for a part of the service and press it by mistake.",
    ),
    mend=Text(
        "适老界面不放广告，也不放随机弹窗。", "Keep advertisements and random pop-ups off screens for older people."
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    needs=("screen",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SAID = re.compile(
    r"广告|(?:商业|品牌)?推广|赞助|跳过\s*\d+\s*s?|\d+\s*s?\s*跳过|ad|ads|sponsored|advertisement", re.IGNORECASE
)
_KEY = re.compile(r"(?:^|[/_.\-])(?:ad|ads|advert\w*|splash_ad|banner_ad)(?:$|[_\-])", re.IGNORECASE)


def judge(screen: Screen) -> Iterator[Verdict]:
    """Yield a verdict for each advertisement on a screen for older people, or one that there is none."""
    if not screen.elder:
        return
    found = False
    for node in screen.shown:
        if node.role is Role.FIELD or not (_SAID.fullmatch(node.name) or _KEY.search(node.key)):
            continue
        found = True
        message = Text(
            "这里像是广告（“{name}”）；适老界面不应有广告，请人看一看",
            "This looks like an advertisement (“{name}”), which screens for older people should not have",
        )
        yield Verdict(Outcome.CANT_TELL, screen.target(node), message.format(name=(node.name or node.key)[:40]))
    if not found:
        yield Verdict(Outcome.PASSED, screen.target(screen.nodes[0]), Text("没有看到广告", "No advertisement was seen"))
