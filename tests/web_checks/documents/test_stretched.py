"""Words whose characters are set apart by spaces, as they stand in paragraphs and cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from audit.model import Outcome
from tests.web_checks.documents.conftest import Look
from web_checks.documents.sequence import is_stretched

RULE = "document-stretched-word"


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("通　知", True),
        ("姓    名：", True),
        ("责 任 单 位", True),
        ("N O T I C E", True),
        ("通知", False),
        ("通 知 的 附 件", False),  # more than a word
        ("A B C", False),
        ("张三 李四", False),
        ("甲\n乙", False),
        ("", False),
    ],
)
def test_what_is_stretched(text: str, *, apart: bool) -> None:
    assert is_stretched(text) is apart


def test_paragraphs(tmp_path: Path, look: Callable[[Path], Look]) -> None:
    made = docx.Document()
    made.add_paragraph("通　　知")
    made.add_table(1, 1).cell(0, 0).text = "姓  名"
    made.add_paragraph("关于做好今年工作的通知")
    made.save(str(tmp_path / "a.docx"))
    found = look(tmp_path / "a.docx").findings(RULE)
    assert [(finding.outcome, finding.target.selector) for finding in found] == [
        (Outcome.FAILED, "paragraph 1"),
        (Outcome.FAILED, "paragraph 2"),
    ]


def test_cells(tmp_path: Path, look: Callable[[Path], Look]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名册"
    sheet.append(["姓 名", "职 务", "王 明"])
    sheet.append(["姓名", "职务", "王明"])
    book.save(tmp_path / "a.xlsx")
    found = look(tmp_path / "a.xlsx").findings(RULE)
    assert [finding.target.selector for finding in found] == ["名册!A1", "名册!B1"]
