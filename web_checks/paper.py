"""Prints a page on disk: a tagged PDF with an outline, made by the browser that the audit itself uses."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from audit.model import Text, UsageError
from web_checks import chromium

# Number and count of the pages, at their foot.
_FOOT = (
    '<div style="width: 100%; text-align: center; font-size: 8px; color: #4c5b69">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)
_MARGIN = {"top": "16mm", "bottom": "18mm", "left": "15mm", "right": "15mm"}
_LONGEST_MS = 300_000


def print_pdf(page: Path) -> bytes:
    """Return a page (an HTML file) as a tagged PDF on A4; UsageError when there is no browser, or it cannot print."""
    found = chromium.find()
    if found is None:
        raise UsageError(
            Text(
                "没有找到 Chromium，打印不了 PDF；先运行 make setup，或去掉 --format pdf",
                "no Chromium was found to print the PDF; run make setup first, or leave out --format pdf",
            )
        )
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(found.path), chromium_sandbox=chromium.sandbox_possible()
            )
            try:
                tab = browser.new_page()
                tab.set_default_timeout(_LONGEST_MS)
                tab.goto(page.resolve().as_uri())
                return tab.pdf(
                    format="A4",
                    margin=_MARGIN,  # type: ignore[arg-type]  # a TypedDict of just these keys
                    print_background=True,
                    display_header_footer=True,
                    header_template="<span></span>",
                    footer_template=_FOOT,
                    tagged=True,
                    outline=True,
                )
            finally:
                browser.close()
    except PlaywrightError as error:
        first = str(error).strip().splitlines()[0]
        raise UsageError(
            Text(
                f"浏览器 {found.path} 打印不了 PDF：{first}；用 stepfree doctor 查原因",
                f"the browser {found.path} cannot print the PDF: {first}; stepfree doctor finds out why",
            )
        ) from error
