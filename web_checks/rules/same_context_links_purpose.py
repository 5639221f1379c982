"""Links of one name in one context that lead to different places.

Whom it hurts: neither the links' names nor the paragraph, list item or cell around them tell a screen reader's user
which is which. Tested: links of equal name and equal programmatically determined context, by their addresses. Left to
a person: whether two addresses of one owner hold the same thing.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import links
from web_checks.probes.links import Link
from web_checks.same_links import compared

RULE = Rule(
    id="same-context-links-purpose",
    title=Text("同一上下文里同名的链接去往不同的地方", "Links of one name and context lead to different places"),
    whom=Text(
        "名字一样、前后文也一样，读屏软件的使用者无法知道两个链接有什么区别。",
        "With the same name and the same surroundings, nothing tells a screen reader's user the two links apart.",
    ),
    mend=Text(
        "给去处不同的链接写不同的名字，或用 aria-label 补上区别（“联系我们：电话”“联系我们：在线咨询”）。",
        "Give links to different places different names, or add the difference by aria-label.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.4",),
    act_rules=("fd3a94",),
    needs=("links",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for each name and context that several links share."""
    groups: dict[tuple[str, ...], list[Link]] = defaultdict(list)
    for link in page.answer(links.PROBE):
        context = tuple(sorted({wording.plain(part) for part in link.context}))
        groups[(link.base, link.name.casefold(), *context)].append(link)
    for group in groups.values():
        if len(group) > 1:
            verdict = compared(group)
            if verdict.outcome is Outcome.FAILED and any(link.titled for link in group):
                # Headings tell the links apart for a person; the definition of the context leaves them out.
                verdict = dataclasses.replace(verdict, outcome=Outcome.CANT_TELL)
            yield verdict
