"""Workbooks with several sheets that bear the names a program gave them: Sheet1, 工作表2.

Whom it hurts: people who use a screen reader choose a sheet by its name alone, without a look at what is on it. Tested:
the names of sheets that are shown and hold something, where there are two and more. Left to a person: whether other
names fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="sheet-name",
    title=Text("工作表名称没有说明内容", "Sheet name says nothing"),
    whom=Text(
        "读屏软件的使用者只能按名称选工作表；“Sheet1”“Sheet2”分不清哪张是哪张。",
        "People who use a screen reader choose a sheet by its name; Sheet1 and Sheet2 tell nobody which is which.",
    ),
    mend=Text(
        "双击工作表标签，改成内容的名称，例如“2026 年补贴名单”；删去空白工作表。",
        "Double-click the sheet's tab and name its content; delete empty sheets.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:2.4.6",),
)

_DEFAULT = re.compile(r"(?:sheet|table|工作表|表|工作表格|worksheet)\s*\d+(?:\s*\(\d+\))?", re.IGNORECASE)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield a verdict for each sheet of a workbook with several."""
    if len(document.sheets) <= 1:
        return
    for sheet in document.sheets:
        if _DEFAULT.fullmatch(sheet.name.strip()):
            message = Text("工作表叫“{name}”", "The sheet is called “{name}”").format(name=sheet.name)
            yield Verdict(Outcome.FAILED, sheet.target, message)
        else:
            yield Verdict(Outcome.PASSED, sheet.target, Text("名称有内容", "The name says something"))
