"""Links whose own words do not say where they lead, whatever stands around them.

Whom it hurts: people who list a page's links apart from the page (screen readers, voice control, some magnifiers)
have nothing but the names. Tested: the name of every link (level AAA; link-purpose-in-context tests level A). Left to
a person: whether a name that says something says the right thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import links
from web_checks.wording import Vague

RULE = Rule(
    id="link-purpose-alone",
    title=Text("单看链接文字不知道去哪里", "Link does not say by itself where it leads"),
    whom=Text(
        "把链接单独列出来听的读屏软件使用者、用语音说出链接名字来点击的人，只能靠链接本身的文字。",
        "People who list the links in a screen reader, or speak a link's name to follow it, have only its own words.",
    ),
    mend=Text(
        "让链接文字自己说清去处：把“更多”写成“更多政策文件”，把“点击这里”换成目的页的标题。",
        "Let each link say by itself where it leads: “more policy documents”, or the title of the page it opens.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.9",),
    act_rules=("aizyf1",),
    needs=("links",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_FAILS = frozenset({Vague.NOTHING, Vague.POINTER, Vague.FORMAT})


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each link that has a name."""
    for link in page.answer(links.PROBE):
        vague = wording.vagueness(link.name)
        name = link.name[:80]
        if vague is None:
            yield Verdict(Outcome.PASSED, link.target, Text("链接说明了去处", "The link says where it leads"))
        elif vague in _FAILS:
            why = Text(f"单看“{name}”不知道链接去哪里", f"“{name}” alone does not say where the link leads")
            yield Verdict(Outcome.FAILED, link.target, why)
        else:
            why = Text(
                f"“{name}”很笼统，请人判断是否说清了去处",
                f"“{name}” is vague: a person should say whether it is enough",
            )
            yield Verdict(Outcome.CANT_TELL, link.target, why)
