"""Small text in the source of a mini-program.

Whom it hurts: people with low vision and older people. Tested in the source: font sizes written in the style sheets for
elements with words, as they come out on a screen 375 px wide: 12 px, and 18 in an app for older people (quoted from
secondary sources). Left to a person: which text is the main one, and whether the text follows the size set in WeChat;
it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps import wxss
from web_checks.apps.elements import hidden
from web_checks.apps.miniprogram import Source

RULE = Rule(
    id="miniprogram-text-size",
    title=Text("小程序文字偏小", "Small text in a mini-program"),
    whom=Text("低视力者和老年人看不清小字。", "People with low vision and older people cannot read small text."),
    mend=Text(
        "适老页面的主要文字不小于 18 px（36 rpx），其他不小于 12 px（24 rpx），并跟随微信的字号设置。",
        "Set main text for older people at 18 px (36 rpx) or more, other text at 12 px (24 rpx) or more, and follow "
        "the text size that WeChat is set to.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_USUAL, _ELDER = 12, 18  # px


def judge(source: Source) -> Iterator[Verdict]:
    """Yield a verdict for each element with words of its own whose size is written down."""
    limit = _ELDER if source.elder else _USUAL
    for tag in source.root.walk():
        if hidden(tag) or not any(isinstance(each, str) for each in tag.inner):
            continue
        values = (source.stated(each, "font-size") for each in (tag, *tag.above))
        size = wxss.size(next((value for value in values if value is not None), ""))
        if size is None:
            continue
        if size >= limit:
            yield Verdict(Outcome.PASSED, source.target(tag), Text("字号够大", "Large enough"))
            continue
        message = Text(
            f"字号在 375 像素宽的屏幕上是 {size:g} 像素，不到 {limit}；请人看一看是否看得清",
            f"On a screen 375 px wide the letters are {size:g} px, below {limit}: can they be read?",
        )
        yield Verdict(Outcome.CANT_TELL, source.target(tag), message, Measurement(size, limit, "px"))
