"""Slides without a title, or with the same one as another slide.

Whom it hurts: people who use a screen reader list the slides by their titles to find one. Tested: the title placeholder
of every slide that is shown. Not a criterion of WCAG: a good practice. Left to a person: titles that several slides
share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document
from web_checks.wording import compact

RULE = Rule(
    id="slide-title",
    title=Text("幻灯片没有标题", "Slide has no title"),
    whom=Text(
        "读屏软件的使用者按标题找幻灯片；没有标题的只报“第 7 张”，不知道讲什么。",
        "People who use a screen reader find slides by their titles; without one a slide is only “slide 7”.",
    ),
    mend=Text(
        "用带标题占位符的版式，写上标题；不想显示时，在“选择窗格”里隐藏或移到画面外。每张的标题各不相同。",
        "Use a layout with a title placeholder and fill it in, each slide its own; where it must not show, move it off "
        "the slide.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each slide that is shown."""
    titles = Counter(compact(slide.title or "") for slide in document.slides)
    for slide in document.slides:
        said = compact(slide.title or "")
        if not said:
            yield Verdict(Outcome.FAILED, slide.target, Text("没有标题", "It has no title"))
        elif titles[said] > 1:
            message = Text(
                "{count} 张幻灯片都叫“{title}”，请人判断能否分清",
                "{count} slides are called “{title}”: a person should say whether they can be told apart",
            )
            yield Verdict(Outcome.CANT_TELL, slide.target, message.format(count=titles[said], title=slide.title))
        else:
            yield Verdict(Outcome.PASSED, slide.target, Text("有标题", "It has a title"))
