"""Messages after a form is sent off that a screen reader does not hear of.

Whom it hurts: blind people press the button and hear nothing: neither that it went well nor that something is missing.
Tested on a test copy only: new texts about success or refusal on the same page, outside every live region, while the
focus goes neither to them nor to a field. Left to a person: whether the screen reader learns of it in another way.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import submission
from web_checks.probes.submission import Attempt, Message

RULE = Rule(
    id="submission-status-live",
    title=Text("提交后的提示，读屏软件听不到", "Message after a submission is not announced"),
    whom=Text(
        "盲人按下提交后听不到任何声音，不知道是成功了还是哪里没填对。",
        "Blind people press the button and hear neither that it went well nor that something is missing.",
    ),
    mend=Text(
        '把提示放进页面里早就有的 role="status"（出错用 role="alert"）容器，或者把焦点移到提示或出错的字段上。',
        'Put messages into a role="status" (errors: role="alert") container that is there already, or move the focus.',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.3",),
    depth=Depth.IN_DEPTH,
    needs=("submission",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    staging=True,
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each message that came up without a change of page or focus."""
    for form in page.answer(submission.PROBE).forms:
        for attempt in form.attempts:
            for message in attempt.messages:
                if not attempt.left and not message.focused and _is_status(message):
                    yield _verdict(attempt, message)


def _is_status(message: Message) -> bool:
    return wording.says_refused(message.text) or wording.says_success(message.text)


def _verdict(attempt: Attempt, message: Message) -> Verdict:
    if message.live or (message.near >= 0 and message.near == attempt.focus):
        return Verdict(Outcome.PASSED, message.target, Text("读屏软件会播报", "A screen reader announces it"))
    text = message.text[:60]
    why = Text(
        f"提示“{text}”不在实时区域里；请用读屏软件听一听会不会播报",
        f"“{text}” stands outside live regions: a person should listen whether it is announced",
    )
    return Verdict(Outcome.CANT_TELL, message.target, why)
