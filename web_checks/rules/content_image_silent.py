"""Images with an empty alternative where a page puts what it wants to show.

Whom it hurts: alt="" says that an image is decoration, and blind people never learn that there is one; the content
system writes it into every picture of a news report. Tested: images with alt="" that are all that a captioned figure
holds, that have a tooltip, and large ones amid the text of an article. Left to a person: whether the image tells
anything that the text does not, for that cannot be read from the code; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import decorations
from web_checks.probes.decorations import SilentImage

RULE = Rule(
    id="content-image-silent",
    title=Text("正文图片的替代文本为空", "Image in the content has an empty alternative"),
    whom=Text(
        "读屏软件会跳过 alt 为空的图片，盲人不知道正文里有图，更不知道图上是什么。",
        "A screen reader skips an image with an empty alternative: blind people do not learn that there is one.",
    ),
    mend=Text(
        "正文里的照片、图表写明图上的内容；确属装饰的才留空。编辑后台不应自动填入空的 alt。",
        "Say in alt what photographs and charts in the text show; leave it empty for mere decoration only, "
        "and do not let the content system fill in an empty one.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    needs=("decorations",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_CAPTIONED = Text(
    "图片有图注“{caption}”，替代文本却为空；请人看一看图注是否已说清图上的内容",
    "The image has the caption “{caption}” and an empty alternative: a person should see whether the caption is enough",
)
_TIP = Text(
    "图片的 title 写着“{tip}”，替代文本却为空，读屏软件会跳过它；请人看一看它是不是装饰",
    "The image's title says “{tip}” and its alternative is empty: a person should see whether it is decoration",
)
_LARGE = Text(
    "正文里的大图替代文本为空；请人看一看它是不是装饰",
    "A large image in the text has an empty alternative: a person should see whether it is decoration",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each image that looks like content and is silent."""
    for image in page.answer(decorations.PROBE).silent:
        yield Verdict(Outcome.CANT_TELL, image.target, _why(image))


def _why(image: SilentImage) -> Text:
    if image.caption:
        return _CAPTIONED.format(caption=image.caption[:80])
    return _TIP.format(tip=image.tip[:80]) if image.tip else _LARGE
