"""Images with a text alternative that is kept from assistive technology.

Whom it hurts: somebody wrote what the image shows, and aria-hidden or role="presentation" keeps it from the very
people it was written for. Tested: images in view with an alternative, hidden by their own attribute, whose words the
page says nowhere else. Left to a person: those hidden together with what stands around them. Images with an empty
alternative are not judged here: whether they are decoration cannot be read from the code.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording, words
from web_checks.page import Page
from web_checks.probes import decorations

RULE = Rule(
    id="hidden-image-decorative",
    title=Text(
        "有替代文本的图片被藏了起来，读屏软件读不到", "Image with an alternative is hidden from assistive technology"
    ),
    whom=Text(
        '替代文本写了图上的内容，却被 aria-hidden 或 role="presentation" 挡住，盲人什么也听不到。',
        "The alternative says what the image shows, but aria-hidden or role=presentation keeps it from blind people.",
    ),
    mend=Text(
        '有内容的图片去掉 aria-hidden 和 role="presentation"；纯装饰的图片改成 alt=""。',
        'Take aria-hidden and role="presentation" off images that say something; give mere decoration alt="".',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    act_rules=("e88epe",),
    needs=("decorations",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each hidden image that has an alternative."""
    for image in page.answer(decorations.PROBE).hidden:
        said = wording.compact(image.name)
        if image.said or image.named or said in words.IMAGE_NOTHING or not wording.has_letters(said):
            why = Text("藏起来的文字别处也读得到，或没有内容", "What is hidden is said elsewhere, or says nothing")
            yield Verdict(Outcome.PASSED, image.target, why)
            continue
        own = image.by != "ancestor"
        why = Text(
            f"替代文本“{image.name[:80]}”被藏了起来，页面别处也没有说",
            f"The alternative “{image.name[:80]}” is hidden, and the page says it nowhere else",
        )
        yield Verdict(Outcome.FAILED if own else Outcome.CANT_TELL, image.target, why)
