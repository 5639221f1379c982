"""Recordings without a transcript in sight.

Whom it hurts: deaf and hard of hearing people get nothing from a recording. Tested: audio elements that people can
play. Left to a person: whether a text nearby says the same; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import media

RULE = Rule(
    id="audio-transcript",
    title=Text("录音旁看不到文字稿", "Recording has no transcript in sight"),
    whom=Text(
        "聋人和听力不好的人无法从录音中得到任何内容。",
        "Deaf and hard of hearing people get nothing from a recording.",
    ),
    mend=Text(
        "在录音旁放出完整的文字稿，或写明文字稿的链接。",
        "Put the full transcript beside the recording, or a link to it.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.2.1",),
    needs=("media",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each recording that assistive technology meets."""
    for medium in page.answer(media.PROBE):
        if medium.kind != "audio" or not medium.visible:
            continue
        if medium.transcript:
            message = Text(
                "附近提到文字稿；请人看一看是否与录音一致",
                "A transcript is spoken of nearby: a person should compare it",
            )
        else:
            message = Text(
                "请人听一遍：页面上有没有写着同样内容的文字？",
                "A person should listen: does the page hold the same in writing?",
            )
        yield Verdict(Outcome.CANT_TELL, medium.target, message)
