"""Forms that bind by law, move money or change records, without a step to look the entries through.

Whom it hurts: people who mistype or misread easily sign, pay or delete wrongly and cannot take it back. Tested on a
test copy only: forms whose words speak of applying, paying, signing or deleting; words of a step to check, confirm
or withdraw, and a box that asks before it is sent. Left to a person: whether that step really serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import words
from web_checks.page import Page
from web_checks.probes import submission
from web_checks.probes.submission import Form

RULE = Rule(
    id="submission-reversible",
    title=Text(
        "申请、缴费、签约、删除前没有核对的一步", "Applying, paying, signing or deleting without a step to check"
    ),
    whom=Text(
        "容易填错、看错的人（视障、认知障碍、手部障碍者和老年人）一旦提交就无法挽回。",
        "People who mistype or misread easily have no way back once it is sent.",
    ),
    mend=Text(
        "提交前列出所填内容供核对修改，或者提交后可以撤回，或者请人勾选确认后再提交。",
        "Show the entries for checking before they are sent, let them be withdrawn, or ask for a confirmation.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.4",),
    depth=Depth.IN_DEPTH,
    needs=("submission",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    staging=True,
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a question for each form that binds and shows no step to check."""
    for form in page.answer(submission.PROBE).forms:
        if _binds(form) and not _checks(form):
            message = Text(
                f"“{form.button[:20]}”之前没有看到核对、确认或撤回的步骤；请人走一遍，看能否核对、修改或撤回",
                f"No step to check, confirm or withdraw is seen before “{form.button[:20]}”: a person should try it",
            )
            yield Verdict(Outcome.CANT_TELL, form.target, message)


def _binds(form: Form) -> bool:
    # A field or two of search about 申请 bind nobody.
    entered = [field for field in form.fields if field.shown and field.kind != "search"]
    grave = re.search(words.GRAVE, form.words, re.IGNORECASE)
    return bool(re.search(words.BINDING, form.words, re.IGNORECASE)) and (len(entered) > 1 or grave is not None)


def _checks(form: Form) -> bool:
    asked = any(re.search(words.ASKS_BACK, text, re.IGNORECASE) for try_ in form.attempts for text in try_.dialogs)
    said = " ".join((*form.controls, form.said))
    return asked or re.search(words.CHECKING, said, re.IGNORECASE) is not None
