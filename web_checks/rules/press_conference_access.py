"""Press conferences without captions or a sign-language interpreter in sight.

Whom it hurts: deaf people whose first language is sign language cannot follow the city's announcements. Tested:
videos on pages that speak of a press conference. Left to a person: the picture itself; so it never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import media

RULE = Rule(
    id="press-conference-access",
    title=Text(
        "发布会视频有没有手语和字幕，需要人看", "Press conference: sign language and captions must be looked for"
    ),
    whom=Text(
        "以手语为母语的聋人跟不上市里的重要发布，遇到突发事件尤其危险。",
        "Deaf people whose first language is sign language miss announcements, most dangerously in an emergency.",
    ),
    mend=Text(
        "发布会画面加手语翻译小窗和实时字幕，回放也保留；另附文字实录。",
        "Show an interpreter and live captions in the picture, keep both in the recording, and add the text.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=(
        "wcag:1.2.4",
        "wcag:1.2.6",
    ),
    needs=("media",),
    outcomes=frozenset({Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each video on a page about a press conference."""
    for medium in page.answer(media.PROBE):
        if medium.kind not in ("video", "player") or not medium.visible or not medium.press:
            continue
        message = Text(
            "请人看一遍：发布会画面里有手语翻译吗？有字幕吗？直播时也有吗？",
            "A person should watch: is there an interpreter in the picture, are there captions, also when it was live?",
        )
        yield Verdict(Outcome.CANT_TELL, medium.target, message)
