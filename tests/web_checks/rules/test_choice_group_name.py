"""choice-group-name: choices with a question and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "choice-group-name"

YES_NO = '<label><input type="radio" name="q">是</label><label><input type="radio" name="q">否</label>'


@pytest.mark.parametrize(
    "html",
    [
        f"<fieldset><legend>是否本市户籍</legend>{YES_NO}</fieldset>",
        f'<div role="radiogroup" aria-label="是否本市户籍">{YES_NO}</div>',
    ],
)
def test_a_named_group_passes(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize("html", [YES_NO, f"<fieldset>{YES_NO}</fieldset>", YES_NO.replace("radio", "checkbox")])
def test_no_named_group_is_for_a_person(web: Web, html: str) -> None:
    assert web.see(f"<p>是否本市户籍</p>{html}", rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


def test_one_box_or_one_name_in_two_forms_is_no_group(web: Web) -> None:
    box = '<form><label><input type="checkbox" name="q">同意</label></form>'
    assert web.see(box * 2, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


@pytest.mark.parametrize("name", ["选择", "Options", "请选择"])
def test_a_vague_name_is_for_a_person(web: Web, name: str) -> None:
    html = f"<fieldset><legend>{name}</legend>{YES_NO}</fieldset>"
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL
