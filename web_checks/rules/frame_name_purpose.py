"""Frames that share one name and hold different content.

Whom it hurts: people who use a screen reader choose frames from a list of names; alike names lead to unlike content.
Tested: frames of one name whose documents have neither address, title nor words in common, and are not what the name
says. Left to a person: frames of another origin, and documents that are partly alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import frames
from web_checks.probes.frames import Frame

RULE = Rule(
    id="frame-name-purpose",
    title=Text("名称相同的框架，内容不同", "Frames of one name hold different content"),
    whom=Text(
        "读屏软件的使用者从框架列表里按名称选择；几个框架同名，就分不清哪个是要找的。",
        "People who use a screen reader pick frames from a list of names and cannot tell these apart.",
    ),
    mend=Text(
        "给每个 <iframe> 写说明其内容的 title，内容不同则名称不同。",
        "Give each <iframe> a title that says what it holds; different content, different titles.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:4.1.2",),
    act_rules=("4b1c6c",),
    needs=("frames",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Share of words in common below which two documents are different ones.
_UNLIKE = 0.2
# Names of a kind of content, which many frames may rightly bear.
_KIND = re.compile(r"广告|推广|视频|播放器|\bad(?:s|vert\w*)?\b|banner|sponsor|video|player|promo", re.IGNORECASE)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each frame that shares its name with another; the first bearer of a name is the measure."""
    bearers: dict[str, list[Frame]] = defaultdict(list)
    for frame in page.answer(frames.PROBE):
        if name := " ".join(unicodedata.normalize("NFKC", frame.name).lower().split()):
            bearers[name].append(frame)
    for name, alike in bearers.items():
        for frame in alike[1:]:
            outcome = _compare(name, alike[0], frame)
            yield Verdict(outcome, frame.target, _message(outcome).format(name=frame.name[:60]))


def _compare(name: str, one: Frame, other: Frame) -> Outcome:
    if one.address and one.address.rstrip("/") == other.address.rstrip("/"):
        return Outcome.PASSED
    if not (one.known and other.known):
        return Outcome.CANT_TELL
    if one.text == other.text and one.title == other.title:
        return Outcome.PASSED
    words, others = _words(f"{one.title} {one.text}"), _words(f"{other.title} {other.text}")
    if not _words(one.text) or not _words(other.text) or one.title == other.title != "" or _KIND.search(name):
        return Outcome.CANT_TELL
    # The name is true of both documents: they may be two of one kind.
    if _words(name) <= words and _words(name) <= others:
        return Outcome.CANT_TELL
    return Outcome.FAILED if len(words & others) < _UNLIKE * len(words | others) else Outcome.CANT_TELL


def _words(text: str) -> frozenset[str]:
    """Return the words of a text; Chinese, which has no spaces, in pairs of characters."""
    found: set[str] = set()
    for run in re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower()):
        if run.isascii():
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(max(1, len(run) - 1)))
    return frozenset(found)


def _message(outcome: Outcome) -> Text:
    if outcome is Outcome.PASSED:
        return Text("内容相同", "The content is the same")
    if outcome is Outcome.FAILED:
        return Text(
            "有几个框架都叫“{name}”，内容却毫不相同", "Several frames are named “{name}” and hold unlike content"
        )
    return Text(
        "有几个框架都叫“{name}”，请人看一看内容是否也是一回事",
        "Several frames are named “{name}”: a person should see whether they hold the same thing",
    )
