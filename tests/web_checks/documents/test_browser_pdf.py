"""A PDF that Chromium prints from a good page has no fault; what the page lacks, its PDF lacks as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from audit.model import Outcome
from tests.web_checks.documents.conftest import Look
from tests.web_checks.documents.makers import CHINESE
from web_checks import chromium

GOOD = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>全区无障碍工作报告</title></head><body>
<main><h1>全区无障碍工作报告</h1><p>{CHINESE}</p><h2>数据</h2>
<table><caption>各街道坡道</caption><thead><tr><th scope="col">街道</th><th scope="col">坡道</th></tr></thead>
<tbody><tr><td>长街</td><td>12</td></tr><tr><td>新街</td><td>7</td></tr></tbody></table>
<ul><li>整治路口</li><li>拓宽人行道</li></ul>
<p><a href="https://example.org/apply">申请办法</a></p>
<img alt="一枚红色印章" width="40" height="40" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'
 viewBox='0 0 4 4'%3E%3Crect width='4' height='4' fill='red'/%3E%3C/svg%3E"></main></body></html>"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    found = chromium.find()
    if found is None:
        pytest.skip("no Chromium on this machine: run make setup")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.path, chromium_sandbox=chromium.sandbox_possible(), args=["--headless"]
        )
        yield browser.new_page()
        browser.close()


def printed(page: Page, html: str, path: Path) -> Path:
    page.set_content(html)
    page.pdf(path=path, tagged=True, outline=True)
    return path


def test_a_good_page_makes_a_good_file(page: Page, look: Callable[[Path], Look], tmp_path: Path) -> None:
    seen = look(printed(page, GOOD, tmp_path / "a.pdf"))
    # Chromium does not ask viewers to show the title.
    assert {rule for rule, outcome in seen.worse().items() if outcome is Outcome.FAILED} <= {"pdf-title-shown"}
    passed = {rule for rule, tally in seen.judged.tally.items() if tally.outcome is Outcome.PASSED}
    assert passed >= {
        *("pdf-tagged", "pdf-structure-sound", "document-language", "document-language-matches-text"),
        *("document-title", "document-headings", "document-table-headers", "document-table-shape"),
        *("document-image-alternative", "document-link-purpose", "pdf-link-markup", "document-list-markup"),
        *("document-reading-order", "pdf-text-unicode"),
    }


@pytest.mark.parametrize(
    ("change", "rule", "outcome"),
    [
        ((' lang="zh-CN"', ' lang="en"'), "document-language-matches-text", Outcome.FAILED),
        (("<h2>", "<h4>"), "document-heading-order", Outcome.FAILED),
        ((' alt="一枚红色印章"', ""), "document-image-alternative", Outcome.FAILED),
        (("申请办法", "点击这里"), "document-link-purpose", Outcome.FAILED),
    ],
)
def test_what_the_page_lacks_its_file_lacks(
    page: Page,
    look: Callable[[Path], Look],
    tmp_path: Path,
    change: tuple[str, str],
    rule: str,
    outcome: Outcome,
) -> None:
    html = GOOD.replace(*change).replace("</h2>", "</h4>" if change[1] == "<h4>" else "</h2>")
    assert look(printed(page, html, tmp_path / "a.pdf")).outcome(rule) is outcome
