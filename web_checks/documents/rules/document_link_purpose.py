"""Links in documents that do not say where they lead, and stand where nothing says it for them.

Whom it hurts: people who use a screen reader list the links of a document and hear "点击这里, 点击这里". Tested: the
words of each link out of the document and, when they say nothing, the paragraph, row of cells or tagged block that it
stands in, by the same judgement as on web pages. Left to a person: vague words, links whose words cannot be known, and
links in untagged PDF files, where nobody knows what belongs to their paragraph (the lines around them are looked at).
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording
from web_checks.documents.document import Document, Link
from web_checks.wording import Vague

RULE = Rule(
    id="document-link-purpose",
    title=Text("文档里的链接没有说明去哪里", "Link in a document does not say where it leads"),
    whom=Text(
        "读屏软件的使用者常把链接列成清单来听；一串“点击这里”，不知道各去哪里。",
        "People who use a screen reader list a document's links and hear “click here” again and again.",
    ),
    mend=Text(
        "链接文字写明去处（“下载申请表”），不要只写“点击这里”“详情”；长网址后面写出名称。",
        "Let the link's words name the destination (“download the application form”) instead of “here” or “details”.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.4",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_PASSED = Text("链接说明了去处", "The link says where it leads")
_BARE = Text(
    "链接“{name}”没有说明去处，所在的段落也没有说明",
    "The link “{name}” does not say where it leads, and its paragraph does not either",
)
_THIN = Text("链接“{name}”很笼统，请人判断是否看得懂去处", "The link “{name}” is vague: a person should decide")
_SILENT = Text(
    "链接没有可读的文字（指向 {address}），请人判断读屏软件读出什么",
    "The link has no text that can be read (it leads to {address}): a person should hear what is said",
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each link out of the document."""
    for link in document.links:
        outcome, why = _judge(link, untagged=document.pdf is not None and not document.pdf.tagged)
        yield Verdict(outcome, link.target, why.format(name=link.text[:80], address=link.address[:120]))


def _judge(link: Link, *, untagged: bool) -> tuple[Outcome, Text]:
    if not link.text.strip():
        return Outcome.CANT_TELL, _SILENT
    vague = wording.vagueness(link.text)
    if vague in (None, Vague.ADDRESS) or wording.says_more(link.around, link.text):
        return Outcome.PASSED, _PASSED
    if vague is Vague.THIN or untagged:
        return Outcome.CANT_TELL, _THIN
    return Outcome.FAILED, _BARE
