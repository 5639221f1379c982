"""Text that is cut off when the reader widens its spacing.

Whom it hurts: people with low vision or dyslexia who read with more space between lines, words and letters lose the
text that no longer fits its box. Tested: the user style of WCAG 1.4.12, against the same page without it. Left to a
person: lists that end in an ellipsis or after one line, slides and tickers, text that overlaps other text, and a page
whose style sheets did not load.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import adaptation

RULE = Rule(
    id="text-spacing",
    title=Text("加大文字间距后文字被截断", "Text is cut off when its spacing is widened"),
    whom=Text(
        "低视力者和有阅读障碍的人加大行距、字距阅读时，装不下的文字被切掉，读不到了。",
        "People with low vision or dyslexia who widen lines, words and letters lose what no longer fits its box.",
    ),
    mend=Text(
        "不要给文字的容器写死高度：用 min-height 或 padding 代替 height，去掉 overflow: hidden，让内容把容器撑高。",
        "Do not fix the height of boxes of text: use min-height or padding, drop overflow: hidden, let them grow.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.12",),
    depth=Depth.IN_DEPTH,
    needs=("adaptation",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text that wider spacing cuts; one passed verdict when there is none."""
    seen = page.answer(adaptation.PROBE)
    newly = [cut for cut in seen.spaced if not cut.already]
    for cut in newly:
        measured = Measurement(cut.over, 0, "px")
        if cut.clean or cut.carried or seen.unstyled:
            message = Text(
                f"加大间距后“{cut.text}”显示不全，请人看一看能否用别的办法读到全文",
                f"With wider spacing “{cut.text}” is not shown in full: a person should look whether it can be read",
            )
            yield Verdict(Outcome.CANT_TELL, cut.target, message, measured)
            continue
        message = Text(
            f"加大间距后“{cut.text}”有 {cut.over:g} 像素被切掉",
            f"With wider spacing {cut.over:g} px of “{cut.text}” are cut off",
        )
        yield Verdict(Outcome.FAILED, cut.target, message, measured)
    if seen.texts and not newly:
        message = Text("加大间距后文字完整", "All text is there with wider spacing")
        if seen.unstyled:
            message = Text(
                "加大间距后文字完整，但有样式表没有载入，请人在样式齐全时再看",
                "All text is there with wider spacing, but a style sheet did not load: a person should look again",
            )
        yield Verdict(Outcome.CANT_TELL if seen.unstyled else Outcome.PASSED, Target("body"), message)
