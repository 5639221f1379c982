"""Error messages that do not say which field is wrong, or what is wrong with it.

Whom it hurts: people who cannot see the red border, or need plain words, do not find the fault and give up. Tested:
texts in a form, in view when the page is loaded, that call themselves errors and speak of one; nothing is submitted.
Left to a person: messages whose words neither name a field nor are known to be empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import labels
from web_checks.probes.labels import Field, Message

RULE = Rule(
    id="error-message-descriptive",
    title=Text("错误提示没有说清哪一项错、错在哪里", "Error message does not say what is wrong, or where"),
    whom=Text(
        "看不到红框、需要明白话的人，听到“请正确填写”也找不到错在哪一项、该怎么改，只好放弃。",
        "People who cannot see a red border, or need plain words, do not learn what to change.",
    ),
    mend=Text(
        "提示写出字段名、错在哪里和怎样改（“身份证号应为 18 位”），并用 aria-describedby 连到字段。",
        "Name the field, the fault and the remedy (“Age must be a number above 0”) and tie it on by aria-describedby.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.1",),
    act_rules=("36b590",),
    needs=("labels",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each error message in view."""
    seen = page.answer(labels.PROBE)
    for message in seen.messages:
        if wording.speaks_of_error(message.text):
            outcome, why = _judge(message, [field for field in seen.fields if field.form == message.form])
            yield Verdict(outcome, message.target, why.format(text=message.text[:80]))


def _judge(message: Message, fields: Sequence[Field]) -> tuple[Outcome, Text]:
    named = [field for field in fields if _names(message.text, field)]
    if not named and message.field is None and len(fields) > 1:
        return Outcome.FAILED, Text("提示“{text}”没有说是哪一项", "“{text}” does not say which field is wrong")
    twins = [field for field in named if any(_alike(field, other) for other in named)]
    if twins and message.field is None:
        return Outcome.FAILED, Text(
            "提示“{text}”说到的字段名有几处，分不清是哪一项", "“{text}” names a label that several fields bear"
        )
    if not wording.tells_remedy(message.text, [field.label or field.name for field in fields]):
        return Outcome.FAILED, Text(
            "提示“{text}”没有说错在哪里、怎样改", "“{text}” does not say what is wrong or how to mend it"
        )
    return Outcome.PASSED, Text("提示说清了错误", "The message says what is wrong")


def _names(text: str, field: Field) -> bool:
    label = wording.label_core(field.label or field.name or field.placeholder)
    return bool(label) and label in wording.compact(text)


def _alike(field: Field, other: Field) -> bool:
    return field is not other and wording.label_core(field.label) == wording.label_core(other.label)
