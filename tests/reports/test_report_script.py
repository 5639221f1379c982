"""The script of the report: tables sort and filter with it, and are whole without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from audit.model import Lang
from audit.store import Store
from reports import html_folder
from reports.summary import build
from tests.reports.small_city import HOSTILE, RULES, fill


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("script")
    store = Store.at(out / "audit.db")
    fill(store, pages=30)
    html_folder.write(build(store, "latest", RULES), out, Lang.EN)
    store.close()
    return out / "en"


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(dialog.message))
    opened.goto((folder / "site-portal.html").as_uri())
    yield opened
    opened.close()
    assert complaints == [], "nothing foreign ran, and nothing was refused"


def column(page: Page, table: str, number: int) -> list[str]:
    rows = f"table:has(> caption#{table}) > tbody > tr:not([hidden])"
    texts: list[str] = page.evaluate(
        "([rows, n]) => [...document.querySelectorAll(rows)].map(row => row.cells[n].textContent.trim())",
        [rows, number],
    )
    return texts


def heading(page: Page, table: str, name: str) -> str:
    press = f"table:has(> caption#{table}) th:has-text('{name}')"
    page.click(f"{press} >> button")
    return page.get_attribute(press, "aria-sort") or ""


def test_a_heading_sorts_up_and_down_and_no_row_is_lost(page: Page) -> None:
    before = column(page, "page-table", 0)
    assert heading(page, "page-table", "Page") == "ascending"
    up = column(page, "page-table", 0)
    assert sorted(up) == sorted(before)
    assert heading(page, "page-table", "Page") == "descending"
    assert column(page, "page-table", 0) == up[::-1]
    assert heading(page, "page-table", "Faults") == "ascending"
    faults = [int(text) for text in column(page, "page-table", 4)]
    assert faults == sorted(faults)
    assert page.locator("[aria-sort]").count() == 1


def test_a_filter_shows_the_rows_that_hold_the_words(page: Page) -> None:
    everything = column(page, "page-table", 0)
    box = page.get_by_label("Filter the rows").last
    box.fill("ROBOTS")
    assert ["admin" in text for text in column(page, "page-table", 0)] == [True]
    assert "1 of 31 rows" in page.inner_text("main")
    box.fill(HOSTILE)
    assert len(column(page, "page-table", 0)) == 1, "the page with that title"
    box.fill("")
    assert column(page, "page-table", 0) == everything


def test_the_whole_city_stays_last_under_two_rows_of_headings(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    before = column(page, "league", 1)
    heading(page, "league", "Surveyed")
    heading(page, "league", "Surveyed")
    after = column(page, "league", 1)
    assert after[-1] == before[-1] == "Whole city"
    shares = column(page, "league", 6)
    assert shares[:2] == ["85%", "70%"]
    assert set(shares[2:-1]) == {"no data"}


def test_without_script_the_tables_are_plain_and_whole(browser: Browser, folder: Path) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto((folder / "site-portal.html").as_uri())
    assert plain.locator("th button, input").count() == 0
    assert plain.locator("#page-table").count() == 1
    plain.close()
