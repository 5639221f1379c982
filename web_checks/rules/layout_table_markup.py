"""Tables that say they are layout and carry the marks of data.

Whom it hurts: one of the two is wrong. If the table holds data, its role hides rows and columns from people who use a
screen reader. Tested: tables of role presentation or none with th, caption, summary, scope or headers (WCAG failure
F46 names the other way round). Left to a person: which of the two is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import tables

RULE = Rule(
    id="layout-table-markup",
    title=Text("排版表格里有数据表格的标记", "Layout table carries the marks of a data table"),
    whom=Text(
        '如果表里其实是数据，role="presentation" 会让读屏软件不再报行列，盲人无法查表。',
        "If it does hold data, its role takes rows and columns away from people who use a screen reader.",
    ),
    mend=Text(
        "数据表格删去 role；排版表格删去 <th>、<caption>、summary、scope 和 headers。",
        "Drop the role from a data table; drop <th>, <caption>, summary, scope and headers from a layout table.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("tables",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each table whose role says that it is layout."""
    for table in page.answer(tables.PROBE).tables:
        if not table.layout:
            continue
        if table.marked:
            message = Text(
                "表格声明为排版用，却有表头、标题一类的数据标记，请人判断哪个是对的",
                "The table says it is layout and has headers or a caption: a person should say which is right",
            )
            yield Verdict(Outcome.CANT_TELL, table.target, message)
        else:
            yield Verdict(Outcome.PASSED, table.target, Text("只为排版", "Layout alone"))
