"""Page titles that say nothing: 无标题文档, Untitled, a file name, or a leftover that hides the right title.

Whom it hurts: the title is the first thing a screen reader says and all that a tab shows. Tested: the text of the
title element; where there are two, whether the first, which alone is used, has nothing and the second most of its
words in common with the page. Left to a person: vague titles (首页) and titles that share no word with the page. No
title is axe's document-title; one title on many pages is page-title-unique.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import wording, words
from web_checks.page import Page
from web_checks.probes import titles
from web_checks.probes.titles import Titles

RULE = Rule(
    id="page-title-descriptive",
    title=Text("页面标题没有说明内容", "Page title says nothing"),
    whom=Text(
        "读屏软件进入页面先读标题，标签栏也只显示标题；“无标题文档”让人不知道到了哪里。",
        "A screen reader says the title first and a tab shows nothing else: “Untitled” tells nobody where they are.",
    ),
    mend=Text(
        "标题写成“本页内容 - 栏目 - 网站名”；模板里的默认标题和多余的 title 元素要删去。",
        "Write “this page – section – site”; remove default titles and second title elements from templates.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.2",),
    act_rules=("c4a8a4",),
    needs=("titles",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Characters of text from which a page says clearly enough what it is about.
_ENOUGH_TEXT = 200
# Share of a title's words that stand on the page it belongs to; one of several may be chance ("all", "year").
_BELONGS = 0.5


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page that has a title."""
    seen = page.answer(titles.PROBE)
    if not seen.titles or not seen.titles[0].text:
        return
    outcome, why = _judge(seen)
    yield Verdict(outcome, seen.titles[0].target, why.format(title=seen.titles[0].text[:120]))


def _judge(seen: Titles) -> tuple[Outcome, Text]:
    title = seen.titles[0].text
    said = wording.compact(title)
    if fault := _fault(title, said):
        return Outcome.FAILED, fault
    about = wording.topics(seen.text)
    fits = bool(wording.topics(title) & about)
    others = [other.text for other in seen.titles[1:] if wording.compact(other.text) not in ("", said)]
    if not fits and any(_belongs(wording.topics(other), about) for other in others):
        return Outcome.FAILED, _LEFTOVER
    if wording.UNREADABLE in title or (not fits and len(seen.text) >= _ENOUGH_TEXT):
        return Outcome.CANT_TELL, _FOREIGN
    if said in words.TITLE_VAGUE:
        return Outcome.CANT_TELL, _VAGUE
    return Outcome.PASSED, Text("标题有内容", "The title says something")


def _belongs(title: frozenset[str], about: frozenset[str]) -> bool:
    return bool(title & about) and len(title & about) >= _BELONGS * len(title)


def _fault(title: str, said: str) -> Text | None:
    if wording.UNREADABLE in title:
        return None
    if not wording.has_letters(title) or said.isdigit():
        return Text("标题“{title}”只有符号或数字", "The title “{title}” is only signs or figures")
    if wording.is_file_name(title) or wording.is_address(title):
        return Text("标题“{title}”是文件名或网址", "The title “{title}” is a file name or an address")
    if said in words.TITLE_NOTHING:
        return Text("标题“{title}”没有说明页面内容", "The title “{title}” does not say what the page is about")
    return None


_LEFTOVER = Text(
    "页面有两个标题，生效的“{title}”与内容无关，说明内容的那个不起作用",
    "Of the page's two titles the one in force, “{title}”, has nothing to do with it, and the fitting one is ignored",
)
_FOREIGN = Text(
    "标题“{title}”与页面文字没有相同的词，请人判断是否相符",
    "The title “{title}” shares no word with the page: a person should say whether it fits",
)
_VAGUE = Text("标题“{title}”很笼统，请人判断是否说明了页面", "The title “{title}” is vague: a person should decide")
