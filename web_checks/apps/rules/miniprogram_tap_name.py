"""Parts of a mini-program that take taps and that nothing names.

Whom it hurts: people who use a screen reader pass over an icon that does something, or hear nothing. Tested in the
source: buttons, links and elements with a tap handler: their label, or the words inside, those of components and
includes among the files too. Left to a person: words that come from bindings, from components that are not there and
from slots, and whether a name says what it should.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.elements import FIELDS, GROUNDS, handled, hidden, names, parts, pressed
from web_checks.apps.miniprogram import Source
from web_checks.apps.wxml import Tag

RULE = Rule(
    id="miniprogram-tap-name",
    title=Text("小程序里可点击的元素没有名称", "Tappable part of a mini-program without a name"),
    whom=Text(
        "读屏软件的使用者碰到可以点的图标，什么也听不到。",
        "People who use a screen reader come upon an icon that does something, and hear nothing.",
    ),
    mend=Text(
        "在可点击的元素上写 aria-label，或在里面写文字。",
        "Write an aria-label on what can be tapped, or words inside it.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2", "wcag:1.1.1"),
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(source: Source) -> Iterator[Verdict]:
    """Yield a verdict for each element that takes taps, is no field and is not hidden."""
    for tag in source.root.walk():
        if not pressed(tag) or tag.name in FIELDS or hidden(tag) or not source.shows(tag):
            continue
        found, target = names(tag, source.root), source.target(tag)
        if any(found):
            yield Verdict(Outcome.PASSED, target, Text("读得出名称", "Its name is read out"))
        elif None in found or hidden(tag) is None:
            yield Verdict(Outcome.CANT_TELL, target, _BOUND)
        elif _is_ground(tag):
            yield Verdict(Outcome.CANT_TELL, target, _GROUND)
        elif tag.name == "view" and not list(tag.children):
            yield Verdict(Outcome.CANT_TELL, target, _NAMELESS)
        else:
            yield Verdict(Outcome.FAILED, target, _NAMELESS)


def _is_ground(tag: Tag) -> bool:
    idle = tag.name == "view" and not handled(tag)
    return idle or tag.name in GROUNDS or any(pressed(inner) for inner in parts(tag))


_NAMELESS = Text(
    "可以点击，却没有 aria-label，里面也没有文字", "It takes taps, and has neither an aria-label nor words"
)
_BOUND = Text(
    "名称来自数据绑定或组件，从源代码看不出；请用读屏软件听一听",
    "Its name comes from a binding or a component, which the source does not show: listen with a screen reader",
)
_GROUND = Text(
    "可以点击，却没有名称；它像是遮罩或容器，请人看一看",
    "It takes taps and has no name; it looks like a veil or a container: a person should look",
)
