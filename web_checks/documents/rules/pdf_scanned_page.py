"""Pages of PDF files that are only a picture: scans without text.

Whom it hurts: blind people hear nothing at all; people with low vision cannot reflow or recolour a picture. Tested:
pages without a character that pictures cover for the most part. Left to a person: such pages with a figure that has an
alternative (a drawing), pages that pictures cover in part (a divider, a signature), and pages of lines and areas
alone, which may be text that was turned into outlines. Blank backs of scanned sheets are none of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-scanned-page",
    title=Text("PDF 页面是扫描图片，没有文字", "Page of a PDF is a scan without text"),
    whom=Text(
        "盲人什么也听不到；低视力的人不能换颜色、不能重排，放大就糊。",
        "Blind people hear nothing at all; people with low vision cannot recolour or reflow a picture.",
    ),
    mend=Text(
        "发布由电子稿直接导出的 PDF；只有纸质件的，先做文字识别并校对，同时提供网页正文。",
        "Publish the PDF exported from the source file; where there is only paper, recognise and proof-read its text, "
        "and publish that as a web page too.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1", "wcag:1.4.5"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Lines and areas on a page, from which they may be letters.
_OUTLINES = 50
# Shares of the page under pictures: of a scan, and of a picture that stands alone on its page.
_SCAN, _ALONE = 0.7, 0.2


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each page that shows text or a large picture."""
    for page in document.pdf.pages if document.pdf else ():
        covered = Measurement(round(100 * page.covered, 1), 100 * _SCAN, "%")
        if page.characters:
            yield Verdict(Outcome.PASSED, page.target, Text("有文字", "It has text"))
        elif page.blank:
            continue
        elif page.covered >= _SCAN and not page.named:
            message = Text("整页是图片，没有文字", "The page is a picture without text")
            yield Verdict(Outcome.FAILED, page.target, message, covered)
        elif page.covered >= _ALONE:
            message = Text(
                "页上只有图片，没有文字；请人判断图片里有没有内容",
                "The page shows pictures and no text: a person should say whether they hold any",
            )
            yield Verdict(Outcome.CANT_TELL, page.target, message, covered)
        elif page.drawn >= _OUTLINES and not page.named:
            message = Text(
                "页上有 {drawn} 个图形，没有一个字；请人判断是不是文字转成了曲线",
                "The page shows {drawn} lines and areas and no text: a person should say whether letters were turned "
                "into outlines",
            )
            yield Verdict(Outcome.CANT_TELL, page.target, message.format(drawn=page.drawn))
