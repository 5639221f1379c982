"""personal-field-purpose: labels that name a particular of the user, and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "personal-field-purpose"


@pytest.mark.parametrize(
    ("label", "token"),
    [
        ("姓名：", "name"),
        ("请输入您的手机号", "tel"),
        ("* 电子邮箱", "email"),
        ("E-mail", "email"),
        ("联系地址", "street-address"),
    ],
)
def test_no_token_is_for_a_person(web: Web, label: str, token: str) -> None:
    seen = web.see(f"<label>{label}<input></label>", rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL
    assert token in seen.findings(RULE)[0].message.zh


def test_a_token_passes(web: Web) -> None:
    seen = web.see('<label>手机<input autocomplete="tel"></label>', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize("label", ["企业名称", "关键词", "法定代表人姓名", "文件名", "网站地址"])
def test_other_labels_are_not_its_business(web: Web, label: str) -> None:
    assert web.see(f"<label>{label}<input></label>", rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_a_disabled_field_is_not_its_business(web: Web) -> None:
    assert web.see("<label>姓名<input disabled></label>", rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
