"""Accessible names that hold the letters that are shown, but not the words.

Whom it hurts: people who steer by voice say the words that they read, and the software looks for these words, not for
parts of others. Tested: controls that are named in the markup, whose visible words do not stand in the name as whole
words, one after the other; and fields whose label and name have no word in common. Controls whose name has not even
the letters are axe-label-content-name-mismatch. Left to a person: whether a text is a picture (X for closing),
abbreviations, and which words by a field are its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import labels, spoken_labels

RULE = Rule(
    id="label-in-name",
    title=Text("无障碍名称拆散了画面上的词", "Accessible name breaks up the words that are shown"),
    whom=Text(
        "用语音控制的肢体障碍者照着画面念，软件按词去找；名称里只有相同的字母、没有这个词，就点不到。",
        "People who steer by voice say what they read; software that looks for whole words finds no such control.",
    ),
    mend=Text(
        "让 aria-label 原样包含可见文字；可见文字已够清楚的，删去 aria-label。",
        "Let the aria-label hold the visible words unchanged; if they suffice, drop the aria-label.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.5.3",),
    act_rules=("2ee8b8",),
    needs=("spoken_labels", "labels"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each control whose name holds at least the letters that it shows, and each misnamed field."""
    for label in page.answer(spoken_labels.PROBE):
        shown, name = wording.spoken_words(label.shown), wording.spoken_words(label.name)
        if not shown or "".join(shown) not in "".join(name) or len("".join(shown)) == 1:
            continue
        if _stands_in(shown, name):
            yield Verdict(Outcome.PASSED, label.target, Text("名称包含可见文字", "The name holds the visible words"))
        else:
            why = Text(
                "画面上是“{shown}”，名称是“{name}”，其中没有这几个完整的词",
                "It shows “{shown}”; its name “{name}” does not hold these words whole",
            )
            yield Verdict(Outcome.FAILED, label.target, why.format(shown=label.shown[:60], name=label.name[:60]))
    for field in page.answer(labels.PROBE).fields:
        shown, name = wording.spoken_words(field.label), wording.spoken_words(field.name)
        if shown and name and not set(shown) & set(name):
            why = Text(
                "看得见的标签是“{shown}”，名称却是“{name}”，没有一个词相同；请人判断",
                "The label that is seen is “{shown}”, the name “{name}”: they share no word; a person should decide",
            )
            yield Verdict(Outcome.CANT_TELL, field.target, why.format(shown=field.label[:60], name=field.name[:60]))


def _stands_in(shown: Sequence[str], name: Sequence[str]) -> bool:
    size = len(shown)
    return any(name[at : at + size] == shown for at in range(len(name) - size + 1))
