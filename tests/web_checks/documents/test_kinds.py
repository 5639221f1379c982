"""Which kind of document an address, a media type or bytes speak of."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from audit.model import Reason
from web_checks.documents import kinds


@pytest.mark.parametrize(
    ("address", "media_type", "kind"),
    [
        ("https://a.cn/x/report.pdf", "", "pdf"),
        ("https://a.cn/x/REPORT.PDF", "", "pdf"),
        ("https://a.cn/%E9%99%84%E4%BB%B6.docx", "", "docx"),
        ("https://a.cn/x.ofd", "", "ofd"),
        ("https://a.cn/x.wps", "", "wps"),
        ("https://a.cn/notice.txt", "text/plain", "txt"),
        ("https://a.cn/report.docx", "text/plain", "docx"),
        ("https://a.cn/open?id=7", "text/csv; charset=gbk", "csv"),
        ("https://a.cn/down.jsp?file=report.xlsx", "", "xlsx"),
        ("https://a.cn/download?id=3", "application/pdf; charset=binary", "pdf"),
        ("https://a.cn/report.pdf", "application/octet-stream", "pdf"),
        ("https://a.cn/report.pdf.html", "text/html", ""),
        ("https://a.cn/photo.jpg", "image/jpeg", ""),
        ("https://a.cn/", "", ""),
        ("C:/files/方案.pptx", "", "pptx"),
        ("a.test.pdf/index.html", "", ""),
    ],
)
def test_kinds_by_name(address: str, media_type: str, kind: str) -> None:
    assert kinds.named(address, media_type) == kind


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://a.cn/download?id=3", True),
        ("https://a.cn/down.do?id=3", True),
        ("https://a.cn/setup.exe", False),
        ("https://a.cn/a.jpg", False),
    ],
)
def test_downloads_without_a_name(address: str, may: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert kinds.may_be(address) is may


def test_what_can_be_tested() -> None:
    assert [kind for kind in ("pdf", "docx", "pptx", "xlsx", "ofd", "doc", "zip", "") if kinds.can_be_tested(kind)] == [
        "pdf",
        "docx",
        "pptx",
        "xlsx",
    ]


def test_a_book_in_binary_is_no_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", b"\x00")
    with pytest.raises(kinds.Unreadable, match="xlsb") as raised:
        kinds.format_of(path, "xlsx")
    assert raised.value.reason is Reason.UNSUPPORTED_FORMAT
