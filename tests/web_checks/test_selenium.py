"""axe-selenium-python, given our scripts, says of pages what the Chromium driver says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit import demo
from audit.model import Outcome, Reason
from web_checks import axe
from web_checks.arrival import ScriptError
from web_checks.crawl import Watch
from web_checks.jobs import SiteJob, WebDriverChoice, WebSettings
from web_checks.selenium import run, write_script
from web_checks.sites import audit_sites, browsing

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import Web

PAGES = 4
Found = set[tuple[str, str, Outcome, str]]


def _audited(store: Store, folder: Path, choice: WebDriverChoice | None) -> tuple[Found, dict[str, Outcome], str]:
    """Return what an audit found: (page, rule, outcome, selector), each page's outcome, and the run."""
    job = SiteJob("portal", "portal", "http://folder.test/", folder=folder, max_pages=PAGES)
    name = store.start_run("site", "test", {}, Path(), {}, datetime(2026, 11, 22, tzinfo=UTC))

    async def audit() -> None:
        settings = WebSettings(delay=0, workers=2, webdriver=choice)
        async with browsing([job], settings, axe.script(), isolated=True) as (browser, served):
            await audit_sites([job], browser, store, name, served, Watch())

    asyncio.run(audit())
    found = {(f.subject, f.rule, f.outcome, f.target.selector) for f in store.findings(name)}
    return found, {page.id: page.outcome for page in store.subjects(name, "page")}, name


@pytest.mark.usefixtures("driven")
def test_both_drivers_find_the_same_on_a_site(store: Store, tmp_path: Path) -> None:
    demo.write(tmp_path)
    folder = tmp_path / "sites" / "portal"
    by_chromium, pages, _ = _audited(store, folder, None)
    by_webdriver, same_pages, name = _audited(store, folder, WebDriverChoice())
    assert by_webdriver == by_chromium
    assert same_pages == pages
    assert len(pages) == PAGES
    assert any(rule.startswith("axe-") for _, rule, _, _ in by_webdriver)
    # What only the Chromium driver can test is said to be untested, and why.
    lacking = {u.what for u in store.untested(name) if u.reason is Reason.DRIVER}
    assert "reflow" in lacking or "focus-visible" in lacking


def test_static_rules_and_axe_see_one_page_alike(web: Web, driven: Web) -> None:
    page = (
        '<main><h1>标题</h1><img src="data:," alt="图片"><img src="data:,"><p style="color:#aaa">灰字</p>'
        '<a href="/x"></a><a href="/y">更多</a><a href="/z">更多</a></main>'
    )
    seen, again = web.see(page).result, driven.see(page).result
    assert again.findings == seen.findings
    assert again.subject.tally == seen.subject.tally
    rules = {finding.rule for finding in seen.findings}
    assert {"axe-image-alt", "axe-color-contrast", "axe-link-name"} <= rules
    assert any(not rule.startswith("axe-") for rule in rules)


class _Answering:
    """A driver whose page gives one answer to axe."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def execute_script(self, script: str, *_: object) -> object:
        return None

    def execute_async_script(self, script: str, *_: object) -> object:
        self.asked = script
        return self.answer


def test_axe_that_fails_is_no_answer(tmp_path: Path) -> None:
    script = write_script(tmp_path, ("one", "two"))
    assert script.read_text("utf-8").startswith("one\ntwo\n")
    with pytest.raises(ScriptError, match="no documentElement"):
        run(_Answering({"error": "no documentElement"}), script, "{}")
    assert run(_Answering(None), script, "{}") == ""  # a dialog came in between
    given = _Answering("[]")
    assert run(given, script, '{"rules": {}}') == "[]"
    assert '"iframes": false' in given.asked
