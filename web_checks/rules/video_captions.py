"""Videos whose captions the markup does not show.

Whom it hurts: deaf and hard of hearing people cannot follow what is said. Tested: embedded players, and videos with
sound or whose sound is not known, against caption tracks. Left to a person: captions inside the picture, which are
usual in China; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import media

RULE = Rule(
    id="video-captions",
    title=Text("视频有没有字幕，从代码看不出来", "Video shows no captions in its markup"),
    whom=Text(
        "聋人和听力不好的人听不到视频里说了什么。",
        "Deaf and hard of hearing people cannot follow what is said.",
    ),
    mend=Text(
        '为每个有人说话的视频加字幕：画面里的字幕，或 <track kind="captions" srclang="zh">。',
        'Caption every video in which people speak: in the picture, or by <track kind="captions" srclang="zh">.',
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:1.2.2",),
    needs=("media",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each video that may be heard."""
    for medium in page.answer(media.PROBE):
        if medium.kind not in ("video", "player") or not medium.visible or medium.sound is False:
            continue
        if {"captions", "subtitles"} & set(medium.tracks):
            yield Verdict(Outcome.PASSED, medium.target, Text("有字幕轨", "It has a caption track"))
        else:
            message = Text(
                "请人看一遍：有人说话时，画面里有没有完整的字幕？",
                "A person should watch: when someone speaks, does the picture show full captions?",
            )
            yield Verdict(Outcome.CANT_TELL, medium.target, message)
