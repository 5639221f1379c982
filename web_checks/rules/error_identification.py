"""Forms that refuse what was entered and do not say in text what is wrong, or in which field.

Whom it hurts: people who cannot see a red border, or do not understand it, send the form off again and again. Tested on
a test copy only: each form sent off empty and with wrong formats; its new texts, boxes, the browser's own bubble, and
what changed in looks alone. Left to a person: refusals that cannot be told from a button that does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import refusals, wording
from web_checks.page import Page
from web_checks.probes import submission
from web_checks.probes.submission import Attempt, Form, How

RULE = Rule(
    id="error-identification",
    title=Text("表单没填对，却没有用文字说明哪一项错了", "Form refuses an entry without saying in text what is wrong"),
    whom=Text(
        "看不到红框的人、看不懂红框的人，不知道表单为什么交不上去，只能一遍遍重试。",
        "People who cannot see or make sense of a red border do not learn why the form will not go through.",
    ),
    mend=Text(
        "提交不成功时，在出错的字段旁写明错在哪里，用 aria-describedby 连上，并把焦点移到第一个出错的字段。",
        "Say in text beside each field what is wrong, tie it on by aria-describedby, and focus the first such field.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.1",),
    depth=Depth.IN_DEPTH,
    needs=("submission",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    staging=True,
)

_HOW = {How.EMPTY: Text("空着提交", "sent off empty"), How.WRONG: Text("填错格式提交", "sent off with wrong formats")}


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each try that a form refused."""
    for form in page.answer(submission.PROBE).forms:
        for attempt in form.attempts:
            if attempt.how in _HOW and (found := _judge(form, attempt)):
                outcome, why = found
                how = _HOW[attempt.how]
                yield Verdict(outcome, form.target, Text(f"{how.zh}时{why.zh}", f"When {how.en}, {why.en}"))


def _judge(form: Form, attempt: Attempt) -> tuple[Outcome, Text] | None:
    said = refusals.texts(attempt)
    if not said:
        return _wordless(attempt)
    if refusals.identified(attempt):
        return Outcome.PASSED, Text("说明了哪一项有错", "it says which field is wrong")
    text = said[0][:80]
    labels = [field.label for field in attempt.fields]
    # One field alone needs no naming, and a focus or a mark on the field may tell which one is meant.
    several = sum(field.shown for field in form.fields) > 1
    pointed = attempt.focus >= 0 or any(field.marked or field.repainted or field.invalid for field in attempt.fields)
    if not several:
        return Outcome.PASSED, Text("说明了有错", "it says that something is wrong")
    if not pointed and not any(wording.tells_remedy(each, labels) for each in said):
        return Outcome.FAILED, Text(f"只说“{text}”，没有说是哪一项", f"it only says “{text}”, not which field")
    return Outcome.CANT_TELL, Text(
        f"提示“{text}”，请人看一看能否知道是哪一项",
        f"it says “{text}”: a person should look whether the field is clear",
    )


def _wordless(attempt: Attempt) -> tuple[Outcome, Text] | None:
    """Return the verdict of a try after which nothing spoke of an error; None when nothing was refused."""
    spoke = bool(attempt.messages or attempt.dialogs)
    stopped = [field for field in attempt.fields if field.invalid]
    changed = [field for field in attempt.fields if field.marked or field.repainted]
    if attempt.left or attempt.elsewhere or not (stopped or changed or attempt.held):
        return None
    if stopped and not spoke and not any(field.shown for field in stopped):
        return Outcome.FAILED, Text(
            "表单被一个看不见的必填项挡住，页面毫无反应",
            "a required field that nobody sees holds the form back in silence",
        )
    if changed and not spoke and (stopped or attempt.held or any(field.marked for field in changed)):
        names = "、".join(dict.fromkeys(field.label[:20] for field in changed if field.label))[:60]
        return Outcome.FAILED, Text(
            f"只改了字段的样式或状态，没有任何文字（{names}）",
            f"fields only change their looks or state, without a text ({names})",
        )
    # A script that keeps the page may have refused, or done what was asked; new texts show that it did something.
    several = sum(field.shown for field in attempt.fields) > 1
    if stopped or changed or (several and not spoke):
        return Outcome.CANT_TELL, Text(
            "没有看到说明错误的文字；请人看一看是不是拒绝了却不说明",
            "no text speaks of an error: a person should look whether it refuses in silence",
        )
    return None
