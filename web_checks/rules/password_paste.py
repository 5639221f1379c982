"""Login fields that refuse pasting or the password manager.

Whom it hurts: people who cannot remember or retype a password rely on pasting it or on a password manager. Tested:
fields of forms with a password whose markup cancels pasting. Left to a person: autocomplete="off", which many
browsers ignore, and whether another way to log in needs no memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import controls

RULE = Rule(
    id="password-paste",
    title=Text("登录框不许粘贴或不让密码管理器填写", "Login field refuses pasting or the password manager"),
    whom=Text(
        "记不住或打不出复杂密码的人（认知障碍者、老年人、手部障碍者）要靠粘贴和密码管理器登录。",
        "People who cannot remember or type a password log in by pasting it or by a password manager.",
    ),
    mend=Text(
        '删去禁止粘贴的 onpaste；用户名写 autocomplete="username"，密码写 autocomplete="current-password"。',
        'Remove the onpaste handler; give the fields autocomplete="username" and autocomplete="current-password".',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.3.8",),
    needs=("controls",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each password field, and for other fields of a login form that refuse pasting."""
    for field in page.answer(controls.PROBE).fields:
        if not (field.login or field.type == "password"):
            continue
        if field.paste_stopped and field.type == "password":
            message = Text("密码框禁止粘贴", "The password field refuses pasting")
            yield Verdict(Outcome.FAILED, field.target, message)
        elif field.paste_stopped or (field.type == "password" and field.complete == "off"):
            message = Text(
                "登录框不让粘贴或自动填写；请人看一看密码管理器还能不能用，有没有扫码、短信等别的登录方式",
                "The field refuses pasting or autofill: a person should see whether a password manager still works "
                "and whether there is another way to log in",
            )
            yield Verdict(Outcome.CANT_TELL, field.target, message)
        elif field.type == "password":
            yield Verdict(Outcome.PASSED, field.target, Text("可以粘贴", "Pasting is not refused"))
