"""Sound that starts by itself and cannot be stopped.

Whom it hurts: people who use a screen reader cannot hear it over the page's own sound. Tested: media that start by
themselves, unmuted, for more than 3 seconds, against the browser's controls and the page's own visible, named ones.
Left to a person: media whose length or sound is not known, and whether a control that exists does stop the sound.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import media
from web_checks.probes.media import Medium

RULE = Rule(
    id="sound-autoplay",
    title=Text("声音自动播放，又没有办法停下", "Sound starts by itself and cannot be stopped"),
    whom=Text(
        "页面一出声，读屏软件的语音就听不清了；找不到暂停按钮的人只好关掉网页。",
        "The page's sound drowns the screen reader's voice; who finds no pause button must leave the page.",
    ),
    mend=Text(
        "去掉 autoplay；确需自动播放的先静音（muted），并在页面开头放一个有名称、键盘可用的暂停或静音按钮。",
        "Drop autoplay; where it is needed start muted, and begin the page with a named pause or mute button.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.2",),
    act_rules=("4c31df", "80f0bf"),
    needs=("media",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SECONDS = 3  # WCAG 2.2, 1.4.2


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each medium that starts by itself and may be heard."""
    for medium in page.answer(media.PROBE):
        if not medium.starts or medium.muted or medium.sound is False:
            continue
        short = medium.seconds is not None and medium.seconds <= _SECONDS and not medium.loops
        length = None if medium.seconds is None else Measurement(round(medium.seconds, 1), _SECONDS, "s")
        if medium.own or short:
            yield Verdict(
                Outcome.PASSED, medium.target, Text("可以停下或很短", "It can be stopped, or is short"), length
            )
        elif medium.buttons or medium.near or medium.kind == "player":
            message = Text(
                "声音自动播放；页面上有控件，请人试一试能不能停下或静音",
                "Sound starts by itself; there are controls: a person should try whether they stop or mute it",
            )
            yield Verdict(Outcome.CANT_TELL, medium.target, message, length)
        elif _surely_long(medium):
            message = Text(
                "声音自动播放，页面上没有看得见、有名称的控件可以停下它",
                "Sound starts by itself, and no visible, named control on the page can stop it",
            )
            yield Verdict(Outcome.FAILED, medium.target, message, length)
        else:
            message = Text(
                "媒体自动播放而没有控件；没能读出时长和有无声音，请人听一听是否超过 3 秒",
                "Media start by themselves without controls; length and sound could not be read: "
                "a person should listen whether it lasts over 3 seconds",
            )
            yield Verdict(Outcome.CANT_TELL, medium.target, message)


def _surely_long(medium: Medium) -> bool:
    return bool(medium.sound) and (medium.loops or (medium.seconds or 0) > _SECONDS)
