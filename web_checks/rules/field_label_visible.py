"""Fields whose only label is a placeholder, which goes away with the first letter.

Whom it hurts: people with poor memory or attention, and everyone who goes back to check, no longer see what a field
asked for. Tested: fields for typing without a label that is seen and without words beside them. Left to a person:
whether the placeholder is all there is (always: a label may be drawn in an image).
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import labels

RULE = Rule(
    id="field-label-visible",
    title=Text("输入框只有占位文字，没有看得见的标签", "Field has a placeholder instead of a visible label"),
    whom=Text(
        "占位文字一输入就消失，记性差、注意力不易集中的人，以及回头检查的人，看不到这一栏要填什么。",
        "A placeholder goes with the first letter: people with poor memory, or who check their entry, see no label.",
    ),
    mend=Text(
        "在输入框旁放一直看得见的 <label>；占位文字只用来举例。搜索框旁有写着“搜索”的按钮也可以。",
        "Put a <label> that stays in view beside the field and keep placeholders for examples; "
        "a search box may be labelled by its button.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.2",),
    needs=("labels",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_TYPED = frozenset({"text", "search", "email", "tel", "url", "password", "number", "textarea"})


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each field for typing that has a label or a placeholder."""
    for field in page.answer(labels.PROBE).fields:
        if field.kind not in _TYPED or not (field.label or field.placeholder):
            continue
        if field.label or wording.has_letters(field.beside):
            yield Verdict(Outcome.PASSED, field.target, Text("有看得见的标签", "A label is in view"))
        else:
            why = Text(
                f"只有占位文字“{field.placeholder[:60]}”，旁边没有看得见的标签",
                f"Only the placeholder “{field.placeholder[:60]}”; no label is seen beside it",
            )
            yield Verdict(Outcome.CANT_TELL, field.target, why)
