"""Sound of more than three seconds that starts by itself.

Whom it hurts: people who use a screen reader cannot hear it while they look for the control that stops the sound.
Tested: audio and video that start by themselves with sound. A best practice: with a control that stops it the
criterion (sound-autoplay) is met all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Depth, Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import autoplay

RULE = Rule(
    id="autoplay-audio",
    title=Text("打开页面就自动播放声音", "Sound starts when the page opens"),
    whom=Text(
        "盲人刚打开页面就被声音盖住读屏软件的朗读，要在听不清的情况下去找关闭按钮。",
        "Blind people must look for the control that stops the sound while they cannot hear their screen reader.",
    ),
    mend=Text("去掉 autoplay，由用户自己点击播放。", "Remove autoplay and let people press play."),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    act_rules=("aaa1bf",),
    depth=Depth.IN_DEPTH,
    needs=("autoplay",),
)

LONGEST = 3  # seconds, WCAG 2.2, 1.4.2


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each medium that starts by itself and has a sound track."""
    for media in page.answer(autoplay.PROBE).media:
        if media.silenced or not media.sound or media.seconds is None:
            continue
        longer = media.seconds > LONGEST
        measured = Measurement(media.seconds, LONGEST, "s") if media.seconds < 1e8 else None  # noqa: PLR2004
        message = Text("打开页面就自动播放声音", "Sound starts when the page opens")
        yield Verdict(Outcome.FAILED if longer else Outcome.PASSED, media.target, message, measured)
