"""Faint text in the source of a mini-program.

Whom it hurts: people with low vision, older people, anyone in bright sunlight. Tested in the source: texts whose colour
and ground are both written in the style sheets, without bindings; it fails when both stand on one element. Left to a
person: grounds that come from an element around the text, which something else may cover; large text between 3:1 and
4.5:1.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps import wxss
from web_checks.apps.elements import hidden
from web_checks.apps.miniprogram import Source
from web_checks.apps.wxml import Tag

RULE = Rule(
    id="miniprogram-text-contrast",
    title=Text("小程序文字对比度不足", "Faint text in a mini-program"),
    whom=Text(
        "低视力者、老年人和在阳光下看手机的人看不清。",
        "People with low vision, older people and anyone in bright sunlight cannot read it.",
    ),
    mend=Text(
        "加深文字或改变底色，使对比度达到 4.5:1（大号文字 3:1）。",
        "Darken the text or change its ground until the contrast is 4.5:1 (3:1 for large text).",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.3",),
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_TEXT, _LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3


def judge(source: Source) -> Iterator[Verdict]:
    """Yield a verdict for each element with words of its own whose colour and ground can be told."""
    for tag in source.root.walk():
        if hidden(tag) or not any(isinstance(each, str) for each in tag.inner):
            continue
        ink, ground = _found(source, tag, "color"), _found(source, tag, "background")
        if ink is None or ground is None:
            continue
        ratio = int(wxss.contrast(ink[0], ground[0]) * 100) / 100
        target, measured = source.target(tag), Measurement(ratio, _TEXT, ":1")
        if ratio >= _TEXT:
            yield Verdict(Outcome.PASSED, target, Text("够清楚", "Clear enough"))
            continue
        message = Text(
            f"文字与底色的对比度是 {ratio:g}:1，应不低于 {_TEXT:g}:1（大号文字 {_LARGE:g}:1）",
            f"The contrast of text and ground is {ratio:g}:1; {_TEXT:g}:1 is needed ({_LARGE:g}:1 for large text)",
        )
        sure = ink[1] is tag and ground[1] is tag and ratio < _LARGE
        yield Verdict(Outcome.FAILED if sure else Outcome.CANT_TELL, target, message, measured)


def _found(source: Source, tag: Tag, name: str) -> tuple[wxss.Colour, Tag] | None:
    """Return the colour that an element has or takes over, and from which; None when it cannot be told."""
    for each in (tag, *tag.above):
        value = source.stated(each, name)
        if value is None or wxss.no_effect(value):
            continue
        colour = wxss.colour(value)
        return (colour, each) if colour is not None else None
    return None
