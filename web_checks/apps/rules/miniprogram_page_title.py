"""Pages of a mini-program without a title.

Whom it hurts: people who use a screen reader, and people who forget easily, do not know where they are. Tested in the
source: the text of the navigation bar of each page, its own or the app's. Left to a person: bars that a page draws
itself, and titles that a script sets.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks import wording, words
from web_checks.apps.miniprogram import Source

RULE = Rule(
    id="miniprogram-page-title",
    title=Text("小程序页面没有标题", "Page of a mini-program without a title"),
    whom=Text(
        "读屏软件的使用者和记性不好的人不知道到了哪一页。",
        "People who use a screen reader, and people who forget easily, do not know where they are.",
    ),
    mend=Text(
        "在页面的 .json 里写 navigationBarTitleText，写明本页内容。",
        "Write what the page is about as navigationBarTitleText in its .json file.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.2",),
    needs=("source",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(source: Source) -> Iterator[Verdict]:
    """Yield one verdict for a template that is a page."""
    if not source.is_page:
        return
    title, target = source.title.strip(), Target("navigationBarTitleText", source.title, "navigationBarTitleText")
    if source.custom or source.sets_title:
        yield Verdict(Outcome.CANT_TELL, target, _ELSEWHERE)
    elif not title:
        yield Verdict(Outcome.FAILED, target, Text("导航栏没有标题", "The navigation bar has no title"))
    elif wording.compact(title) in words.TITLE_NOTHING | {"wechat", "weixin", "微信"}:
        message = Text("标题“{title}”没有说明页面内容", "The title “{title}” does not say what the page is about")
        yield Verdict(Outcome.FAILED, target, message.format(title=title[:60]))
    else:
        yield Verdict(Outcome.PASSED, target, Text("有标题", "It has a title"))


_ELSEWHERE = Text(
    "导航栏由页面自己画，或标题由脚本设置；请用读屏软件听一听",
    "The page draws its navigation bar itself, or a script sets the title: listen with a screen reader",
)
