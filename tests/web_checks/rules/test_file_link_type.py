"""file-link-type: links that say what comes, and links that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "file-link-type"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("办事指南（PDF，1 MB）", "a.pdf"),
        ("申请表.docx", "a.docx"),
        ("申请表word版", "a.doc"),
        ("附件：名单", "a.xls"),
        ("指南pdf", "a.PDF?v=1"),
        ("发布会视频", "a.mov"),
        ("收听讲话录音", "a.wav"),
        ('<img src="data:," alt="PDF">指南', "a.pdf"),
    ],
)
def test_a_link_that_says_so_passes(web: Web, name: str, file: str) -> None:
    assert web.see(f'<a href="/{file}">{name}</a>', rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(
    ("name", "file"), [("办事指南", "a.pdf"), ("名单", "a.xlsx"), ("etc", "a.et"), ("讲话", "a.avi")]
)
def test_a_link_that_does_not_fails(web: Web, name: str, file: str) -> None:
    assert web.see(f'<a href="/{file}">{name}</a>', rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize("target", ["/a.html", "/pdf/", "mailto:a@b.cn", "javascript:void(0)"])
def test_pages_are_not_its_business(web: Web, target: str) -> None:
    assert web.see(f'<a href="{target}">办事指南</a>', rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
