"""ARIA names on elements whose role prohibits them.

Whom it hurts: most browsers drop the name, so people who use a screen reader never hear what the author wrote.
Tested: names and role descriptions on elements of a role that WAI-ARIA 1.2 says cannot bear them (a plain div, span
or p, a role of none). Left to a person: which role was meant. It breaks WAI-ARIA, and WCAG only where the name was
needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import semantics

RULE = Rule(
    id="aria-property-prohibited",
    title=Text("ARIA 属性写在不允许使用它的元素上", "ARIA property on an element whose role prohibits it"),
    whom=Text(
        "浏览器大多会丢弃这样的名称，作者想让读屏软件说的话，盲人听不到。",
        "Most browsers drop such a name: what the author meant to say is never heard.",
    ),
    mend=Text(
        '给元素加上合适的角色（如 role="group"、role="img"），或删去 aria-label，把文字写在页面里。',
        'Give the element a fitting role (role="group", role="img"), or write the words on the page.',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    act_rules=("kb1m8s",),
    needs=("semantics",),
    outcomes=frozenset({Outcome.FAILED, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each element that bears a prohibited property."""
    for found in page.answer(semantics.PROBE).prohibited:
        names = ", ".join(found.attributes)
        message = Text(
            "角色为 {role} 的元素不允许有 {names}", "An element of role {role} must not have {names}"
        ).format(role=found.role, names=names)
        yield Verdict(Outcome.FAILED, found.target, message)
