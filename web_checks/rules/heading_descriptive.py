"""Headings that say nothing (标题, Heading, only signs), or promise something that is not there.

Whom it hurts: people who use a screen reader look over a page by its headings. Tested: the name of every heading
against words that only stand in for one; and headings that promise what can be known by its form (天气, Opening hours)
against the text that follows, as web_checks/promises.py tells. Left to a person: vague headings, and whether any other
heading fits what follows it. A heading without a name is axe's empty-heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import promises, wording, words
from web_checks.page import Page
from web_checks.probes import titles
from web_checks.probes.titles import Heading

RULE = Rule(
    id="heading-descriptive",
    title=Text("标题没有说明下面的内容", "Heading says nothing"),
    whom=Text(
        "读屏软件的使用者靠标题浏览全页、跳到要找的部分；“标题”“更多”这样的标题起不到作用。",
        "People who use a screen reader look over a page by its headings and jump by them; “Heading” helps nobody.",
    ),
    mend=Text(
        "标题写出下面内容的主题；模板里没有填写的栏目标题要填写或删去。",
        "Let each heading name what follows it; fill in or remove headings that the template left empty of meaning.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.6",),
    act_rules=("b49b2e",),
    needs=("titles",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_NOTHING = Text("标题“{name}”没有说明下面的内容", "The heading “{name}” does not say what follows")
_OTHER = Text(
    "标题“{name}”下面写的是别的内容：“{first}”", "Under the heading “{name}” stands something else: “{first}”"
)
_AKIN = Text(
    "标题“{name}”下面没有看到它所说的内容：“{first}”；请人判断",
    "Under the heading “{name}” what it promises is not seen: “{first}”; a person should decide",
)
_VAGUE = Text(
    "标题“{name}”很笼统，请人判断是否说明了下面的内容", "The heading “{name}” is vague: a person should decide"
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each heading that has a name."""
    for heading in page.answer(titles.PROBE).headings:
        if wording.UNREADABLE in heading.text:
            continue
        outcome, why = _judge(heading)
        yield Verdict(outcome, heading.target, why.format(name=heading.text[:80], first=heading.first[:80]))


def _judge(heading: Heading) -> tuple[Outcome, Text]:
    name = heading.text
    said = wording.compact(name)
    bare = said.rstrip("0123456789 一二三四五六七八九十")
    if not wording.has_letters(name) or said in words.HEADING_NOTHING or bare in words.HEADING_NOTHING:
        return Outcome.FAILED, _NOTHING
    if said in words.HEADING_VAGUE or wording.is_file_name(name) or re.fullmatch(words.HEADING_COUNTS, said):
        return Outcome.CANT_TELL, _VAGUE
    if missed := promises.missed(name, heading.first, heading.section):
        # A picture, a form or a link beside the text may be what the heading means.
        if missed is promises.Missed.OTHER and heading.plain:
            return Outcome.FAILED, _OTHER
        return Outcome.CANT_TELL, _AKIN
    return Outcome.PASSED, Text("标题有内容", "The heading says something")
