"""chosen-item-state: rows of tabs and links of which one stands out, told and not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "chosen-item-state"
STYLE = "<style>.on,.active{background:#c00;color:#fff}.same{color:inherit}</style>"


def _row(first: str = "class='on'", *, link: str = "href='/a'", items: int = 3, inside: str = "要闻") -> str:
    others = "".join(f"<li><a {link}>栏目{number}</a></li>" for number in range(1, items))
    return f"{STYLE}<ul><li id='o' {first}><a {link}>{inside}</a></li>{others}</ul>"


@pytest.mark.parametrize(
    ("html", "word"),
    [
        (_row(), "当前项"),
        (_row("class='nav-active active'"), "当前项"),
        (_row(link="href='javascript:;'"), "标签"),
        (_row(link="href='#t'"), "标签"),
        (_row(inside="二" * 20), "当前项"),
        (_row().replace("<a href='/a'>", "<span onclick='show(this)'>").replace("</a>", "</span>"), "标签"),
        (
            _row()
            .replace("<a href='/a'>", "<span style='cursor:pointer'>")
            .replace("<li", "<li style='cursor:pointer'"),
            "标签",
        ),
    ],
)
def test_an_item_that_looks_chosen_and_does_not_say_so_is_for_a_person(web: Web, html: str, word: str) -> None:
    (finding,) = web.see(html, rules=(RULE,)).findings(RULE)
    assert finding.outcome is Outcome.CANT_TELL
    assert finding.target.selector == "#o"
    assert word in finding.message.zh


def test_rows_of_one_template_are_one_question(web: Web) -> None:
    assert len(web.see(_row() + _row(), rules=(RULE,)).findings(RULE)) == 1


@pytest.mark.parametrize(
    "html",
    [
        _row("class='on' aria-current='page'"),
        _row(link="href='/a' aria-selected='true'"),
        _row(inside="要闻（当前）"),
        _row(link="href='/a' title='当前栏目'"),
    ],
)
def test_a_state_or_words_that_tell_it_pass(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        _row(items=2),
        _row(inside="二" * 21),
        _row("class='same'"),
        _row("class='on' style='background:none;color:inherit'"),
        _row("class='one'"),
        _row().replace("<li>", "<li class='on'>", 1),  # two of them
        _row().replace("<a href='/a'>要闻</a>", "要闻"),  # no link: heard as another thing
        _row().replace("<a href='/a'>", "").replace("</a>", ""),  # nothing to operate
        _row().replace("<li>", "<li hidden>"),
    ],
)
def test_weak_evidence_is_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
