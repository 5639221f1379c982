"""layout-table-markup: layout with and without the marks of data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "layout-table-markup"


@pytest.mark.parametrize("rows", ["<tr><th>栏</th></tr>", "<caption>人次</caption><tr><td>栏</td></tr>"])
def test_marks_of_data_are_for_a_person(web: Web, rows: str) -> None:
    assert web.see(f'<table role="presentation">{rows}</table>', rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


def test_plain_layout_passes(web: Web) -> None:
    assert web.see('<table role="none"><tr><td>栏</td></tr></table>', rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_a_table_is_not_its_business(web: Web) -> None:
    assert web.see("<table><tr><th>栏</th></tr></table>", rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
