"""What a folder's page was made of, as a later run must be able to rely on it."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from audit.model import Outcome
from audit.records import Loaded, Subject
from audit.store import Store
from web_checks.browser import BrowserSettings
from web_checks.carried import Carrying, terms
from web_checks.crawl import PageResult
from web_checks.jobs import SiteJob, WebSettings
from web_checks.login import Login
from web_checks.reach import Reach

HOME = "http://folder.test/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("home")
    (site / "a.css").write_text("a")
    return site


def carrying(job: SiteJob, store: Store, settings: WebSettings | None = None) -> Carrying:
    return Carrying(job, settings or WebSettings(), store, Reach(job), frozenset())


async def made_of(audit: Carrying, *asked: str) -> Loaded | None:
    result = PageResult(
        Subject(HOME, "page", Outcome.PASSED), loaded=audit.begun([f"{HOME}a", "http://b.cn/", f"{HOME}a#x"])
    )
    return (await audit.noted(result, asked)).loaded


async def test_the_same_files_give_the_same_signature_in_any_order(folder: Path, store: Store) -> None:
    job = SiteJob("s", "s", HOME, folder=folder)
    first = await made_of(carrying(job, store), HOME, f"{HOME}a.css", f"{HOME}none.png")
    assert first is not None
    assert (first.files, first.links) == (("/", "/a.css", "/none.png"), (f"{HOME}a",))
    assert await made_of(carrying(job, store), f"{HOME}none.png", f"{HOME}a.css", HOME) == first
    os.utime(folder / "a.css", (1, 1))
    assert await made_of(carrying(job, store), HOME, f"{HOME}a.css", f"{HOME}none.png") == first, (
        "by content, not by date"
    )
    (folder / "none.png").write_text("")
    changed = await made_of(carrying(job, store), HOME, f"{HOME}a.css", f"{HOME}none.png")
    assert changed is not None
    assert changed.sha256 != first.sha256


@pytest.mark.parametrize(
    "asked", ["http://other.test/", "https://folder.test/a.css", "ws://folder.test/", "file:///etc/passwd", "http://["]
)
async def test_what_asks_for_anything_outside_is_opened_again(folder: Path, store: Store, asked: str) -> None:
    assert await made_of(carrying(SiteJob("s", "s", HOME, folder=folder), store), HOME, asked) is None


async def test_what_changes_under_the_audit_is_opened_again(folder: Path, store: Store) -> None:
    audit = carrying(SiteJob("s", "s", HOME, folder=folder), store)
    assert await made_of(audit, HOME, f"{HOME}a.css")
    (folder / "a.css").write_text("another")
    assert await made_of(audit, HOME, f"{HOME}a.css") is None
    assert await made_of(audit, HOME), "the others are not touched by it"


async def test_nothing_is_noted_of_a_site_that_is_no_folder_or_has_a_login(folder: Path, store: Store) -> None:
    assert await made_of(carrying(SiteJob("s", "s", HOME), store), HOME) is None
    login = Login(headers={"http://folder.test": {"X-Key": "secret"}})
    assert await made_of(carrying(SiteJob("s", "s", HOME, folder=folder, login=login), store), HOME) is None


def test_other_rules_browser_or_settings_are_other_terms() -> None:
    browser = BrowserSettings("chromium", sandbox=True, sources=("axe", "probe"), product="stepfree/1")
    usual = terms(browser, "1.2", WebSettings())
    assert terms(browser, "1.2", WebSettings(workers=9, delay=3, since="x")) == usual
    others = {
        terms(dataclasses.replace(browser, sources=("axe 2", "probe")), "1.2", WebSettings()),
        terms(dataclasses.replace(browser, product="stepfree/1 (a@b.cn)"), "1.2", WebSettings()),
        terms(browser, "1.3", WebSettings()),
        terms(browser, "1.2", WebSettings(level="AAA")),
        terms(browser, "1.2", WebSettings(screenshots=True)),
    }
    assert len(others - {usual}) == 5
