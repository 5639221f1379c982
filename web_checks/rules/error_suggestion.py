"""Fields that refuse a wrong format without saying what the right one is.

Whom it hurts: people who are told “invalid format” over and over, and cannot guess what the page wants. Tested on a
test copy only: an e-mail address, telephone, identity number, date or number entered wrongly; what is said of it.
Left to a person: texts of which the words do not show whether they help, and faults that only the server knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import refusals, wording, words
from web_checks.page import Page
from web_checks.probes import submission
from web_checks.probes.submission import Field

RULE = Rule(
    id="error-suggestion",
    title=Text("只说格式不对，不说应该怎么填", "Message says that a format is wrong, not which one is right"),
    whom=Text(
        "只听到“格式不正确”的人猜不出应该填成什么样，特别是老年人和有认知障碍的人。",
        "People who only hear “invalid format” cannot guess the right one, least of all with a cognitive disability.",
    ),
    mend=Text(
        "提示里写明正确的格式，例如“手机号应为 11 位数字”“日期请写成 2025-01-31”。",
        "Tell the right format in the message: “The number must have 11 digits”, “Write the date as 2025-01-31”.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.3",),
    depth=Depth.IN_DEPTH,
    needs=("submission",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    staging=True,
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each field whose wrong format was refused with a text."""
    for form in page.answer(submission.PROBE).forms:
        for attempt in form.attempts:
            for number, field in enumerate(attempt.fields):
                if field.wrong and (said := refusals.of_field(attempt, number)):
                    outcome, why = _judge(field, said)
                    yield Verdict(outcome, field.target, why)


def _judge(field: Field, said: list[str]) -> tuple[Outcome, Text]:
    # Of the browser's own bubbles only one leaves the format out: that of a pattern without a title.
    helps = any(wording.suggests_correction(text) for text in said if text != field.bubble or not field.bare)
    if helps or (field.bubble and not field.bare):
        return Outcome.PASSED, Text("说明了应该怎么填", "It says how to enter it")
    if wording.suggests_correction(field.hint):
        return Outcome.PASSED, Text("字段旁写明了格式", "The format stands by the field")
    text = next((text for text in said if text != field.bubble), said[0])[:80]
    names = [field.label, *sorted(words.FORMAT_NAMES)]
    if field.bare or not any(wording.tells_remedy(each, names) for each in said):
        return Outcome.FAILED, Text(f"只说“{text}”，没有说正确的格式", f"It only says “{text}”, not the right format")
    return Outcome.CANT_TELL, Text(
        f"提示“{text}”，请人看一看有没有说明应该怎么填", f"It says “{text}”: a person should look whether that helps"
    )
