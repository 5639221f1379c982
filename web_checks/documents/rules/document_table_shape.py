"""Tables in documents whose rows do not line up, that nest, or whose header cells cannot be told apart.

Whom it hurts: a screen reader counts rows and columns to say where a cell stands; merged and nested cells make it say
the wrong ones. Tested: PDF: rows of different width (spans counted), header cells with neither scope nor reference
where position does not tell; all: cells that span others, tables within tables. Left to a person: merged and nested
cells, which are right where a header stands above several columns.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document, Table

RULE = Rule(
    id="document-table-shape",
    title=Text("文档里的表格行列不齐或有合并单元格", "Table in a document has uneven rows or merged cells"),
    whom=Text(
        "读屏软件按行列报位置；行列不齐、合并或嵌套的单元格会让它报错表头，听不懂。",
        "A screen reader counts rows and columns; uneven, merged or nested cells make it name the wrong headers.",
    ),
    mend=Text(
        "拆成几张简单的表，取消合并单元格；PDF 中让每行单元格数（含 RowSpan、ColSpan）一致，并给 TH 写 Scope。",
        "Split it into simple tables and unmerge cells; in a PDF let every row fill the same columns (RowSpan and "
        "ColSpan counted) and give each TH a Scope.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_UNEVEN = Text("各行的列数不一样：{uneven}", "The rows fill different numbers of columns: {uneven}")
_LOOSE = Text(
    "{loose} 个表头没有 Scope，单看位置分不清管哪些格子，请人判断",
    "{loose} header cells have no Scope, and position does not tell which cells they head: a person should decide",
)
_MERGED = Text(
    "有 {merged} 处合并单元格，请人判断能否拆开",
    "{merged} cells are merged: a person should say whether they can be split",
)
_NESTED = Text(
    "表格里套着表格，请人判断读起来是否通顺", "It stands in another table: a person should hear how it reads"
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each table that looks like data or marks headers."""
    for table in document.tables:
        if table.data or table.header:
            outcome, why = _judge(table)
            counts = {"uneven": table.uneven, "loose": table.loose, "merged": table.merged}
            yield Verdict(outcome, table.target, why.format(**counts))


def _judge(table: Table) -> tuple[Outcome, Text]:
    if table.uneven:
        # Without headers it may only lay out the page: then nobody counts its columns.
        return (Outcome.FAILED if table.header else Outcome.CANT_TELL), _UNEVEN
    if table.loose:
        return Outcome.CANT_TELL, _LOOSE
    if table.nested:
        return Outcome.CANT_TELL, _NESTED
    if table.merged:
        return Outcome.CANT_TELL, _MERGED
    return Outcome.PASSED, Text("行列整齐", "Its rows and columns are even")
