"""Text that is drawn in an image.

Whom it hurts: people with low vision or dyslexia cannot change the size, font, colours or spacing of text in an
image. Tested: SVG images in the page's own source whose text can be read. Left to a person: logos, which may be
images, and every other image: their pixels are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import decorations

RULE = Rule(
    id="image-of-text",
    title=Text("文字做成了图片", "Text is drawn in an image"),
    whom=Text(
        "低视力者和读写障碍者不能改变图片里文字的大小、字体、颜色和间距，放大就模糊。",
        "People with low vision or dyslexia cannot change the size, font, colours or spacing of text in an image.",
    ),
    mend=Text(
        "把图片里的字改成网页文字，用 CSS 排版；标志（logo）可以保留图片。",
        "Write the words as text and style them by CSS; logotypes may stay images.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.5",),
    act_rules=("0va7u6",),
    needs=("decorations",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LOGO = re.compile(r"logo|brand|标志|徽标|会徽|国徽", re.IGNORECASE)
# A shorter text is a sign or a figure inside a drawing.
_WORDS = re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]{2,}")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each image that can be read and has words in it."""
    for image in page.answer(decorations.PROBE).texts:
        if not _WORDS.search(image.text):
            continue
        logo = _LOGO.search(image.hints) is not None
        why = Text(
            f"图片里画了文字“{image.text[:60]}”" + ("，请人判断是不是标志" if logo else ""),
            f"The image draws the text “{image.text[:60]}”"
            + (": a person should say whether it is a logo" if logo else ""),
        )
        yield Verdict(Outcome.CANT_TELL if logo else Outcome.FAILED, image.target, why)
