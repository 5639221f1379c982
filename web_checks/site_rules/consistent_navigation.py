"""Navigation whose links change their order from page to page.

Whom it hurts: people who know a site's menu by heart: blind people by its sound, people with low vision by its place,
people with cognitive disabilities by habit. Tested: blocks of links that stand on several pages, held against the order
that most pages have; a link more or less is no fault. Left to a person: blocks that are no marked navigation, sites
where no order prevails, and whether the user asked for the change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import SitePages
from web_checks.probes import wayfinding
from web_checks.probes.wayfinding import Block
from web_checks.repeated import Order, orders

RULE = Rule(
    id="consistent-navigation",
    title=Text("导航中链接的先后次序各页不一", "Navigation changes its order from page to page"),
    whom=Text(
        "盲人凭听到的先后、低视力者凭位置、认知障碍者凭习惯来用导航；次序一变，就得从头再找。",
        "Blind people know a menu by its sound, people with low vision by its place, others by habit: "
        "a new order makes all of them search again.",
    ),
    mend=Text(
        "各页的导航用同一个模板生成；可以增减栏目，但共有的栏目先后次序不变。",
        "Generate the navigation of all pages from one template; entries may come and go, "
        "but those that pages share keep their order.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.SITE,
    requirements=("wcag:3.2.3",),
    needs=("wayfinding",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL}),
)

# Two links may swap for a reason of their own; in a menu that pages share they are three or more.
_LEAST_SHARED = 3


def judge(site: SitePages) -> Iterator[Verdict]:
    """Yield a verdict for each block of links on each page that shares two or more of its links with another page."""
    by_key: dict[str, dict[str, Block]] = {}
    for page in site.pages:
        blocks = kept.blocks if (kept := wayfinding.kept(page)) else ()
        times = Counter(block.key for block in blocks)
        for block in blocks:
            if times[block.key] == 1:  # twins cannot be told apart from page to page
                by_key.setdefault(block.key, {})[page.address] = block
    for blocks_of in by_key.values():
        sequences = {page: [f"{name}\n{key}" for name, key in block.links] for page, block in blocks_of.items()}
        for order in orders(sequences):
            yield _verdict(order, blocks_of[order.page])


def _verdict(order: Order, block: Block) -> Verdict:
    if order.swapped is None:
        message = Text("次序与其他页一致", "The order is that of the other pages")
        return Verdict(Outcome.PASSED, block.target, message, subject=order.page)
    first, second = (thing.partition("\n")[0] for thing in order.swapped)
    if order.clear and block.role == "navigation" and order.shared >= _LEAST_SHARED:
        message = Text(
            f"其他页“{first}”在“{second}”之前，本页相反",
            f"“{first}” comes before “{second}” on other pages, and after it on this one",
        )
        return Verdict(Outcome.FAILED, block.target, message, subject=order.page)
    message = Text(
        f"有的页“{first}”在“{second}”之前，本页相反；请人看一看这是不是各页共有的导航",
        f"“{first}” comes before “{second}” on some pages, and after it on this one: "
        "a person should say whether this is navigation that pages share",
    )
    return Verdict(Outcome.CANT_TELL, block.target, message, subject=order.page)
