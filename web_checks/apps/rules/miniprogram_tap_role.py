"""Parts of a mini-program that take taps and do not say so.

Whom it hurts: people who use a screen reader hear plain text and do not know that it can be tapped. Tested in the
source: elements with a tap handler that are no button or link: whether they have an aria-role, or the component that
they are has one within. Left to a person: containers around other controls, components that are not among the files,
and roles from bindings.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.apps.elements import FIELDS, GROUNDS, NATIVE, content, foreign, handled, hidden, parts, pressed
from web_checks.apps.miniprogram import Source
from web_checks.apps.wxml import BINDING, Tag

RULE = Rule(
    id="miniprogram-tap-role",
    title=Text("小程序里可点击的元素没有角色", "Tappable part of a mini-program without a role"),
    whom=Text(
        "读屏软件的使用者听到的只是一段文字，不知道可以点。",
        "People who use a screen reader hear plain text and do not know that it can be tapped.",
    ),
    mend=Text(
        '改用 button 或 navigator 组件，或加上 aria-role="button"（链接用 "link"）。',
        'Use the button or navigator component, or add aria-role="button" (or "link").',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(source: Source) -> Iterator[Verdict]:
    """Yield a verdict for each element that takes taps by a handler of its own and is not hidden."""
    for tag in source.root.walk():
        if not pressed(tag) or tag.name in NATIVE | FIELDS | {"label"} or hidden(tag) or not source.shows(tag):
            continue
        role, target = tag.get("aria-role"), source.target(tag)
        if role and BINDING not in role:
            yield Verdict(Outcome.PASSED, target, Text("有角色", "It has a role"))
        elif role:
            yield Verdict(Outcome.CANT_TELL, target, Text("角色来自数据绑定", "Its role comes from a binding"))
        elif foreign(tag):
            yield Verdict(Outcome.CANT_TELL, target, _ELSEWHERE)
        elif tag.shown is not None and any(_speaks(inner) for inner in parts(tag)):
            yield Verdict(Outcome.PASSED, target, Text("组件里有角色", "The component has a role within"))
        elif _plain(tag):
            message = Text("可以点击，却没有 aria-role，读出来只是文字", "It takes taps and has no aria-role")
            yield Verdict(Outcome.FAILED, target, message)
        else:
            yield Verdict(Outcome.CANT_TELL, target, _CONTAINER)


def _plain(tag: Tag) -> bool:
    held = list(content(tag))
    inner = [each for each in held if not isinstance(each, str)]
    shows = len(inner) < len(held) or any(each.name in ("image", "icon") for each in (tag, *inner))
    return shows and handled(tag) and tag.name not in GROUNDS and not any(map(_decides, inner))


def _decides(inner: Tag) -> bool:
    """Return whether what takes taps may be a container: around this there are controls, or there may be."""
    return pressed(inner) or _speaks(inner) or inner.name == "slot"


def _speaks(tag: Tag) -> bool:
    return tag.name in NATIVE | FIELDS or bool(tag.get("aria-role"))


_ELSEWHERE = Text(
    "可以点击，是一个组件，不在这些文件里，看不到它的角色；请用读屏软件听一听",
    "It takes taps and is a component that is not among the files: listen with a screen reader whether it has a role",
)
_CONTAINER = Text(
    "可以点击，没有 aria-role；它像是容器或遮罩，请人看一看要不要角色",
    "It takes taps and has no aria-role; it looks like a container or a veil: does it need a role?",
)
