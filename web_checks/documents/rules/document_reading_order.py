"""Pages and slides on which the reading order runs backwards: what stands above comes later.

Whom it hurts: a screen reader reads in the order of tags or shapes; the title may come last, and the answer before its
question. Tested: PDF: blocks of the structure tree, PPTX: shapes with text: a block that stands wholly above the one
before it, in the same column. Left to a person: always, since a frame or a note may rightly come later.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="document-reading-order",
    title=Text("文档的朗读顺序与版面不一致", "Reading order of a document runs against its layout"),
    whom=Text(
        "读屏软件按标记或形状的先后朗读；标题最后才读到，上下文就乱了。",
        "A screen reader follows the order of tags or shapes; a title that comes last makes no sense of what it heads.",
    ),
    mend=Text(
        "PowerPoint：“开始－排列－选择窗格”里自下而上就是朗读顺序，拖动调整；PDF：在“顺序”面板调整。",
        "PowerPoint: the Selection Pane lists the order from bottom to top; drag to mend it. PDF: the order panel.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.2",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_BACK = Text(
    "读完“{first}”以后才读到它上方的“{above}”，请人判断顺序是否合适",
    "“{above}” stands above “{first}” and is read after it: a person should say whether that is meant",
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each page or slide with two blocks and more."""
    for order in document.orders:
        if order.backwards is None:
            yield Verdict(Outcome.PASSED, order.target, Text("顺序自上而下", "It reads from top to bottom"))
        else:
            first, above = order.backwards
            yield Verdict(Outcome.CANT_TELL, order.target, _BACK.format(first=first, above=above))
