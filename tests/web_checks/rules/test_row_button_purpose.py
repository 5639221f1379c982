"""row-button-purpose: buttons of one name in rows, told apart and not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "row-button-purpose"


def _rows(
    button: str = "<button>删除</button>", topics: tuple[str, ...] = ("身份证", "护照"), *, tag: str = "li"
) -> str:
    rows = "".join(f"<{tag}>{topic} {button.format(topic)}</{tag}>" for topic in topics)
    return f"<ul>{rows}</ul>"


TABLE = "<table><tr><th>事项</th><th>操作</th></tr>{}</table>"
CELLS = "".join(
    f"<tr><td>{topic}</td><td><button>编辑</button><button>删除</button></td></tr>" for topic in ("身份证", "护照")
)


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        (_rows(), 1),
        (_rows("<input type=button value=办理>"), 1),
        (_rows("<span role=button tabindex=0>收藏</span>"), 1),
        (_rows("<button aria-label='删除'>删除</button>", ("身份证", "护照", "居住证")), 1),
        (_rows("<button aria-describedby='d'>删除</button>") + "<p id='d'>说明</p>", 1),
        (TABLE.format(CELLS), 2),
        (_rows(tag="div").replace("<div", "<div role=listitem"), 1),
    ],
)
def test_buttons_of_one_name_in_several_rows_are_for_a_person(web: Web, html: str, kinds: int) -> None:
    seen = web.see(html, rules=(RULE,))
    assert len(seen.selectors(RULE, Outcome.CANT_TELL)) == kinds


def test_the_rows_and_the_first_topic_are_told(web: Web) -> None:
    (finding,) = web.see(_rows(), rules=(RULE,)).findings(RULE)
    assert "2 行" in finding.message.zh
    assert "身份证" in finding.message.en


@pytest.mark.parametrize(
    "html",
    [
        _rows("<button aria-label='删除{0}'>删除</button>"),
        _rows("<button aria-describedby='{0}'>删除</button>") + "<p id='身份证'>证件</p><p id='护照'>证件</p>",
    ],
)
def test_names_or_descriptions_that_differ_pass(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    "html",
    [
        _rows(topics=("身份证",)),
        _rows("<button>删除{0}</button>"),
        _rows(topics=("", "")),
        _rows(topics=("身份证", "身份证")),
        _rows(tag="p"),
        _rows("<button hidden>删除</button>"),
        _rows("<button disabled>删除</button>"),
        _rows("<a href='/x'>删除</a>"),
        f"<nav>{_rows()}</nav>",
    ],
)
def test_single_rows_and_other_controls_are_not(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
