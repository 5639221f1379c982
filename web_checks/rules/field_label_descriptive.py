"""Form labels that do not say what to enter: 请输入, Info, a button's word, the same label on two fields.

Whom it hurts: people who hear a field by itself, and people who need plain words to know what is wanted. Tested: the
words of every label that is seen, against words that name no content; and fields of one form with equal labels and
nothing seen that tells them apart. Left to a person: vague labels, and whether a label fits its field. A field
without a name is axe's label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording, words
from web_checks.page import Page
from web_checks.probes import labels
from web_checks.probes.labels import Field

RULE = Rule(
    id="field-label-descriptive",
    title=Text("表单标签没有说明要填什么", "Form label does not say what to enter"),
    whom=Text(
        "读屏软件的使用者逐个听到的只有标签；“请输入”或两个一样的“姓名”让人不知道该填什么。",
        "A screen reader says the label and nothing else: “Info”, or “Name” twice, does not tell what to enter.",
    ),
    mend=Text(
        "标签写出要填的内容（“身份证号”“收件人姓名”）；成组的字段放进带可见图例的 fieldset。",
        "Name in the label what to enter; put fields that repeat into fieldsets with a visible legend.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.6",),
    act_rules=("cc0f0a",),
    needs=("labels",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Kinds whose label only has a meaning within the question they answer.
_CHOICES = frozenset({"radio", "checkbox"})


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each field with a label that is seen."""
    labelled = [field for field in page.answer(labels.PROBE).fields if field.label]
    alike: dict[tuple[str, str, str], list[Field]] = defaultdict(list)
    for field in labelled:
        if field.kind not in _CHOICES:
            alike[(field.form, wording.compact(field.label), field.group)].append(field)
    for field in labelled:
        twins = (
            alike[(field.form, wording.compact(field.label), field.group)] if field.kind not in _CHOICES else [field]
        )
        outcome, why = _judge(field, twins)
        yield Verdict(outcome, field.target, why.format(label=field.label[:80]))


def _judge(field: Field, twins: Sequence[Field]) -> tuple[Outcome, Text]:
    said = wording.compact(field.label)
    if not wording.has_letters(field.label) or said in words.LABEL_NOTHING:
        outcome = Outcome.CANT_TELL if field.kind in _CHOICES else Outcome.FAILED
        return outcome, Text("标签“{label}”没有说明要填什么", "The label “{label}” does not say what to enter")
    if len({twin.key for twin in twins}) > 1:
        # Words between the fields may be what tells them apart for the eye.
        outcome = Outcome.CANT_TELL if any(twin.apart for twin in twins[1:]) else Outcome.FAILED
        return outcome, Text(
            "同一表单里有几个字段的标签都是“{label}”，看不出区别",
            "Several fields of the form are labelled “{label}” and nothing seen tells them apart",
        )
    if said in words.LABEL_VAGUE and field.kind not in _CHOICES:
        return Outcome.CANT_TELL, Text(
            "标签“{label}”很笼统，请人判断", "The label “{label}” is vague: a person should decide"
        )
    return Outcome.PASSED, Text("标签有内容", "The label says something")
