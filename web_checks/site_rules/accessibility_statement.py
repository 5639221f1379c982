"""Whether the site publishes an accessibility statement, with a date and a way to complain.

Whom it hurts: people who meet a barrier and do not know what the site promises, since when, and whom to tell. Tested: a
link to a statement on the start page; on the statement itself a contact and a date, which may lie up to a year before
the audit's. Best practice: no clause of WCAG asks for it; a review once a year is what public bodies commonly promise.
Left to a person: whether what it says is true and complete.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date

from audit.model import Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import PageSummary, SitePages
from web_checks.probes import wayfinding
from web_checks.probes.wayfinding import Function

RULE = Rule(
    id="accessibility-statement",
    title=Text("无障碍声明缺失或不完整", "Accessibility statement is missing or incomplete"),
    whom=Text(
        "遇到障碍的人不知道网站承诺了什么、何时检测过、该向谁反映。",
        "People who meet a barrier do not learn what the site promises, since when, and whom to tell.",
    ),
    mend=Text(
        "在首页页脚放“无障碍声明”链接；声明写明依据的标准和等级、尚未做到之处、检测日期、反馈电话或邮箱。",
        "Link an accessibility statement from the footer; name the standard and level, what is still amiss, "
        "the date of the last test, and a telephone number or address for complaints.",
    ),
    impact=Impact.MINOR,
    scope=Scope.SITE,
    needs=("wayfinding",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL}),
)


_FRESH = 365  # days that a statement may be older than the audit


def judge(site: SitePages) -> Iterator[Verdict]:
    """Yield one verdict for the site: at the statement when it was audited, else at the start page."""
    home = next((page for page in site.pages if page.home), None)
    seen = wayfinding.kept(home) if home else None
    if home is None or seen is None:
        return
    linked = seen.of_kind("statement")
    written = [page for page in site.pages if (kept := wayfinding.kept(page)) and kept.statement]
    page = next((page for page in written if any(link.address == page.address for link in linked)), None)
    page = page or next(iter(written), None)
    if page is not None:
        yield _of_statement(page, linked, site.day)
    elif linked:
        message = Text(
            f"首页有“{linked[0].name}”链接，但没有检测到声明的页面；请人看一看",
            f"The start page links to “{linked[0].name}”, but that page was not audited: a person should read it",
        )
        yield Verdict(Outcome.CANT_TELL, linked[0].target, message, subject=home.address)
    else:
        message = Text(
            "首页上没有发现无障碍声明的链接；请确认网站是否公布了声明",
            "The start page shows no link to an accessibility statement: check whether the site has one",
        )
        yield Verdict(Outcome.CANT_TELL, Target("html", "", "statement"), message, subject=home.address)


def _of_statement(page: PageSummary, linked: tuple[Function, ...], day: date | None) -> Verdict:
    kept = wayfinding.kept(page)
    statement = kept.statement if kept else None
    missing = []
    if not linked:
        missing.append(Text("首页没有链接到它", "the start page does not link to it"))
    if statement is None or not statement.dated:
        missing.append(Text("没有日期", "it bears no date"))
    elif day is not None and (age := (day - _latest(statement.dated)).days) > _FRESH:
        missing.append(
            Text(
                f"日期是 {statement.dated}，距检测日已有 {age} 天",
                f"it is dated {statement.dated}, {age} days before the audit",
            )
        )
    if statement is None or not statement.contact:
        missing.append(Text("没有反馈方式", "it names no way to complain"))
    where = Target("html", "", "statement")
    if not missing:
        dated = statement.dated if statement else ""
        message = Text(f"有声明，日期 {dated}", f"There is a statement, dated {dated}")
        return Verdict(Outcome.PASSED, where, message, subject=page.address)
    message = Text(
        f"无障碍声明：{'、'.join(part.zh for part in missing)}；请人看一看",
        f"The accessibility statement: {', '.join(part.en for part in missing)}; a person should look",
    )
    return Verdict(Outcome.CANT_TELL, where, message, subject=page.address)


def _latest(dated: str) -> date:
    """Return the last day that a date may mean: 2025-03 is the 31st; a day that the month does not have is its last."""
    year, month, *days = map(int, dated.split("-"))
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(days[0], last) if days else last)
