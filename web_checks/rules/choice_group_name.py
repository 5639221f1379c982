"""Radio buttons and checkboxes that belong to one question and are not grouped.

Whom it hurts: people who use a screen reader hear “yes” and “no” without the question. Tested: controls that share a
name in one form against a fieldset or a group that has a name. Left to a person: whether each label says enough
alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording, words
from web_checks.page import Page
from web_checks.probes import controls

RULE = Rule(
    id="choice-group-name",
    title=Text("一组选项没有题目", "Group of choices has no name"),
    whom=Text(
        "读屏软件的使用者只听到“是”“否”，听不到问的是什么。",
        "People who use a screen reader hear “yes” and “no” and not what is asked.",
    ),
    mend=Text(
        '用 <fieldset> 包住同一题的选项，题目写在 <legend> 里；或用带 aria-labelledby 的 role="radiogroup"。',
        'Wrap the choices in <fieldset> with the question in <legend>, or in role="radiogroup" with aria-labelledby.',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("controls",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each group of two or more choices."""
    for group in page.answer(controls.PROBE).choices:
        if group.named and wording.compact(group.name) in words.LABEL_NOTHING | words.LABEL_VAGUE:
            message = Text(
                "组的题目“{name}”很笼统，请人判断能否知道问的是什么",
                "The group's name “{name}” is vague: a person should say whether it tells what is asked",
            )
            yield Verdict(Outcome.CANT_TELL, group.target, message.format(name=group.name))
        elif group.named:
            yield Verdict(Outcome.PASSED, group.target, Text("有题目", "It has a name"))
        else:
            message = Text(
                "{count} 个同名选项没有放在有题目的组里；请人看一看单听每个选项是否明白",
                "{count} choices of one name stand in no named group: a person should say whether each is clear alone",
            )
            yield Verdict(Outcome.CANT_TELL, group.target, message.format(count=group.count))
