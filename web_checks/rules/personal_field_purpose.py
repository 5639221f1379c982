"""Fields that ask for the user's own particulars and do not say so in autocomplete.

Whom it hurts: people with memory or motor impairments cannot let the browser fill them in; symbols cannot be shown
beside them. Tested: fields whose label or name means name, telephone, e-mail, address … and that have no autocomplete
token. Left to a person: whether the field asks about the user or about someone else; so it never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import controls

RULE = Rule(
    id="personal-field-purpose",
    title=Text("填写个人信息的输入框没有写明用途", "Field for personal particulars does not state its purpose"),
    whom=Text(
        "记忆或手部有障碍的人不能让浏览器自动填写姓名、电话、地址，每次都要重新输入。",
        "People with memory or motor impairments cannot let the browser fill in name, telephone or address.",
    ),
    mend=Text(
        "给这类输入框加 autocomplete，如姓名 name、手机 tel、邮箱 email、地址 street-address、出生日期 bday。",
        "Give such fields autocomplete: name, tel, email, street-address, bday and so on.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.5",),
    needs=("controls",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Label → token of WCAG 2.2, section 7 (input purposes). The whole label must mean it: 企业名称 is no person's name.
_PURPOSES = {
    "name": r"(?:您的|你的|真实|申请人|本人|联系人)?姓名|(?:your |full )?name",
    "tel": r"(?:您的|你的|联系|本人)?(?:手机号?码?|电话(?:号码)?|方式)|(?:mobile|phone|telephone)(?: number)?",
    "email": r"(?:您的|你的|电子)?(?:邮箱|邮箱地址|邮件地址|电子邮件)|e-?mail(?: address)?",
    "street-address": r"(?:您的|你的|联系|通讯|通信|家庭|详细)?(?:地址|住址)|(?:street |home |postal )?address",
    "postal-code": r"邮编|邮政编码|(?:zip|postal) ?code",
    "bday": r"出生日期|生日|(?:date of birth|birth ?day)",
    "organization": r"(?:您的|你的|工作)单位|(?:your )?(?:organi[sz]ation|company)",
    "username": r"用户名|账号|帐号|登录名|user ?name",
    "current-password": r"密码|登录密码|password",
}
_LEAD = re.compile(r"^[\s*＊]*(?:请(?:输入|填写|选择))?(?:您|你)?(?:的)?\s*")
_TAIL = re.compile(r"[\s:：*＊]*(?:[(（](?:必填|选填|required|optional)[)）])?[\s:：*＊]*$", re.IGNORECASE)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each field whose label names a particular of the user."""
    for field in page.answer(controls.PROBE).fields:
        token = _purpose(field.name)
        if token is None:
            continue
        if field.complete not in ("", "on", "off"):
            yield Verdict(Outcome.PASSED, field.target, Text("写明了用途", "Its purpose is stated"))
        else:
            message = Text(
                "“{name}”没有 autocomplete；如果填的是使用者本人的信息，应写 {token}",
                "“{name}” has no autocomplete; if it asks about the user, it should be {token}",
            ).format(name=field.name[:40], token=token)
            yield Verdict(Outcome.CANT_TELL, field.target, message)


def _purpose(label: str) -> str | None:
    plain = _TAIL.sub("", _LEAD.sub("", label.strip())).strip()
    return next(
        (token for token, words in _PURPOSES.items() if re.fullmatch(words, plain, re.IGNORECASE)),
        None,
    )
