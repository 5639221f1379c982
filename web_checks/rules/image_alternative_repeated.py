"""Text alternatives that repeat, word for word, the title of the page or the text beside the image.

Whom it hurts: blind people hear the same words twice and still do not know what the image shows; content systems fill
every picture of a report with the report's title. Tested: the name of each image that is no link or button of its own,
against the title, the first headings, its caption and the texts right before and after it. Left to a person: whether
the words fit the image all the same, or the image is decoration; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import images
from web_checks.probes.images import Image

RULE = Rule(
    id="image-alternative-repeated",
    title=Text("替代文本照抄标题或旁边的文字", "Image alternative repeats the title or the text beside it"),
    whom=Text(
        "读屏软件把同样的话念两遍，图上是什么仍然没有说。",
        "A screen reader says the same words twice, and still not what the image shows.",
    ),
    mend=Text(
        'alt 写图上的内容，不要自动填文章标题；旁边的文字已说清时，写 alt=""。',
        "Say in alt what the image shows and do not fill in the title; where the text beside it says it all, "
        'write alt="".',
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    needs=("images",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SHORTEST = 4  # characters: a shorter name (a word, a number) may equal its neighbour by chance


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each image with a name, unless it is in a link or button: there a name is needed."""
    for image in page.answer(images.PROBE):
        if not image.name or image.control:
            continue
        outcome, why = _judge(image)
        yield Verdict(outcome, image.target, why.format(name=image.name[:80]))


def _judge(image: Image) -> tuple[Outcome, Text]:
    said = wording.compact(image.name)
    if len(said) >= _SHORTEST and any(wording.compact(text) == said for text in image.beside):
        return Outcome.CANT_TELL, Text(
            "替代文本与旁边的文字一样：“{name}”；请人看一看图片是否另有内容",
            "The alternative equals the text beside it, “{name}”: a person should see whether the image shows more",
        )
    if len(said) >= _SHORTEST and any(wording.compact(title) == said for title in image.titles):
        return Outcome.CANT_TELL, Text(
            "替代文本照抄了标题“{name}”；请人看一看是否说清了图上的内容",
            "The alternative is the title, “{name}”: a person should see whether it says what the image shows",
        )
    return Outcome.PASSED, Text("替代文本没有照抄", "The alternative repeats nothing")
