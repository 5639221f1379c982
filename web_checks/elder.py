"""What a page for older people is held against: a table of aspects, shared by the rules on such pages.

The limits are those that secondary sources quote from the MIIT's design rules for older users (2021); nobody has read
them in the rules themselves, so nothing here can fail. The edition miit-2021 lists the clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audit.model import Measurement, Outcome, Text
from web_checks.probes.ease import Ease

LINE_PITCH = 1.3  # line pitch over letter height
TARGET = 44  # CSS px, each side, of anything that is pressed


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that was looked at on a page; name: ASCII, for the verdict's place."""

    name: str
    outcome: Outcome
    message: Text
    measurement: Measurement | None = None


def aspects(ease: Ease) -> Iterator[Aspect]:
    """Yield what can be said of each aspect; nothing of one that the page does not have."""
    for look in _LOOKS:
        aspect = look(ease)
        if aspect is not None:
            yield aspect


def _line(ease: Ease) -> Aspect | None:
    if not ease.line:
        return None
    tight = ease.line < LINE_PITCH
    message = Text(
        f"行距是字高的 {ease.line:g} 倍" + ("，不到 1.3 倍；请人看一看是否太密" if tight else ""),
        f"Lines stand {ease.line:g} letter heights apart"
        + (", less than 1.3: a person should see whether that is too tight" if tight else ""),
    )
    measured = Measurement(ease.line, LINE_PITCH, "×")
    return Aspect("line", Outcome.CANT_TELL if tight else Outcome.PASSED, message, measured)


def _target(ease: Ease) -> Aspect | None:
    if not ease.targets:
        return None
    if ease.below_small:
        message = Text(
            f"{ease.targets} 个按钮和链接中有 {ease.below_small} 个不到 44×44 像素，最小的“{ease.least_name}”只有 "
            f"{ease.least:g} 像素；请人看一看是否按得准",
            f"{ease.below_small} of {ease.targets} buttons and links are below 44 by 44 px, the least "
            f"(“{ease.least_name}”) {ease.least:g} px: a person should see whether they can be hit",
        )
        return Aspect("target", Outcome.CANT_TELL, message, Measurement(ease.least, TARGET, "px"))
    if ease.below_large == ease.targets:
        message = Text(
            "没有一个按钮或链接达到 60×60 像素；请人看一看主要功能的按钮是否够大",
            "No button or link is 60 by 60 px: a person should see whether the main ones are large enough",
        )
        return Aspect("target", Outcome.CANT_TELL, message)
    return Aspect("target", Outcome.PASSED, Text("按钮和链接够大", "Buttons and links are large enough"))


def _floating(ease: Ease) -> Aspect | None:
    if not ease.floats:
        return Aspect("floating", Outcome.PASSED, Text("没有浮窗", "Nothing floats over the page"))
    open_ = [box for box in ease.floats if not box.close]
    small = [box for box in ease.floats if box.close and box.close < TARGET]
    if open_:
        message = Text(
            f"有浮窗（“{open_[0].name}”），没有看到关闭它的按钮；请人看一看能否永久关闭",
            f"A box floats over the page (“{open_[0].name}”) and nothing in it says that it closes: "
            "a person should see whether it can be closed for good",
        )
        return Aspect("floating", Outcome.CANT_TELL, message)
    if small:
        message = Text(
            f"浮窗“{small[0].name}”的关闭按钮只有 {small[0].close:g} 像素，不到 44 像素；"
            "请人看一看是否按得准，能否永久关闭",
            f"What closes the floating box “{small[0].name}” is {small[0].close:g} px, below 44: "
            "a person should see whether it can be hit, and closes it for good",
        )
        return Aspect("floating", Outcome.CANT_TELL, message, Measurement(small[0].close, TARGET, "px"))
    message = Text(
        f"有浮窗（“{ease.floats[0].name}”），可以关闭；请人看一看关闭后是否不再出现",
        f"A box floats over the page (“{ease.floats[0].name}”) and can be closed: "
        "a person should see whether it stays away",
    )
    return Aspect("floating", Outcome.CANT_TELL, message)


def _adverts(ease: Ease) -> Aspect | None:
    if not ease.adverts:
        return Aspect("advert", Outcome.PASSED, Text("没有看到广告", "No advertisement was seen"))
    message = Text(
        f"有 {ease.adverts} 处像是广告；适老页面不应有广告，请人看一看",
        f"{ease.adverts} parts look like advertisements, which pages for older people should not have: "
        "a person should look",
    )
    return Aspect("advert", Outcome.CANT_TELL, message)


_LOOKS: tuple[Callable[[Ease], Aspect | None], ...] = (_line, _target, _floating, _adverts)
