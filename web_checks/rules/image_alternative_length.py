"""Text alternatives that are too long to be listened to.

Whom it hurts: a screen reader says an alternative in one breath, without pause, headings or a way back; a paragraph in
it is lost. Tested: the length of every image's name. Best practice: no clause of WCAG sets a length; the limits are
those of one or two sentences. Left to a person: whether the image needs so many words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import images

RULE = Rule(
    id="image-alternative-length",
    title=Text("图片的替代文本过长", "Image alternative is very long"),
    whom=Text(
        "读屏软件一口气念完替代文本，不能停顿、回看；太长就记不住。",
        "A screen reader says an alternative in one breath, with no way to pause or go back: a long one is lost.",
    ),
    mend=Text(
        "alt 用一两句话说要点；复杂的图表把详细说明放在正文里，或另附文字说明。",
        "Say the point in a sentence or two; put the details of a chart into the text or on a page of their own.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    needs=("images",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Characters: a Chinese one is about half an English word. No standard sets a length; two sentences fit in these.
_LONGEST_ZH = 80
_LONGEST = 150
_HAN = re.compile(r"[\u3400-\u9fff]")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each image with a name."""
    for image in page.answer(images.PROBE):
        if not image.name:
            continue
        limit = _LONGEST_ZH if _HAN.search(image.name) else _LONGEST
        length = len(image.name)
        why = Text(
            f"替代文本有 {length} 个字符（“{image.name[:30]}…”）；请人看一看能否写短，或改放到正文里",
            f"The alternative has {length} characters (“{image.name[:30]}…”): "
            "a person should see whether it can be shorter or stand in the text",
        )
        outcome = Outcome.CANT_TELL if length > limit else Outcome.PASSED
        yield Verdict(outcome, image.target, why, Measurement(length, limit, ""))
