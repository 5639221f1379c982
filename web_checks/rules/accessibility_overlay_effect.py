"""What an accessibility overlay hides or breaks: the page audited with it and without it.

Whom it hurts: people who switch the overlay off, or whose browser blocks it, meet the page as it is. Tested: elements
that fail axe's rules, in the page and its frames, with the overlay's scripts and without them. Left to a person:
whether what changed is better.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import without_overlay

RULE = Rule(
    id="accessibility-overlay-effect",
    title=Text("有无浮层工具，检测结果不同", "The overlay changes the result of the audit"),
    whom=Text(
        "关掉浮层或浏览器拦截了它的人，遇到的是页面本来的样子。",
        "People who switch the overlay off, or whose browser blocks it, meet the page as it is.",
    ),
    mend=Text(
        "以不加载浮层的页面为准来改；浮层造成的新问题请供应商改正或去掉浮层。",
        "Mend the page as it is without the overlay; let the vendor mend what the overlay breaks, or remove it.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    depth=Depth.IN_DEPTH,
    needs=("without_overlay",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page with an overlay."""
    seen = page.answer(without_overlay.PROBE)
    if seen is None:
        return
    with_it, without = sum(seen.failing.values()), sum(seen.failing_without.values())
    measured = Measurement(with_it, without, "failing elements")
    if seen.failing == seen.failing_without:
        message = Text(
            f"有无 {seen.name}，不合格元素都是 {without} 处", f"{without} elements fail with or without {seen.name}"
        )
        yield Verdict(Outcome.PASSED, Target("html"), message, measured)
        return
    rules = sorted(seen.failing.keys() | seen.failing_without.keys())
    changed = [rule for rule in rules if seen.failing.get(rule) != seen.failing_without.get(rule)]
    listed = ", ".join(
        f"{rule} {seen.failing.get(rule, 0)}/{seen.failing_without.get(rule, 0)}" for rule in changed[:5]
    )
    message = Text(
        f"加载 {seen.name} 时不合格元素 {with_it} 处，不加载时 {without} 处（{listed}）；以不加载的为准",
        f"{with_it} elements fail with {seen.name} and {without} without it ({listed}); the latter count",
    )
    yield Verdict(Outcome.CANT_TELL, Target("html"), message, measured)
