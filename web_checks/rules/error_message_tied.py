"""Error messages that stand beside their field and are not tied to it.

Whom it hurts: blind people go from field to field and hear the label of each, not the message beside it; they do not
learn which field is wrong. Tested: texts that speak of an error, in view when the page is loaded, in the row of one
field, for aria-describedby, aria-errormessage or the field's label. Left to a person: whether the message is heard in
another way (a summary with links, a focus that is moved); so it never fails. Messages far from any field are
error-message-descriptive's.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import labels

RULE = Rule(
    id="error-message-tied",
    title=Text("错误提示没有和输入框连在一起", "Error message is not tied to its field"),
    whom=Text(
        "盲人逐项移动时只听到标签，听不到旁边的错误提示，不知道错的是这一项。",
        "Blind people go from field to field and hear its label, not the message beside it.",
    ),
    mend=Text(
        '给错误提示一个 id，用输入框的 aria-describedby（或 aria-errormessage）指向它，并加 aria-invalid="true"。',
        "Give the message an id, point the field's aria-describedby (or aria-errormessage) at it, and set "
        'aria-invalid="true".',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("labels",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LOOSE = Text(
    "“{text}”在“{field}”旁边，代码里没有连到它；请人听一听到这一项时能否听到提示",
    "“{text}” stands beside “{field}” and is not tied to it: a person should hear whether it is read out at the field",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each error message that is tied to a field or stands in the row of one."""
    for message in page.answer(labels.PROBE).messages:
        if not wording.speaks_of_error(message.text) or not (message.tied or message.field):
            continue
        if message.tied:
            yield Verdict(
                Outcome.PASSED, message.target, Text("提示和输入框连在一起", "The message is tied to the field")
            )
        elif message.field:
            named = message.field.label or message.field.name or message.field.placeholder or message.field.key
            why = _LOOSE.format(text=message.text[:80], field=named[:40])
            yield Verdict(Outcome.CANT_TELL, message.target, why)
