"""Links of one name that lead to different places.

Whom it hurts: in a screen reader's list of links, two links of one name cannot be told apart. Tested: links of equal
name on a page, by their addresses (level AAA; same-context-links-purpose tests level A). Different owners' sites are
different places, and so are the targets of one 更多 and the next; other addresses may still hold the same thing,
which a person must say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import links
from web_checks.probes.links import Link
from web_checks.same_links import compared

RULE = Rule(
    id="same-name-links-purpose",
    title=Text("同名的链接去往不同的地方", "Links of one name lead to different places"),
    whom=Text(
        "读屏软件的链接列表里，两个名字相同的链接分不出谁是谁；用语音点击时也不知会点中哪一个。",
        "In a screen reader's list of links, or by voice, two links of one name cannot be told apart.",
    ),
    mend=Text(
        "去处不同的链接写不同的名字（“更多通知公告”“更多政策文件”）；去处相同的用同一个地址。",
        "Give links to different places different names; give links to one place one address.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.9",),
    act_rules=("b20e66",),
    needs=("links",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for each name that several links share, at the first link that leads elsewhere."""
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in page.answer(links.PROBE):
        groups[link.name.casefold()].append(link)
    for group in groups.values():
        if len(group) > 1:
            yield compared(group)
