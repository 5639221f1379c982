"""Words that are stretched by spaces: 通　知, 姓 名, W e l c o m e.

Whom it hurts: a screen reader reads the pieces one by one, search and voice control do not find the word. Tested:
short texts whose characters all stand apart, with spaces between them; in Chinese the joined characters must be a
word that stands on pages (F32). Left to a person: other Chinese characters set apart, which may be single words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import words
from web_checks.page import Page
from web_checks.probes import phrases

RULE = Rule(
    id="word-without-inner-spaces",
    title=Text("用空格把一个词拆开", "Word is stretched by spaces"),
    whom=Text(
        "读屏软件把“通　知”读成两个孤立的字，盲文会断开，页内查找和语音控制也找不到这个词。",
        "A screen reader reads the pieces one by one; search and voice control do not find the word.",
    ),
    mend=Text(
        "去掉词中的空格，用 CSS 的 letter-spacing 或 text-align-last: justify 调间距。",
        "Take the spaces out and set the gaps by CSS: letter-spacing, or text-align-last: justify.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.2",),
    needs=("phrases",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SHORT_NAME = 2


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each short text whose characters stand apart."""
    for phrase in page.answer(phrases.PROBE).spaced:
        joined = re.sub(r"\s+", "", phrase.text).strip(":：*")
        known = joined in words.STRETCHED or joined.isascii()
        if not known and len(joined) == _SHORT_NAME and joined[0] in words.SURNAMES:
            continue  # lists of people set two-character names apart by custom
        why = Text(
            f"“{phrase.text[:40]}”用空格隔开了" + ("" if known else "，请人判断是不是一个词"),
            f"“{phrase.text[:40]}” is set apart by spaces"
            + ("" if known else ": a person should say whether it is one word"),
        )
        yield Verdict(Outcome.FAILED if known else Outcome.CANT_TELL, phrase.target, why)
