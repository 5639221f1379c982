"""Fields that demand something of an entry and do not say it beforehand: required, a length, a form, a date.

Whom it hurts: people who need long for each entry learn only from an error that it was wanted, or wanted otherwise.
Tested: required fields without a star or word for it, by them or for the whole form; text areas that stop at a length
that no figure by them tells; dates, new passwords and patterns without a word on their form. Search boxes and logins
are left out. Left to a person: whether something else says it (a picture, a calendar that opens); so it never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import demands
from web_checks.probes.demands import Demand

RULE = Rule(
    id="entry-requirements-told",
    title=Text("填写要求没有事先说明", "What an entry must be is not told beforehand"),
    whom=Text(
        "填写吃力的人要等到报错才知道这一项必填、字数有限或格式不对，得从头再来。",
        "People to whom each entry is hard learn only from an error that it was required, too long or in a wrong form.",
    ),
    mend=Text(
        "必填项写“必填”或加星号并说明其含义；字数限制、日期格式、密码规则写在输入框旁。",
        "Mark required fields in words or by a star that is explained; tell lengths, date formats and password rules "
        "beside the field.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.2",),
    needs=("demands",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_MARKED = re.compile(r"[*＊✱﹡∗]|必填|必选|必須|必输|\b(?:required|mandatory|compulsory)\b", re.IGNORECASE)
_ALL = re.compile(
    r"(?:均|都|全部|所有)[^。；;]{0,8}(?:必填|必选|填写)|\ball\b[^.;]{0,30}\b(?:required|mandatory)\b", re.IGNORECASE
)
_DATE = re.compile(r"日期|生日|出生年月日?|\b(?:date|birthday|dob)\b", re.IGNORECASE)
_FORM = re.compile(
    r"yyyy|[dm]{2}|年.{0,2}月|\d|格式|例如|如[:：]|\be\.?g\b|\b(?:format|example|digits?|characters?|letters?)\b|位|字母|字符|数字",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:设置|设定|新|创建|注册).{0,4}密码|\b(?:new|create|choose|set)\b.{0,12}\bpassword\b", re.IGNORECASE
)

_REQUIRED = Text(
    "“{label}”是必填项，旁边没有标明；请人看一看表单里有没有说明",
    "“{label}” must be filled in and nothing beside it says so: a person should look whether the form does",
)
_LENGTH = Text(
    "“{label}”最多 {most} 字，旁边没有写；请人看一看",
    "“{label}” takes {most} characters and nothing beside it says so: a person should look",
)
_SHAPE = Text(
    "“{label}”对格式有要求，旁边没有说明；请人看一看",
    "“{label}” wants a form of entry that nothing beside it tells: a person should look",
)
_TOLD = Text("填写要求有说明", "What the entry must be is told")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each field that demands something of its entry."""
    for field in page.answer(demands.PROBE):
        faults = list(_faults(field))
        if all(told for told, _ in faults):
            if faults:
                yield Verdict(Outcome.PASSED, field.target, _TOLD)
            continue
        message = next(why for told, why in faults if not told)
        yield Verdict(Outcome.CANT_TELL, field.target, message.format(label=field.label or "…", most=str(field.length)))


def _faults(field: Demand) -> Iterator[tuple[bool, Text]]:
    """Yield for each demand of a field whether it is told, and what to say when it is not."""
    rest = _DATE.sub(" ", field.around)
    if field.required and not field.plain:
        yield bool(_MARKED.search(field.around) or _ALL.search(field.form)), _REQUIRED
    if field.length:
        yield re.search(rf"(?<!\d){field.length}(?!\d)", field.around) is not None, _LENGTH
    dated = field.kind == "text" and _DATE.search(field.label)
    secret = field.kind == "password" and (field.fresh or _NEW.search(field.label))
    if dated or secret or field.pattern:
        yield _FORM.search(rest) is not None, _SHAPE
