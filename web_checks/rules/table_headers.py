"""Tables that look like data and have no header cells, or none for their columns.

Whom it hurts: people who use a screen reader hear bare numbers without the name of row or column. Tested: tables
without any header cell whose cells are short and even like data: those that set a head apart (thead) fail, those with a
caption or with lines are asked about; tables that mark some headers, and not the first row, whose empty corner tells
that it names the columns. Left to a person: whether it is data (then headers are needed) or layout.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import tables
from web_checks.probes.tables import Table

RULE = Rule(
    id="table-headers",
    title=Text("像是数据表格，却没有表头标记", "Table that looks like data has no header cells"),
    whom=Text(
        "盲人听到的是一串没有名目的数字，要靠记忆去对应是哪一行、哪一列。",
        "Blind people hear a run of bare figures and must remember which row and column each one stands in.",
    ),
    mend=Text(
        '数据表格的表头单元格用 <th>，并写 scope；只为排版的表格加 role="presentation"，或改用 CSS 排版。',
        "Mark the header cells of a data table as <th> with scope; give a table that only lays out the page "
        'role="presentation", or use CSS.',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    needs=("tables",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Shape of a table that holds data rather than the page's layout: judged by eye on real pages.
_ROWS, _COLUMNS = 3, 2
_EVEN, _SHORT, _FILLED, _BUSY, _LINKED = 0.7, 0.8, 0.6, 0.2, 0.5


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each table that has header cells or looks as if it needed them."""
    for table in page.answer(tables.PROBE).tables:
        if table.layout:
            continue
        if table.headers and table.topless:
            message = Text(
                "左上角空着，第一行像列的名称，却没有标成表头；请人判断",
                "The corner is empty and the first row looks like the names of the columns, "
                "which are not marked as headers: a person should decide",
            )
            yield Verdict(Outcome.CANT_TELL, table.target, message)
        elif table.headers:
            yield Verdict(Outcome.PASSED, table.target, Text("有表头", "It has header cells"))
        elif table.headed and _shaped_like_data(table):
            message = Text(
                "表格分出了 thead，里面却全是 <td>，没有一个 <th>",
                "The table sets a head apart (thead), but all its cells are <td>, none is <th>",
            )
            yield Verdict(Outcome.FAILED, table.target, message)
        elif (table.bordered or table.captioned) and _shaped_like_data(table):
            message = Text(
                "{rows} 行 {columns} 列的表格没有 <th>；如果是数据，请标出表头，如果只为排版，请写明 role",
                "A table of {rows} rows and {columns} columns has no <th>: mark its headers if it is data, "
                "or say by its role that it is layout",
            ).format(rows=table.rows, columns=table.columns)
            yield Verdict(Outcome.CANT_TELL, table.target, message)


def _shaped_like_data(table: Table) -> bool:
    large = table.rows >= _ROWS and table.columns >= _COLUMNS
    dense = table.even >= _EVEN and table.short >= _SHORT and table.filled >= _FILLED
    plain = not table.nested and table.busy <= _BUSY and table.linked <= _LINKED
    return large and dense and plain
