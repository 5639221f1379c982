"""Tables of data in documents without a header row.

Whom it hurts: people who use a screen reader hear bare figures without the name of their column. Tested: PDF: TH cells;
DOCX: a first row that is repeated as a header; PPTX: header row or first column switched on; XLSX: header row of a
table, else rows frozen or repeated in print. A table that Excel itself calls a table and that has its header row
switched off fails. Left to a person: all others, since many tables only lay out a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document, Table

RULE = Rule(
    id="document-table-headers",
    title=Text("文档里的数据表没有标出表头", "Table in a document marks no header row"),
    whom=Text(
        "盲人听到的是一串没有名目的数字，翻到下一页更不知道每列是什么。",
        "Blind people hear bare figures, and on the next page do not know at all what each column is.",
    ),
    mend=Text(
        "Word：选中首行，“表格属性－行－在各页顶端以标题行形式重复出现”；PowerPoint：“表设计－标题行”；"
        "Excel：把数据设为“表格”并勾选标题行；PDF：表头单元格标为 TH。",
        "Word: select the first row, Table Properties, Row, Repeat as header row. PowerPoint: Table Design, Header "
        "Row. Excel: format the data as a table with headers. PDF: tag header cells as TH.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_NONE = Text(
    "{rows} 行 {columns} 列的表格没有标出表头；如果是数据表，请标出，如果只为排版，请人确认",
    "A table of {rows} rows and {columns} columns marks no headers: mark them if it is data; a person should decide",
)
_OFF = Text(
    "{rows} 行 {columns} 列的数据表关掉了标题行", "A table of {rows} rows and {columns} columns has its header row off"
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each table that marks headers or looks as if it needed them."""
    for table in document.tables:
        if table.header:
            yield Verdict(Outcome.PASSED, table.target, Text("有表头", "It has headers"))
        elif table.data:
            declared = _is_declared(table)
            message = (_OFF if declared else _NONE).format(rows=table.rows, columns=table.columns)
            yield Verdict(Outcome.FAILED if declared else Outcome.CANT_TELL, table.target, message)


def _is_declared(table: Table) -> bool:
    """Return whether the format itself calls it a table of data (Excel's tables are nothing else)."""
    return table.target.path == "xlsx > table"
