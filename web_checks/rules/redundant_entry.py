"""Next steps that ask again for what was entered in the step before.

Whom it hurts: people with a poor memory or a slow hand must type the same again, and differ from what they typed first.
Tested on a test copy only: forms with a next step, filled in and sent off; fields of the page that follows with the
same label and nothing in them. Left to a person: whether asking again is essential, and steps further on.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import refusals, wording
from web_checks.page import Page
from web_checks.probes import submission
from web_checks.probes.submission import Asked, Field, How

RULE = Rule(
    id="redundant-entry",
    title=Text("下一步又要填上一步填过的内容", "The next step asks again for what was entered before"),
    whom=Text(
        "记性不好、打字费力的人要把同样的内容再填一遍，还容易前后填得不一样。",
        "People with a poor memory or a slow hand have to enter the same again, and may enter it differently.",
    ),
    mend=Text(
        "把前面填过的内容自动带到后面，或者让人选用（“同申请人”）；确需再填的除外。",
        "Carry entries over, or let people choose them (“same as applicant”), unless it is essential to ask again.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.7",),
    depth=Depth.IN_DEPTH,
    needs=("submission",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    staging=True,
)

# Passwords and codes are asked again on purpose.
_APART = ("password", "checkbox", "radio", "file", "search")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each field of the step before that the next step asks for, too."""
    for form in page.answer(submission.PROBE).forms:
        for attempt in form.attempts:
            if attempt.how is not How.FILLED or not attempt.left or refusals.messages(attempt):
                continue
            entered = {
                wording.label_core(field.label): field
                for field in attempt.fields
                if field.shown and field.kind not in _APART and wording.label_core(field.label)
            }
            again = {wording.label_core(f.label): f for f in attempt.next_fields if f.kind not in _APART}
            if entered.keys() == again.keys() and not any(field.filled for field in again.values()):
                continue  # the same form once more: it was not taken, and this is no next step
            for label, field in entered.items():
                if label in again:
                    yield _verdict(field, again[label])


def _verdict(field: Field, asked: Asked) -> Verdict:
    if asked.filled:
        return Verdict(Outcome.PASSED, field.target, Text("下一步带出了这一项", "The next step carries it over"))
    label = field.label[:30]
    message = Text(
        f"下一步又要填“{label}”；请人看一看是否确需再填",
        f"The next step asks for “{label}” again: a person should look why",
    )
    return Verdict(Outcome.CANT_TELL, field.target, message)
