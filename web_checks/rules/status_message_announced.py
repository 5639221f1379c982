"""Messages that appear and that screen readers are not told of.

Whom it hurts: people who use a screen reader, or a magnifier on another part of the screen, never learn that something
was saved or went wrong. Tested: toasts of known libraries, and short texts that speak of errors or success, that
appear while the page is walked by Tab and by pointer: whether they stand in a live region. Left to a person: messages
that come only after a click or a submission, and whether the text is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import keyboard, pointer

RULE = Rule(
    id="status-message-announced",
    title=Text("弹出的提示读屏软件可能不播报", "A message may not be announced"),
    whom=Text(
        "读屏软件的使用者不知道弹出了提示，也就不知道是成功了还是填错了。",
        "People who use a screen reader never hear that a message appeared: done, or something wrong?",
    ),
    mend=Text(
        '提示放进页面上一直存在的 role="status" 容器里，出错和紧急的用 role="alert"；不要把焦点移过去。',
        'Put messages into a container with role="status" that is there from the start, errors into role="alert"; '
        "do not move the focus.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.3",),
    depth=Depth.IN_DEPTH,
    needs=("keyboard", "pointer"),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each message that appeared during the walks."""
    appeared = (*page.answer(keyboard.PROBE).messages, *page.answer(pointer.PROBE).messages)
    for message in {message.target.selector: message for message in appeared}.values():
        if message.live:
            text = Text("“{text}”在实时区域里", "“{text}” stands in a live region")
            yield Verdict(Outcome.PASSED, message.target, text.format(text=message.text[:60]))
        else:
            text = Text(
                "出现了“{text}”，不在实时区域里；请用读屏软件听一听会不会播报",
                "“{text}” appeared outside any live region: listen with a screen reader whether it is announced",
            )
            yield Verdict(Outcome.CANT_TELL, message.target, text.format(text=message.text[:60]))
