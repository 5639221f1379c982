"""Text alternatives that say nothing: 图片, IMG_2023.jpg, the file's own name, only punctuation.

Whom it hurts: blind people hear "图片" or a file name and never learn what the image shows. Tested: the accessible name
of every image that assistive technology meets. Left to a person: whether an alternative that does say something says
the right thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.alternatives import alternative
from web_checks.page import Page
from web_checks.probes import images

RULE = Rule(
    id="image-alternative-meaningful",
    title=Text("图片的替代文本没有内容", "Image alternative says nothing"),
    whom=Text(
        "读屏软件的使用者听到的是“图片”或文件名，不知道图上是什么；图片是链接时，也不知道会去哪里。",
        "People who use a screen reader hear “image” or a file name and never learn what it shows or where it leads.",
    ),
    mend=Text(
        '在 alt 中写出图片传达的内容或链接的去处；纯装饰的图片写 alt=""。'
        "编辑后台应把替代文本设为必填，不许用文件名代替。",
        'Write in alt what the image conveys or where it leads; give a purely decorative image alt="". '
        "Make the field mandatory in the content system, and never fill it with the file name.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    act_rules=("9eb3f6", "qt1vmo"),
    needs=("images",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each image that has a name; images without one are axe's image-alt."""
    for image in page.answer(images.PROBE):
        if not image.name:
            continue
        outcome, why = alternative(image.name, image.source)
        if outcome is not Outcome.PASSED and not image.alone:
            # The link or button has words of its own: the image may well be decoration.
            outcome = Outcome.CANT_TELL
        yield Verdict(outcome, image.target, why.format(name=image.name[:80]))
