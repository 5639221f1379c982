"""Images of a mini-program without words.

Whom it hurts: blind people do not learn what the image shows. Tested in the source: images that are not hidden from
assistive technology: whether they have an aria-label, and whether it says something. Left to a person: images without
one, since they may be decoration; labels from bindings.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.alternatives import alternative
from web_checks.apps.elements import hidden, pressed, said
from web_checks.apps.miniprogram import Source
from web_checks.apps.wxml import BINDING

RULE = Rule(
    id="miniprogram-image-alternative",
    title=Text("小程序图片没有替代文字", "Image of a mini-program without words"),
    whom=Text("盲人不知道图片上是什么。", "Blind people do not learn what the image shows."),
    mend=Text(
        '在 image 上写 aria-label 说明内容；纯装饰的写 aria-hidden="true"。',
        'Say what it shows by an aria-label on the image; give plain decoration aria-hidden="true".',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(source: Source) -> Iterator[Verdict]:
    """Yield a verdict for each image that is not hidden; one inside a named control is its decoration."""
    for tag in source.root.walk():
        if tag.name not in ("image", "cover-image") or hidden(tag):
            continue
        label, target = tag.get("aria-label"), source.target(tag)
        if BINDING in label:
            yield Verdict(Outcome.CANT_TELL, target, _BOUND)
        elif label:
            outcome, why = alternative(label, tag.get("src") if BINDING not in tag.get("src") else "")
            yield Verdict(outcome, target, why.format(name=label[:80]))
        elif not any(pressed(each) and said(each) != "" for each in (tag, *tag.above)):
            yield Verdict(Outcome.CANT_TELL, target, _SILENT)


_BOUND = Text(
    "替代文字来自数据绑定，从源代码看不出；请人看一看",
    "Its words come from a binding: a person should see what they say",
)
_SILENT = Text(
    "图片没有 aria-label，也没有标为装饰；请人看一看它是否传达内容",
    "The image has no aria-label and is not marked as decoration: does it convey anything?",
)
