"""Links that do not say where they lead, and stand where nothing says it for them: 更多, 详情, >>, click here.

Whom it hurts: people who use a screen reader move from link to link and hear "更多, 更多, 更多". Tested: the name of
every link and, when it says nothing, its programmatically determined context: the block it stands in, its list items,
its cell with headers, its description. A heading or title bar before the link is not part of that context, but helps:
there a person decides. Left to a person too: whether a name that says something says the right thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.page import Page
from web_checks.probes import links
from web_checks.wording import Vague

RULE = Rule(
    id="link-purpose-in-context",
    title=Text("链接没有说明去哪里，上下文也没有", "Link does not say where it leads, nor does its context"),
    whom=Text(
        "读屏软件的使用者常把链接逐个听一遍或列成清单，只听到一串“更多”“详情”，不知道各去哪里。",
        "People who use a screen reader go from link to link, or list them, and hear only “more, more, details”.",
    ),
    mend=Text(
        "链接文字写明去处（“更多通知公告”）；版面放不下时，用 aria-label 补全，或用 aria-labelledby 连上栏目标题。",
        "Name the destination in the link (“more notices”); where space is short, complete it by visually hidden text "
        "or aria-label, or join it with the section's heading by aria-labelledby.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.4",),
    act_rules=("5effbb",),
    needs=("links",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_PASSED = Text("链接说明了去处", "The link says where it leads")
_BARE = Text(
    "链接“{name}”没有说明去处，它所在的段落、列表项、单元格里也没有说明",
    "The link “{name}” does not say where it leads, and nothing in its paragraph, list item or cell does",
)
_TITLED = Text(
    "链接“{name}”要靠前面的标题才知道去处，标题与它没有程序上的关联，请人判断",
    "The link “{name}” depends on the heading before it, which is not tied to it in code: a person should decide",
)
_THIN = Text(
    "链接“{name}”很笼统，周围也没有说明，请人判断是否看得懂去处",
    "The link “{name}” is vague and nothing around it helps: a person should decide whether its purpose is clear",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each link that has a name; links without one are axe's link-name."""
    found = page.answer(links.PROBE)
    formats = len({wording.plain(link.name) for link in found if wording.vagueness(link.name) is Vague.FORMAT})
    for link in found:
        vague = wording.vagueness(link.name)
        outcome, why = Outcome.PASSED, _PASSED
        if vague and not any(wording.says_more(part, link.name) for part in link.context):
            outcome, why = _judge(vague, link.titled, formats)
        yield Verdict(outcome, link.target, why.format(name=link.name[:80]))


def _judge(vague: Vague, titled: str, formats: int) -> tuple[Outcome, Text]:
    # One link "PDF" may be a page about PDF; several formats side by side are forms of something unnamed.
    thin = vague in {Vague.THIN, Vague.ADDRESS} or (vague is Vague.FORMAT and formats == 1)
    if titled and vague is not Vague.ADDRESS:
        return (Outcome.PASSED, _PASSED) if thin else (Outcome.CANT_TELL, _TITLED)
    if vague is Vague.ADDRESS:
        return Outcome.PASSED, _PASSED
    return (Outcome.CANT_TELL, _THIN) if thin else (Outcome.FAILED, _BARE)
