"""Words and pictures that stand in the style sheet and not in the page.

Whom it hurts: people who read with their own style sheet or none, and users of assistive technology that leaves out
generated content, never get them. Tested: the content of ::before and ::after that holds words which the element does
not say itself, or is a picture of some size in an element that says nothing (WCAG failure F87). Left to a person:
whether it is decoration; so it never fails. Content with an alternative of its own (content: url(…) / "…") is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import generated

RULE = Rule(
    id="style-sheet-words",
    title=Text("文字或图片只写在样式表里", "Words or a picture stand in the style sheet only"),
    whom=Text(
        "用自己的样式表或关掉样式的人，以及不读样式表内容的读屏软件，都得不到这些文字和图片。",
        "People who read with a style sheet of their own, or whose screen reader leaves generated content out, "
        "never get these words or this picture.",
    ),
    mend=Text(
        "有意义的文字写进网页，图片用带替代文本的 <img>；::before 和 ::after 只放装饰。",
        "Write words that mean something into the page and use <img> with an alternative; "
        "keep ::before and ::after for decoration.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("generated",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_WORDS = Text(
    "“{text}”只写在样式表里；请人判断它是不是装饰",
    "“{text}” stands in the style sheet only: a person should say whether it is decoration",
)
_PICTURE = Text(
    "样式表在这里放了一张图片，没有替代文本；请人判断它是不是装饰",
    "The style sheet puts a picture here, without an alternative: a person should say whether it is decoration",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each element to which the style sheet adds words or a picture."""
    for added in page.answer(generated.PROBE):
        message = _WORDS.format(text=added.text) if added.text else _PICTURE
        yield Verdict(Outcome.CANT_TELL, added.target, message)
