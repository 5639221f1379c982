"""Text that is cut off at 200 % zoom.

Whom it hurts: people with low vision enlarge to 200 %; text in a box of fixed size with overflow: hidden is then cut
through. Tested: every visible text at 640 × 512 CSS px, that is 1280 × 1024 at 200 %, against the edges of the boxes
that clip it; an ellipsis or one whole line is a clean cut. Left to a person: links and texts with a tooltip, whose full
text may be read elsewhere, slides and tickers, and a page whose style sheets did not load.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import Page
from web_checks.probes import adaptation

RULE = Rule(
    id="text-zoom",
    title=Text("页面放大到 200% 时文字被截断", "Text is cut off at 200 % zoom"),
    whom=Text(
        "低视力者把页面放大到 200% 时，固定大小的容器把文字拦腰切断，读不到后面的内容。",
        "People with low vision who enlarge to 200 % meet text that its box cuts through, and cannot read the rest.",
    ),
    mend=Text(
        "文字的容器用 min-height、max-width 等弹性尺寸，不用 overflow: hidden 裁切文字；确需省略时用省略号并给出全文。",
        "Size boxes with min-height and max-width, do not clip text by overflow: hidden; "
        "where it must be shortened, show an ellipsis and offer the full text.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.4",),
    act_rules=("59br37",),
    depth=Depth.IN_DEPTH,
    needs=("adaptation",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each text that is cut at 200 %; one passed verdict when there is none."""
    seen = page.answer(adaptation.PROBE)
    cut_texts = [cut for cut in seen.zoomed if not cut.clean]
    for cut in cut_texts:
        measured = Measurement(cut.over, 0, "px")
        if cut.carried or cut.elsewhere or seen.unstyled:
            message = Text(
                f"放大到 200% 时“{cut.text}”显示不全，请人看一看能否用别的办法读到全文",
                f"At 200 % “{cut.text}” is not shown in full: a person should look whether it can be read elsewhere",
            )
            yield Verdict(Outcome.CANT_TELL, cut.target, message, measured)
            continue
        message = Text(
            f"放大到 200% 时“{cut.text}”有 {cut.over:g} 像素被切掉",
            f"At 200 % {cut.over:g} px of “{cut.text}” are cut off",
        )
        yield Verdict(Outcome.FAILED, cut.target, message, measured)
    if seen.texts and not cut_texts:
        message = Text("放大后文字完整", "All text is there when enlarged")
        if seen.unstyled:
            message = Text(
                "放大后文字完整，但有样式表没有载入，请人在样式齐全时再看",
                "All text is there when enlarged, but a style sheet did not load: a person should look again",
            )
        yield Verdict(Outcome.CANT_TELL if seen.unstyled else Outcome.PASSED, Target("body"), message)
