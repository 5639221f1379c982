"""Help that moves about: contact, help and hotline links that do not keep their place from page to page.

Whom it hurts: people with cognitive disabilities who need help in the middle of a task look for it where it was before.
Tested: links to help and contact in the parts that pages repeat, their order among each other and against the main
content, held against the order that most pages have. Left to a person: help that is no link, and links whose name may
mean a service rather than help.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import SitePages
from web_checks.probes import wayfinding
from web_checks.probes.wayfinding import Function
from web_checks.repeated import Order, orders

RULE = Rule(
    id="consistent-help",
    title=Text("求助方式在各页的位置不一", "Help does not keep its place from page to page"),
    whom=Text(
        "认知障碍者办事中途要求助，会到上一页的老地方去找；位置变了就找不到。",
        "People with cognitive disabilities who need help in the middle of a task look for it where it was before.",
    ),
    mend=Text(
        "联系电话、联系我们、帮助、在线客服放在公共模板的固定位置，各页先后次序一致。",
        "Put telephone, contact, help and chat into a fixed place of the template, in one order on every page.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.SITE,
    requirements=("wcag:3.2.6",),
    needs=("wayfinding",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL}),
)

_MAIN = "main"
# Names that can mean nothing but help or contact; 投诉 or 咨询 may be a service of its own.
_PLAINLY_HELP = re.compile(
    r"^(?:联系我们|联系方式|帮助(?:中心)?|在线客服|客服(?:中心|电话|热线)?|服务热线|常见问题|使用帮助"
    r"|contact(?: us)?|help(?: cent(?:er|re))?|support|faqs?|customer service)$",
    re.IGNORECASE,
)


def judge(site: SitePages) -> Iterator[Verdict]:
    """Yield a verdict for each page whose help can be compared with that of another page."""
    found: dict[str, dict[str, Function]] = {}
    sequences: dict[str, list[str]] = {}
    for page in site.pages:
        kept = wayfinding.kept(page)
        helps = [each for each in kept.of_kind("help") if each.key] if kept else []
        if helps:
            found[page.address] = {each.key: each for each in helps}
            sequences[page.address] = _sequence(helps)
    for order in orders(sequences):
        yield _verdict(order, found[order.page])


def _sequence(helps: list[Function]) -> list[str]:
    """Return the keys of help outside the main content in order, the main content among them when it is marked."""
    before = [each.key for each in helps if each.place == "before"]
    after = [each.key for each in helps if each.place == "after"]
    if before or after:
        return [*before, _MAIN, *after]
    return [each.key for each in helps if each.place == ""]


def _verdict(order: Order, helps: dict[str, Function]) -> Verdict:
    if order.swapped is None:
        where = next(iter(helps.values())).target
        message = Text("求助方式的位置与其他页一致", "Help stands where other pages have it")
        return Verdict(Outcome.PASSED, where, message, subject=order.page)
    moved = [helps[key] for key in order.swapped if key != _MAIN]
    first, second = (
        Text(f"“{helps[key].name}”", f"“{helps[key].name}”") if key != _MAIN else Text("正文", "the main content")
        for key in order.swapped
    )
    said = Text(
        f"其他页{first.zh}在{second.zh}之前，本页相反",
        f"On other pages {first.en} comes before {second.en}; on this one it comes after",
    )
    if order.clear and all(_PLAINLY_HELP.match(each.name) for each in moved):
        return Verdict(Outcome.FAILED, moved[0].target, said, subject=order.page)
    asked = Text(f"{said.zh}；请人看一看这是不是求助方式", f"{said.en}: a person should say whether this is help")
    return Verdict(Outcome.CANT_TELL, moved[0].target, asked, subject=order.page)
