"""Header cells that head no cell.

Whom it hurts: people who use a screen reader hear the header with each cell; a header that heads nothing leaves cells
unexplained, or promises a column that is not there. Tested: every visible header cell against the cells that the HTML
table model, scope and headers assign to it. Left to a person: tables that hold only headers, perhaps filled later.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import tables

RULE = Rule(
    id="table-header-cells",
    title=Text("表头没有对应的单元格", "Table header that heads no cell"),
    whom=Text(
        "读屏软件逐格朗读时会带上表头；表头对不上单元格，盲人就不知道数字属于哪一列。",
        "Screen readers speak the header with each cell; when they do not match, a number belongs to nobody.",
    ),
    mend=Text(
        "让每个 <th> 所在的列（或行）都有单元格；复杂表格用 scope 或 headers/id 指明，空列删去。",
        "Give every <th> cells in its column or row; in complex tables say so with scope or headers and id; "
        "remove empty columns.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    act_rules=("d0f69e",),
    needs=("tables",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each visible header cell of a table."""
    for header in page.answer(tables.PROBE).headers:
        if header.cells:
            yield Verdict(Outcome.PASSED, header.target, Text("有对应的单元格", "It heads cells"))
        elif header.data:
            message = Text("表头“{name}”没有对应任何单元格", "The header “{name}” heads no cell").format(
                name=header.name
            )
            yield Verdict(Outcome.FAILED, header.target, message)
        else:
            message = Text(
                "整个表格只有表头；如果数据稍后才载入，请在载入后再检查",
                "The table holds only headers: if its rows are loaded later, look again then",
            )
            yield Verdict(Outcome.CANT_TELL, header.target, message)
