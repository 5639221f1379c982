"""axe-selenium-python, given our script, says of a page what the Chromium driver says."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from web_checks import axe, chromium
from web_checks.selenium import axe_answer

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

PAGE = """<!doctype html><html lang="zh"><head><title>页</title></head><body><main><h1>标题</h1>
<img src="data:,"><p style="color:#aaa">灰字</p><a href="/x"></a></main></body></html>"""


def test_both_drivers_give_the_same_axe_findings(web: Web) -> None:
    driver_path, browser = shutil.which("chromedriver"), chromium.find()
    if driver_path is None or browser is None:
        pytest.skip("no chromedriver on this machine: install Debian's chromium-driver to run this test")
    seen = web.see(PAGE, rules=("axe-all",))
    options = ChromeOptions()
    options.binary_location = str(browser.path)
    options.add_argument("--headless=new")
    options.add_argument(f"--host-resolver-rules=MAP pages.test:80 127.0.0.1:{web.server.port}")
    if not chromium.sandbox_possible():
        options.add_argument("--no-sandbox")
    driver = Chrome(options=options, service=ChromeService(driver_path))
    try:
        driver.set_window_size(1280, 720)
        driver.get("http://pages.test/page.html")
        answer = axe_answer(driver, axe.script(), axe.options())
    finally:
        driver.quit()
    found = {
        (judged.rule.id, verdict.outcome, verdict.target.selector)
        for judged in axe.judge(answer, axe.rules())
        for verdict in judged.verdicts
    }
    expected = {(f.rule, f.outcome, f.target.selector) for f in seen.result.findings if f.rule.startswith("axe-")}
    assert found == expected
    assert {"axe-image-alt", "axe-color-contrast", "axe-link-name"} <= {rule for rule, _, _ in found}
