"""Videos without a description for those who cannot see them.

Whom it hurts: blind people miss what is only shown: names, figures, what happens. Tested: videos and embedded players
against description tracks. Left to a person: whether what is said tells all, and a transcript where one is offered;
so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import media

RULE = Rule(
    id="video-description",
    title=Text("视频没有为看不见的人作描述", "Video has no description for those who cannot see it"),
    whom=Text(
        "盲人听不到画面里才有的内容：人名、数字、正在发生的事。",
        "Blind people miss what is only shown: names, figures, what happens.",
    ),
    mend=Text(
        "旁白说出画面内容，或另做口述影像版；至少在视频旁提供完整的文字稿。",
        "Let the voice say what is shown, or offer an audio-described version; at least a full transcript.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=(
        "wcag:1.2.3",
        "wcag:1.2.5",
    ),
    needs=("media",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each video."""
    for medium in page.answer(media.PROBE):
        if medium.kind not in ("video", "player") or not medium.visible:
            continue
        if "descriptions" in medium.tracks:
            yield Verdict(Outcome.PASSED, medium.target, Text("有口述影像轨", "It has a description track"))
        elif medium.transcript:
            message = Text(
                "附近提到文字稿；请人看一看是否连画面内容也写全了",
                "A transcript is spoken of nearby: a person should see whether it covers the picture too",
            )
            yield Verdict(Outcome.CANT_TELL, medium.target, message)
        else:
            message = Text(
                "请人闭上眼睛听一遍：画面里的重要内容听得出来吗？",
                "A person should listen with closed eyes: is all that matters in the picture also heard?",
            )
            yield Verdict(Outcome.CANT_TELL, medium.target, message)
